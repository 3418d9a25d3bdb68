using Hillock.Tensors;

namespace Hillock.Autograd;

/// <summary>A stretch of code in which gradients are recorded or not; see <see cref="Gradients.Disabled"/>.</summary>
public readonly ref struct GradientScope : IDisposable
{
    [ThreadStatic]
    private static ModeScope? Innermost;

    private readonly ModeScope? _scope;

    internal GradientScope(bool enabled)
    {
        _scope = Innermost = new ModeScope(Innermost, GradientMode.Enabled);
        GradientMode.Enabled = enabled;
    }

    /// <summary>Goes back to what was before, and ends scopes that were opened inside; nothing once it has ended.</summary>
    public void Dispose()
    {
        if (_scope is not null && _scope.End(ref Innermost))
        {
            GradientMode.Enabled = _scope.Before;
        }
    }
}
