using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What the poolings of averages along one, two and three axes have in common.</summary>
public abstract class AvgPoolLayer : Module
{
    private readonly int _axes;

    private protected AvgPoolLayer(
        int axes, PerAxis kernelSize, PerAxis stride, PerAxis padding, bool ceilMode, bool countIncludePad, int? divisorOverride)
    {
        int[] kernels = kernelSize.Of(axes, nameof(kernelSize), 1);
        int[] strides = stride.IsDefault ? kernels : stride.Of(axes, nameof(stride), 1);
        int[] paddings = padding.Of(axes, nameof(padding), 0);
        if (divisorOverride == 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(divisorOverride), 0, $"{GetType().Name} expects a divisor other than 0; leave it out to divide by the number of elements.");
        }

        _axes = axes;
        KernelSize = kernelSize;
        Stride = stride.IsDefault ? kernelSize : stride;
        Padding = padding.IsDefault ? 0 : padding;
        CeilMode = ceilMode;
        CountIncludePad = countIncludePad;
        DivisorOverride = divisorOverride;
        Details = axes == 1
            ? FormattableString.Invariant($"kernel_size=({kernels[0]},), stride=({strides[0]},), padding=({paddings[0]},)")
            : $"kernel_size={KernelSize}, stride={Stride}, padding={Padding}";
    }

    /// <summary>The lengths of a window.</summary>
    public PerAxis KernelSize { get; }

    /// <summary>The distance in the input from a window to the next.</summary>
    public PerAxis Stride { get; }

    /// <summary>How much each side is padded with zeros.</summary>
    public PerAxis Padding { get; }

    /// <summary>Whether a last window may hang over the end.</summary>
    public bool CeilMode { get; }

    /// <summary>Whether the divisor counts the padding too.</summary>
    public bool CountIncludePad { get; }

    /// <summary>The divisor of all windows, or null for the numbers of their elements.</summary>
    public int? DivisorOverride { get; }

    /// <inheritdoc/>
    protected override string Details { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => _axes switch
    {
        1 => F.AvgPool1d(x, KernelSize, Stride, Padding, CeilMode, CountIncludePad),
        2 => F.AvgPool2d(x, KernelSize, Stride, Padding, CeilMode, CountIncludePad, DivisorOverride),
        _ => F.AvgPool3d(x, KernelSize, Stride, Padding, CeilMode, CountIncludePad, DivisorOverride),
    };
}
