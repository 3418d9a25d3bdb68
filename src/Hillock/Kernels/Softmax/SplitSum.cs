namespace Hillock.Kernels;

/// <summary>A sum of exponentials in two parts: one of them, and all others; where nearly all is that one, the others keep their digits.</summary>
/// <param name="Own">The one.</param>
/// <param name="Others">The sum of the others.</param>
internal readonly record struct SplitSum(double Own, double Others)
{
    /// <summary>The whole sum.</summary>
    internal double All => Own + Others;

    /// <summary>The others over the one, infinite where that is 0: the logarithm of 1 and this is the one's negative log-softmax.</summary>
    internal double Ratio => Others / Own;
}
