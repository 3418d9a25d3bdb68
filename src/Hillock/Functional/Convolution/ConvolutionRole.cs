namespace Hillock.Functional;

/// <summary>Which of the three tensors of a convolution an operation computes from the other two.</summary>
internal enum ConvolutionRole
{
    /// <summary>x of y and w: the transposed convolution.</summary>
    Input,

    /// <summary>w of x and y.</summary>
    Weight,

    /// <summary>y of x and w: the convolution.</summary>
    Output,
}
