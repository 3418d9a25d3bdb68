namespace Hillock.Kernels;

/// <summary>
/// The sizes of a convolution <c>y[n, o, p] = Σ w[o, c, r]·x[n, c, p·stride − padding + r·dilation]</c> of up to three axes, and of its two derivatives.
/// </summary>
/// <param name="Batch">The number of inputs.</param>
/// <param name="InputChannels">The channels of x.</param>
/// <param name="OutputChannels">The channels of y.</param>
/// <param name="Groups">Into how many groups the channels fall; divides both.</param>
/// <param name="Z">The first axis.</param>
/// <param name="Y">The second axis.</param>
/// <param name="X">The last axis, whose elements are neighbours.</param>
internal sealed record ConvolutionGeometry(
    int Batch, int InputChannels, int OutputChannels, int Groups, ConvolutionAxis Z, ConvolutionAxis Y, ConvolutionAxis X)
{
    internal int InputVolume => Z.Input * Y.Input * X.Input;

    internal int KernelVolume => Z.Kernel * Y.Kernel * X.Kernel;

    internal int OutputVolume => Z.Output * Y.Output * X.Output;

    internal int GroupInputs => InputChannels / Groups;

    internal int GroupOutputs => OutputChannels / Groups;
}
