using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The different elements of a tensor in ascending order, which of them each element is, and how often each occurs.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="equalNaN">Whether all NaN are one value, as in NumPy; otherwise each is a value of its own, as in PyTorch. NaN comes last.</param>
    /// <returns>
    /// <c>Values</c>, a vector; <c>Inverse</c> of the shape of <paramref name="x"/> with <c>Values[Inverse] = x</c>; <c>Counts</c>, as long as the values.
    /// The last two are of <see cref="DataType.Int64"/>.
    /// </returns>
    /// <remarks>−0 and +0 are one value, of which the first that occurs is returned. There are no gradients.</remarks>
    public static (Tensor Values, Tensor Inverse, Tensor Counts) Unique(Tensor x, bool equalNaN = true)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor flat = x.Detach().Reshape(x.Length).Contiguous();
        Tensor sorted = Tensor.Empty(flat.Shape, x.DataType);
        Tensor positions = ElementOrder.Sort(flat, descending: false, sorted);
        int[] numbers = new int[flat.Length];
        StrongBox<int> count = new StrongBox<int>();
        ElementOrder.Run(x.DataType, new NumberWork(sorted, null, equalNaN, numbers, count));
        Tensor inverse = Tensor.Empty(x.Shape, DataType.Int64);
        Tensor counts = Tensor.Zeros(count.Value, DataType.Int64);
        Tensor first = FirstOfEach(positions.Span<long>(), numbers, inverse.Span<long>(), counts.Span<long>());
        GC.KeepAlive(positions);
        GC.KeepAlive(inverse);
        GC.KeepAlive(counts);
        return (IndexSelect(flat, 0, first), inverse, counts);
    }

    /// <summary>The different slices of a tensor along an axis, sorted by their first elements, equal ones by their second and so on.</summary>
    /// <param name="x">The elements, of any type.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="equalNaN">Whether a NaN equals another; NaN comes last.</param>
    /// <returns>
    /// The slices, as <paramref name="x"/> but for the length of the axis; for each position along the axis which of them it holds; how often each occurs.
    /// </returns>
    /// <remarks>−0 and +0 are equal; of equal slices the first is returned. There are no gradients.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static (Tensor Values, Tensor Inverse, Tensor Counts) Unique(Tensor x, int axis, bool equalNaN = true)
    {
        ArgumentNullException.ThrowIfNull(x);
        axis = x.Shape.Axis(axis);
        Tensor plain = x.Detach();

        // The elements of a slice in their own order, as if the axis had been taken out in front.
        Span<int> order = stackalloc int[x.Rank];
        order[0] = axis;
        for (int i = 1; i < order.Length; i++)
        {
            order[i] = i <= axis ? i - 1 : i;
        }

        Tensor rows = Permute(plain, order).Contiguous();
        int length = x.Shape[axis];
        int[] places = new int[length];
        for (int i = 0; i < length; i++)
        {
            places[i] = i;
        }

        int[] numbers = new int[length];
        StrongBox<int> count = new StrongBox<int>();
        ElementOrder.Run(x.DataType, new NumberWork(rows, places, equalNaN, numbers, count));
        Tensor inverse = Tensor.Empty(length, DataType.Int64);
        Tensor counts = Tensor.Zeros(count.Value, DataType.Int64);
        Tensor first = FirstOfEach(Array.ConvertAll(places, static place => (long)place), numbers, inverse.Span<long>(), counts.Span<long>());
        GC.KeepAlive(inverse);
        GC.KeepAlive(counts);
        return (IndexSelect(plain, axis, first), inverse, counts);
    }

    /// <summary>The position of the first of each value, given all positions in the order of the values.</summary>
    private static Tensor FirstOfEach(ReadOnlySpan<long> positions, ReadOnlySpan<int> numbers, Span<long> inverse, Span<long> counts)
    {
        Tensor first = Tensor.Empty(counts.Length, DataType.Int64);
        Span<long> firsts = first.Span<long>();
        for (int i = 0; i < numbers.Length; i++)
        {
            int number = numbers[i];
            inverse[(int)positions[i]] = number;
            if (counts[number]++ == 0)
            {
                firsts[number] = positions[i];
            }
        }

        GC.KeepAlive(first);
        return first;
    }

    private readonly struct NumberWork(Tensor elements, int[]? places, bool equalNaN, int[] numbers, StrongBox<int> total) : IOrderedWork
    {
        public void Run<TBits, TOrder>()
            where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
            where TOrder : struct, IKeyOrder<TBits>
        {
            ReadOnlySpan<TBits> bits = elements.ReachUnchecked<TBits>();
            total.Value = places is null
                ? Distinct.Number<TBits, TOrder>(bits, equalNaN, numbers)
                : Distinct.NumberRows<TBits, TOrder>(bits, places, equalNaN, numbers);
            GC.KeepAlive(elements);
        }
    }
}
