namespace Hillock.Modules;

/// <summary>A stretch of code in which modules behave as in evaluation; see <see cref="Module.Evaluating"/>.</summary>
public readonly ref struct EvaluationScope : IDisposable
{
    // Unlike a field of the thread it reaches the tasks and threads that the code starts inside.
    private static readonly AsyncLocal<bool> Active = new();

    private readonly bool _before;

    private EvaluationScope(bool before) => _before = before;

    internal static bool IsActive => Active.Value;

    /// <summary>Goes back to what was before.</summary>
    public void Dispose() => Active.Value = _before;

    internal static EvaluationScope Open()
    {
        var scope = new EvaluationScope(Active.Value);
        Active.Value = true;
        return scope;
    }
}
