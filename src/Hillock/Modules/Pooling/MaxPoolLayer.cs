using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What the poolings of the largest elements along one, two and three axes have in common.</summary>
public abstract class MaxPoolLayer : Module
{
    private readonly int _axes;

    private protected MaxPoolLayer(int axes, PerAxis kernelSize, PerAxis stride, PerAxis padding, PerAxis dilation, bool ceilMode)
    {
        kernelSize.Of(axes, nameof(kernelSize), 1);
        stride.Of(axes, nameof(stride), 1);
        padding.Of(axes, nameof(padding), 0);
        dilation.Of(axes, nameof(dilation), 1);
        _axes = axes;
        KernelSize = kernelSize;
        Stride = stride.IsDefault ? kernelSize : stride;
        Padding = padding.IsDefault ? 0 : padding;
        Dilation = dilation.IsDefault ? 1 : dilation;
        CeilMode = ceilMode;
    }

    /// <summary>The lengths of a window.</summary>
    public PerAxis KernelSize { get; }

    /// <summary>The distance in the input from a window to the next.</summary>
    public PerAxis Stride { get; }

    /// <summary>How much each side is padded.</summary>
    public PerAxis Padding { get; }

    /// <summary>The distance in the input from an element of a window to the next.</summary>
    public PerAxis Dilation { get; }

    /// <summary>Whether a last window may hang over the end.</summary>
    public bool CeilMode { get; }

    /// <inheritdoc/>
    protected override string Details =>
        $"kernel_size={KernelSize}, stride={Stride}, padding={Padding}, dilation={Dilation}, ceil_mode={Format(CeilMode)}";

    /// <summary>Computes the largest elements, and where they stand.</summary>
    /// <param name="x">The input, <c>[batch, channels, …]</c>, or without a batch.</param>
    /// <param name="indices">The place of each result in its plane of the input: Int64, for <see cref="MaxUnpoolLayer"/>.</param>
    /// <returns>The largest elements.</returns>
    /// <exception cref="ArgumentException">The rank or type does not fit, the padding is more than half of a window, or the result would be empty.</exception>
    public Tensor Forward(Tensor x, out Tensor indices)
    {
        Module? caller = Enter();
        try
        {
            Tensor largest = Compute(x, out indices);
            Traced(indices);
            return Traced(largest);
        }
        finally
        {
            Exit(caller);
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => _axes switch
    {
        1 => F.MaxPool1d(x, KernelSize, Stride, Padding, Dilation, CeilMode),
        2 => F.MaxPool2d(x, KernelSize, Stride, Padding, Dilation, CeilMode),
        _ => F.MaxPool3d(x, KernelSize, Stride, Padding, Dilation, CeilMode),
    };

    private Tensor Compute(Tensor x, out Tensor indices) => _axes switch
    {
        1 => F.MaxPool1d(x, KernelSize, out indices, Stride, Padding, Dilation, CeilMode),
        2 => F.MaxPool2d(x, KernelSize, out indices, Stride, Padding, Dilation, CeilMode),
        _ => F.MaxPool3d(x, KernelSize, out indices, Stride, Padding, Dilation, CeilMode),
    };
}
