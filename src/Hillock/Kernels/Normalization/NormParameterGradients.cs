using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The gradients of a normalisation's weight and bias for a strip of columns, added over the rows along the tree of <see cref="Reduce"/>.</summary>
internal readonly ref struct NormParameterGradients<TElement>(
    ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> dy, ReadOnlySpan<double> statistics, Span<TElement> dw, Span<TElement> db,
    int vectorBits) : IParallelBody, ISumsBody<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>The columns of a strip: sixteen sums of both gradients fill half of a first-level cache.</summary>
    internal const int Width = 64;

    private const int Lanes = 16 * Width;

    private readonly ReadOnlySpan<TElement> _x = x;
    private readonly ReadOnlySpan<TElement> _dy = dy;
    private readonly ReadOnlySpan<double> _statistics = statistics;
    private readonly Span<TElement> _dw = dw;
    private readonly Span<TElement> _db = db;

    public void Invoke(int index) => SumsWidth.Run<NormParameterGradients<TElement>, TElement>(this, index, vectorBits);

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    public void Invoke<TLanes, TSums, TDoubles>(int index)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        Span<double> lanes = stackalloc double[2 * Lanes];
        int start = index * Width;
        int columns = Math.Min(Width, _dw.Length - start);
        int rows = _statistics.Length / 2;
        int blocks = Math.Max(1, Partition.Count(rows, Reduce.BlockLength));
        double[] sums = ArrayPool<double>.Shared.Rent(2 * Width * blocks);
        for (int block = 0; block < blocks; block++)
        {
            int from = block * Reduce.BlockLength;
            int count = Math.Min(Reduce.BlockLength, rows - from);
            lanes.Clear();
            Block<TDoubles>(lanes, start, columns, from, count);

            for (int j = 0; j < 2 * Width; j++)
            {
                sums[(j * blocks) + block] = lanes[j];
            }
        }

        for (int j = 0; j < columns; j++)
        {
            _dw[start + j] = TElement.CreateTruncating(Reduce.Pairwise(sums.AsSpan(j * blocks, blocks)));
            _db[start + j] = TElement.CreateTruncating(Reduce.Pairwise(sums.AsSpan((Width + j) * blocks, blocks)));
        }

        ArrayPool<double>.Shared.Return(sums);
    }

    /// <summary>Adds rows; the sums of the weight and then of the bias stand at the start of the lanes afterwards.</summary>
    private void Block<TDoubles>(Span<double> lanes, int start, int columns, int from, int count)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        ref double sums = ref MemoryMarshal.GetReference(lanes);
        nuint place = ((nuint)from * (nuint)_dw.Length) + (nuint)start;
        ref TElement x = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), place);
        ref TElement dy = ref Unsafe.Add(ref MemoryMarshal.GetReference(_dy), place);
        ref double statistics = ref Unsafe.Add(ref MemoryMarshal.GetReference(_statistics), 2 * from);
        nuint whole = (nuint)columns & ~(SixteenDoubles.Length - 1);
        Rows<TDoubles>(ref x, ref dy, ref statistics, ref sums, (nuint)_dw.Length, whole, (nuint)count);
        if (whole < (nuint)columns)
        {
            RowEnds<TDoubles>(
                ref Unsafe.Add(ref x, whole), ref Unsafe.Add(ref dy, whole), ref statistics, ref Unsafe.Add(ref sums, whole), (nuint)_dw.Length,
                (nuint)columns - whole, (nuint)count);
        }

        for (int half = 8; half > 0; half /= 2)
        {
            for (nuint j = 0; j < (nuint)(half * 2 * Width); j += SixteenDoubles.Length)
            {
                (TDoubles.Load(ref sums, j) + TDoubles.Load(ref sums, (nuint)(half * 2 * Width) + j)).Store(ref sums, j);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rows<TDoubles>(
        ref TElement x, ref TElement dy, ref double statistics, ref double sums, nuint stride, nuint columns, nuint rows)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        for (nuint row = 0; row < rows; row++)
        {
            TDoubles m = TDoubles.Create(Unsafe.Add(ref statistics, 2 * row));
            TDoubles s = TDoubles.Create(Unsafe.Add(ref statistics, (2 * row) + 1));
            nuint lane = (row & 15) * 2 * Width;
            nuint place = row * stride;
            for (nuint i = 0; i < columns; i += SixteenDoubles.Length)
            {
                Add(
                    SixteenDoubles.Load<TDoubles, TElement>(ref x, place + i), SixteenDoubles.Load<TDoubles, TElement>(ref dy, place + i), m, s, ref sums,
                    lane + i);
            }
        }
    }

    // Apart: across its calls the compiler would keep in memory what the loop above has in registers. The places behind the last column have sums of their
    // own, which nobody reads.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RowEnds<TDoubles>(
        ref TElement x, ref TElement dy, ref double statistics, ref double sums, nuint stride, nuint columns, nuint rows)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        for (nuint row = 0; row < rows; row++)
        {
            Add(
                SixteenDoubles.LoadEnd<TDoubles, TElement>(ref x, row * stride, columns),
                SixteenDoubles.LoadEnd<TDoubles, TElement>(ref dy, row * stride, columns),
                TDoubles.Create(Unsafe.Add(ref statistics, 2 * row)), TDoubles.Create(Unsafe.Add(ref statistics, (2 * row) + 1)), ref sums,
                (row & 15) * 2 * Width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TDoubles>(TDoubles x, TDoubles dy, TDoubles mean, TDoubles inverse, ref double sums, nuint index)
        where TDoubles : struct, ISixteenDoubles<TDoubles>
    {
        TDoubles.FusedMultiplyAdd(dy, (x - mean) * inverse, TDoubles.Load(ref sums, index)).Store(ref sums, index);
        (TDoubles.Load(ref sums, index + Width) + dy).Store(ref sums, index + Width);
    }
}
