using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What the poolings of norms along one, two and three axes have in common.</summary>
public abstract class LpPoolLayer : Module
{
    private readonly int _axes;

    private protected LpPoolLayer(int axes, double normType, PerAxis kernelSize, PerAxis stride, bool ceilMode)
    {
        kernelSize.Of(axes, nameof(kernelSize), 1);
        stride.Of(axes, nameof(stride), 1);
        if (!(normType > 0 && double.IsFinite(normType)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(normType), normType,
                FormattableString.Invariant(
                    $"{GetType().Name} expects a positive, finite exponent but got {normType}; the largest elements are MaxPool{axes}d's."));
        }

        _axes = axes;
        NormType = normType;
        KernelSize = kernelSize;
        Stride = stride;
        CeilMode = ceilMode;
    }

    /// <summary>The exponent.</summary>
    public double NormType { get; }

    /// <summary>The lengths of a window.</summary>
    public PerAxis KernelSize { get; }

    /// <summary>The distance in the input from a window to the next; left out for the lengths of a window.</summary>
    public PerAxis Stride { get; }

    /// <summary>Whether a last window may hang over the end.</summary>
    public bool CeilMode { get; }

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant(
        $"norm_type={NormType}, kernel_size={KernelSize}, stride={(Stride.IsDefault ? "None" : Stride.ToString())}, ceil_mode={Format(CeilMode)}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => _axes switch
    {
        1 => F.LpPool1d(x, NormType, KernelSize, Stride, CeilMode),
        2 => F.LpPool2d(x, NormType, KernelSize, Stride, CeilMode),
        _ => F.LpPool3d(x, NormType, KernelSize, Stride, CeilMode),
    };
}
