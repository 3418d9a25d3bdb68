using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Work on the bits of elements and their order, whatever the data type.</summary>
internal interface IOrderedWork
{
    void Run<TBits, TOrder>()
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
        where TOrder : struct, IKeyOrder<TBits>;
}

/// <summary>The order in which elements are sorted: ascending, −0 equal to +0, NaN last.</summary>
internal static class ElementOrder
{
    internal static void Run<TWork>(DataType type, TWork work)
        where TWork : struct, IOrderedWork
    {
        switch (type)
        {
            case DataType.Float32: work.Run<uint, SingleOrder>(); break;
            case DataType.Float64: work.Run<ulong, DoubleOrder>(); break;
            case DataType.Float16: work.Run<ushort, HalfOrder>(); break;
            case DataType.BFloat16: work.Run<ushort, UpperHalfOrder>(); break;
            case DataType.Int64: work.Run<ulong, SignedOrder<ulong>>(); break;
            case DataType.Int32: work.Run<uint, SignedOrder<uint>>(); break;
            default: work.Run<byte, UnsignedOrder<byte>>(); break;
        }
    }

    /// <summary>Resolves an axis; a single number has one that is called 0 or −1.</summary>
    internal static int Axis(Shape shape, int axis) => shape.Rank == 0 && axis is 0 or -1 ? 0 : shape.Axis(axis);

    /// <summary>The elements as contiguous rows along an axis, whose place is then the last; nothing is recorded.</summary>
    internal static Tensor Rows(Tensor x, int axis)
    {
        Tensor plain = x.Detach();
        return (x.Rank < 2 ? plain : plain.Transpose(axis, -1)).Contiguous();
    }

    /// <summary>Takes back what <see cref="Rows"/> did.</summary>
    internal static Tensor FromRows(Tensor rows, int axis) => rows.Rank < 2 ? rows : rows.Transpose(axis, -1).Contiguous();

    /// <summary>Sorts contiguous rows along the last axis.</summary>
    internal static Tensor Sort(Tensor rows, bool descending, Tensor? values)
    {
        Tensor positions = Tensor.Empty(rows.Shape, DataType.Int64);
        if (rows.Length > 0)
        {
            Run(rows.DataType, new SortWork(rows, descending, values, positions));
        }

        return positions;
    }

    private readonly struct SortWork(Tensor rows, bool descending, Tensor? values, Tensor positions) : IOrderedWork
    {
        public void Run<TBits, TOrder>()
            where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
            where TOrder : struct, IKeyOrder<TBits>
        {
            int length = rows.Rank == 0 ? 1 : rows.Shape[-1];
            RowSort.Sort<TBits, TOrder>(
                rows.ReachUnchecked<TBits>(), length, descending, values is null ? [] : values.ReachUnchecked<TBits>(), positions.Span<long>());
            GC.KeepAlive(rows);
            GC.KeepAlive(values);
            GC.KeepAlive(positions);
        }
    }
}
