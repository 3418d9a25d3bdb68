using System.Globalization;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What the reversals of poolings along one, two and three axes have in common: functions of the results and their indices.</summary>
public abstract class MaxUnpoolLayer : Module
{
    private readonly int _axes;

    private protected MaxUnpoolLayer(int axes, PerAxis kernelSize, PerAxis stride, PerAxis padding, PerAxis dilation)
    {
        int[] kernels = kernelSize.Of(axes, nameof(kernelSize), 1);
        int[] strides = stride.IsDefault ? kernels : stride.Of(axes, nameof(stride), 1);
        int[] paddings = padding.Of(axes, nameof(padding), 0);
        int[] dilations = dilation.IsDefault ? [.. Enumerable.Repeat(1, axes)] : dilation.Of(axes, nameof(dilation), 1);
        _axes = axes;
        KernelSize = kernelSize;
        Stride = stride.IsDefault ? kernelSize : stride;
        Padding = padding.IsDefault ? 0 : padding;
        Dilation = dilation.IsDefault ? 1 : dilation;
        string dilated = Array.TrueForAll(dilations, static d => d == 1) ? "" : $", dilation={Text(dilations)}";
        Details = $"kernel_size={Text(kernels)}, stride={Text(strides)}, padding={Text(paddings)}{dilated}";
    }

    /// <summary>The lengths of the pooling's windows.</summary>
    public PerAxis KernelSize { get; }

    /// <summary>The pooling's stride.</summary>
    public PerAxis Stride { get; }

    /// <summary>The pooling's padding.</summary>
    public PerAxis Padding { get; }

    /// <summary>The pooling's dilation.</summary>
    public PerAxis Dilation { get; }

    /// <inheritdoc/>
    protected override string Details { get; }

    /// <summary>Puts the results of a pooling back to their places.</summary>
    /// <param name="x">The results, <c>[batch, channels, …]</c>, or without a batch.</param>
    /// <param name="indices">The place of each in its plane, as the pooling gave them.</param>
    /// <param name="outputSize">The lengths of the result; <c>(L − 1)·stride − 2·padding + dilation·(k − 1) + 1</c> when left out.</param>
    /// <returns>The elements among zeros.</returns>
    /// <exception cref="ArgumentException">The ranks, shapes or types do not fit, or the lengths do not belong to the pooling.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside its plane.</exception>
    public Tensor Forward(Tensor x, Tensor indices, PerAxis outputSize = default)
    {
        Module? caller = Enter();
        try
        {
            return Traced(Compute(x, indices, outputSize));
        }
        finally
        {
            Exit(caller);
        }
    }

    private Tensor Compute(Tensor x, Tensor indices, PerAxis outputSize) => _axes switch
    {
        1 => F.MaxUnpool1d(x, indices, KernelSize, Stride, Padding, outputSize, Dilation),
        2 => F.MaxUnpool2d(x, indices, KernelSize, Stride, Padding, outputSize, Dilation),
        _ => F.MaxUnpool3d(x, indices, KernelSize, Stride, Padding, outputSize, Dilation),
    };

    private static string Text(int[] numbers) => numbers.Length == 1
        ? FormattableString.Invariant($"({numbers[0]},)")
        : $"({string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))})";
}
