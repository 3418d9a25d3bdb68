using Hillock.Tensors;

namespace Hillock.Autograd;

/// <summary>A stretch of code in which gradients are recorded or not; see <see cref="Gradients.Disabled"/>.</summary>
public readonly ref struct GradientScope : IDisposable
{
    private readonly bool _before;

    internal GradientScope(bool enabled)
    {
        _before = GradientMode.Enabled;
        GradientMode.Enabled = enabled;
    }

    /// <summary>Goes back to what was before.</summary>
    public void Dispose() => GradientMode.Enabled = _before;
}
