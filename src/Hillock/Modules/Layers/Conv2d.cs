using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>A convolution along two axes; see <see cref="F.Conv2d"/>.</summary>
/// <example>
/// <code>
/// var layer = new Conv2d(3, 16, 3, padding: 1);
/// Console.WriteLine(layer.Forward(Tensor.Ones([4, 3, 20, 20])).Shape); // [4, 16, 20, 20]
/// </code>
/// </example>
public sealed class Conv2d : ConvolutionLayer
{
    /// <summary>
    /// Makes a layer with PyTorch's initialisation: weight and bias uniform in <c>±1/√fanIn</c>, where the fan is a kernel's elements in a group.
    /// </summary>
    /// <param name="inChannels">The channels of the input.</param>
    /// <param name="outChannels">The channels of the output.</param>
    /// <param name="kernelSize">The lengths of the kernel.</param>
    /// <param name="stride">The distance in the input from an output to the next; 1 when left out.</param>
    /// <param name="padding">How much is added on each side; 0 when left out, which PyTorch calls valid. <see cref="PerAxis.Same"/> keeps the lengths.</param>
    /// <param name="dilation">The distance in the input from a kernel element to the next; 1 when left out.</param>
    /// <param name="groups">Into how many groups the channels fall; divides both.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="paddingMode">What is added on each side.</param>
    /// <param name="random">Where the initial numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels, or the padding is same and the stride not 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public Conv2d(
        int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, PerAxis dilation = default, int groups = 1,
        bool bias = true, PaddingMode paddingMode = PaddingMode.Zeros, RandomSource? random = null, DataType dataType = DataType.Float32)
        : base(2, false, inChannels, outChannels, kernelSize, stride, padding, default, dilation, groups, bias, paddingMode, random, dataType)
    {
    }
}
