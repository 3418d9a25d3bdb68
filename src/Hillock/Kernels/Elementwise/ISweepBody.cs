using System.Numerics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>What a sweep does at one place of up to three arrays.</summary>
/// <typeparam name="TElement">The element: <see cref="float"/> or <see cref="double"/>.</typeparam>
internal interface ISweepBody<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>How many of the arrays are read; they come first.</summary>
    static abstract int Inputs { get; }

    /// <summary>How many arrays there are.</summary>
    static abstract int Arrays { get; }

    /// <summary>How long the work is, which decides whether two vectors are computed side by side.</summary>
    static abstract Cost Cost { get; }

    /// <summary>Works on the elements from <paramref name="index"/> on that <typeparamref name="TLanes"/> holds.</summary>
    void Step<TLanes>(ref TElement a, ref TElement b, ref TElement c, nuint index)
        where TLanes : struct, ILanes<TLanes, TElement>;
}
