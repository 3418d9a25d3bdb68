using System.Numerics;

namespace Hillock.Numbers;

/// <summary>A number made of elements in memory: what a kernel's loop loads, computes with and stores.</summary>
/// <typeparam name="TSelf">The implementing number.</typeparam>
/// <typeparam name="TElement">The element: <see cref="float"/> or <see cref="double"/>.</typeparam>
internal interface ILanes<TSelf, TElement> : IReal<TSelf>
    where TSelf : struct, ILanes<TSelf, TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>The number of elements.</summary>
    static abstract int Count { get; }

    /// <summary>The number whose lanes are all <paramref name="value"/>.</summary>
    static abstract TSelf Create(TElement value);

    /// <summary>Loads <see cref="Count"/> elements from <paramref name="index"/> on; the caller has checked the bounds.</summary>
    static abstract TSelf Load(ref TElement source, nuint index);

    /// <summary>Stores <see cref="Count"/> elements from <paramref name="index"/> on; the caller has checked the bounds.</summary>
    void Store(ref TElement target, nuint index);
}
