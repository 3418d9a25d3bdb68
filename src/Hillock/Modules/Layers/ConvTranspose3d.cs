using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>A transposed convolution along three axes; see <see cref="F.ConvTranspose3d"/>.</summary>
/// <example>
/// <code>
/// var layer = new ConvTranspose3d(3, 16, 4, stride: 2, padding: 1);
/// Console.WriteLine(layer.Forward(Tensor.Ones([4, 3, 8, 20, 20])).Shape); // [4, 16, 16, 40, 40]
/// </code>
/// </example>
public sealed class ConvTranspose3d : ConvolutionLayer
{
    /// <summary>
    /// Makes a layer with PyTorch's initialisation: weight and bias uniform in <c>±1/√fan</c>, where the fan is a kernel's elements of the outputs of a group.
    /// </summary>
    /// <param name="inChannels">The channels of the input.</param>
    /// <param name="outChannels">The channels of the output.</param>
    /// <param name="kernelSize">The lengths of the kernel.</param>
    /// <param name="stride">The distance in the output from an input's kernel to the next; 1 when left out.</param>
    /// <param name="padding">How much of the output is left out on each side; 0 when left out.</param>
    /// <param name="outputPadding">How much longer the output is at the end; 0 when left out.</param>
    /// <param name="groups">Into how many groups the channels fall; divides both.</param>
    /// <param name="bias">Whether to add a bias.</param>
    /// <param name="dilation">The distance in the output from a kernel element to the next; 1 when left out.</param>
    /// <param name="random">Where the initial numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public ConvTranspose3d(
        int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride = default, PerAxis padding = default, PerAxis outputPadding = default,
        int groups = 1, bool bias = true, PerAxis dilation = default, RandomSource? random = null, DataType dataType = DataType.Float32)
        : base(3, true, inChannels, outChannels, kernelSize, stride, Checked(padding), outputPadding, dilation, groups, bias, PaddingMode.Zeros, random,
            dataType)
    {
    }
}
