using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>A stretch of code in which modules behave as in evaluation; see <see cref="Module.Evaluating"/>.</summary>
public readonly ref struct EvaluationScope : IDisposable
{
    // Unlike a field of the thread it reaches the tasks and threads that the code starts inside.
    private static readonly AsyncLocal<ModeScope?> Innermost = new();

    private readonly ModeScope? _scope;

    private EvaluationScope(ModeScope scope) => _scope = scope;

    internal static bool IsActive => Innermost.Value is not null;

    /// <summary>Goes back to what was before, and ends scopes that were opened inside; nothing once it has ended.</summary>
    public void Dispose()
    {
        ModeScope? innermost = Innermost.Value;
        if (_scope is not null && _scope.End(ref innermost))
        {
            Innermost.Value = innermost;
        }
    }

    internal static EvaluationScope Open()
    {
        ModeScope scope = new ModeScope(Innermost.Value, IsActive);
        Innermost.Value = scope;
        return new EvaluationScope(scope);
    }
}
