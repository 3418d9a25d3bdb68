namespace Hillock.Kernels;

/// <summary>What <see cref="WholeSums"/> adds up.</summary>
internal enum WholeTerms
{
    /// <summary>The elements of a row.</summary>
    Elements,

    /// <summary>The products of two rows.</summary>
    Products,

    /// <summary>The elements of a row of exponentials, scaled as by <see cref="SoftmaxShift{TElement}"/>: never negative, and the bound is fixed.</summary>
    Exponentials,
}
