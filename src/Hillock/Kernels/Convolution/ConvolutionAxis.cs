namespace Hillock.Kernels;

/// <summary>One axis of a convolution: output <c>p</c> and kernel element <c>r</c> meet input <c>p·Stride − Padding + r·Dilation</c>.</summary>
/// <param name="Input">The length of the input.</param>
/// <param name="Kernel">The length of the kernel.</param>
/// <param name="Output">The length of the output.</param>
/// <param name="Stride">The distance in the input from an output to the next.</param>
/// <param name="Padding">The zeros before the input; how many there are after it follows from the length of the output.</param>
/// <param name="Dilation">The distance in the input from a kernel element to the next.</param>
internal readonly record struct ConvolutionAxis(int Input, int Kernel, int Output, int Stride, int Padding, int Dilation)
{
    /// <summary>An axis of length 1, which convolutions of fewer axes have in front.</summary>
    internal static ConvolutionAxis Unit => new(1, 1, 1, 1, 0, 1);
}
