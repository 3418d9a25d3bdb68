using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// A picture made of windows that are added up where they overlap: <c>[N, C·kH·kW, windows]</c> becomes <c>[N, C, H, W]</c>; see <see cref="F.Fold"/>.
/// </summary>
/// <remarks>PyTorch's <c>Fold</c>.</remarks>
/// <param name="outputSize">The lengths of the picture.</param>
/// <param name="kernelSize">The lengths of a window.</param>
/// <param name="dilation">The distance from an element of a window to the next; 1 when left out.</param>
/// <param name="padding">How many zeros were on each side; 0 when left out.</param>
/// <param name="stride">The distance from a window to the next; 1 when left out.</param>
/// <example>
/// <code>
/// Console.WriteLine(new Fold2d((4, 5), (2, 2)).Forward(Tensor.Ones([1, 12, 12])).Shape); // [1, 3, 4, 5]
/// </code>
/// </example>
public sealed class Fold2d(PerAxis outputSize, PerAxis kernelSize, PerAxis dilation = default, PerAxis padding = default, PerAxis stride = default) : Module
{
    internal PerAxis OutputSize => outputSize;

    internal (PerAxis KernelSize, PerAxis Dilation, PerAxis Padding, PerAxis Stride) Windows => (kernelSize, dilation, padding, stride);

    /// <inheritdoc/>
    protected internal override string Name => "Fold";

    /// <inheritdoc/>
    protected override string Details => $"output_size={outputSize}, {WindowText.Of(kernelSize, dilation, padding, stride)}";

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.Fold(x, outputSize, kernelSize, dilation, padding, stride);
}
