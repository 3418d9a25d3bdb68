using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// The windows that slide over a picture, a column each: <c>[N, C, H, W]</c> becomes <c>[N, C·kH·kW, windows]</c>; see <see cref="F.Unfold"/>.
/// </summary>
/// <remarks>PyTorch's <c>Unfold</c>.</remarks>
/// <param name="kernelSize">The lengths of a window.</param>
/// <param name="dilation">The distance from an element of a window to the next; 1 when left out.</param>
/// <param name="padding">How many zeros are on each side; 0 when left out.</param>
/// <param name="stride">The distance from a window to the next; 1 when left out.</param>
/// <example>
/// <code>
/// Console.WriteLine(new Unfold2d((2, 3)).Forward(Tensor.Ones([2, 5, 3, 4])).Shape); // [2, 30, 4]
/// </code>
/// </example>
public sealed class Unfold2d(PerAxis kernelSize, PerAxis dilation = default, PerAxis padding = default, PerAxis stride = default) : Module
{
    internal (PerAxis KernelSize, PerAxis Dilation, PerAxis Padding, PerAxis Stride) Windows => (kernelSize, dilation, padding, stride);

    /// <inheritdoc/>
    protected internal override string Name => "Unfold";

    /// <inheritdoc/>
    protected override string Details => WindowText.Of(kernelSize, dilation, padding, stride);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.Unfold(x, kernelSize, dilation, padding, stride);
}
