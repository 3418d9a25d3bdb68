using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>
/// Goes through up to three arrays of the same length: in parallel blocks where they are long, in vectors of the width in use, and with the last
/// incomplete vector copied aside. Every element is computed by the same operations wherever it stands.
/// </summary>
internal static class Sweep
{
    /// <summary>
    /// Elements in a parallel block: a multiple of every vector, and some 10 µs of work, several times what handing it over costs.
    /// </summary>
    private const int Block = 32768;

    /// <summary>The most elements that one step takes: two 512-bit vectors of floats.</summary>
    private const int LargestStep = 32;

    /// <summary>Runs the body over all elements.</summary>
    internal static void Run<TBody, TElement>(in TBody body, ref TElement a, ref TElement b, ref TElement c, int length)
        where TBody : struct, ISweepBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (length >= 2 * Block && Parallelism.Threads > 1)
        {
            int count = Partition.Count(length, Block);
            Parallelism.For(count, new Blocks<TBody, TElement>(body, ref a, ref b, ref c, length));
            return;
        }

        RunBlock(body, ref a, ref b, ref c, (nuint)length);
    }

    private static void RunBlock<TBody, TElement>(in TBody body, ref TElement a, ref TElement b, ref TElement c, nuint length)
        where TBody : struct, ISweepBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        switch (VectorWidth.Bits)
        {
            case 512 when IsPaired<TBody, TElement>():
                Loop<Lanes1024<TElement>, TBody, TElement>(body, ref a, ref b, ref c, length);
                break;
            case 512:
                Loop<Lanes512<TElement>, TBody, TElement>(body, ref a, ref b, ref c, length);
                break;
            case 256 when TBody.Cost == Cost.Light:
                Loop<Twice<Lanes256<TElement>, TElement>, TBody, TElement>(body, ref a, ref b, ref c, length);
                break;
            case 256:
                Loop<Lanes256<TElement>, TBody, TElement>(body, ref a, ref b, ref c, length);
                break;
            case 128:
                Loop<Lanes128<TElement>, TBody, TElement>(body, ref a, ref b, ref c, length);
                break;
            default:
                Loop<Scalar<TElement>, TBody, TElement>(body, ref a, ref b, ref c, length);
                break;
        }
    }

    /// <summary>True where two 512-bit vectors are computed side by side. The polynomials of double precision are twice as long.</summary>
    private static bool IsPaired<TBody, TElement>()
        where TBody : struct, ISweepBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        Avx512F.IsSupported && TBody.Cost <= (typeof(TElement) == typeof(float) ? Cost.Heavy : Cost.Moderate);

    // Optimised at its first call: a loop of generic operators would spend its first thousands of elements in calls otherwise.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Loop<TLanes, TBody, TElement>(TBody body, ref TElement a, ref TElement b, ref TElement c, nuint length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TBody : struct, ISweepBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        nuint count = (nuint)TLanes.Count;
        nuint i = 0;
        for (; i + count <= length; i += count)
        {
            body.Step<TLanes>(ref a, ref b, ref c, i);
        }

        if (i < length)
        {
            Rest<TLanes, TBody, TElement>(body, ref a, ref b, ref c, i, (int)(length - i));
        }
    }

    /// <summary>Runs the loop on copies of the last elements, padded with zeros to a whole vector.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rest<TLanes, TBody, TElement>(
        TBody body, ref TElement a, ref TElement b, ref TElement c, nuint start, int length)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TBody : struct, ISweepBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Span<TElement> x = stackalloc TElement[LargestStep], y = stackalloc TElement[LargestStep], z = stackalloc TElement[LargestStep];
        x.Clear();
        y.Clear();
        Copy(ref Unsafe.Add(ref a, start), ref x[0], length, TBody.Inputs > 0);
        Copy(ref Unsafe.Add(ref b, start), ref y[0], length, TBody.Inputs > 1);
        Loop<TLanes, TBody, TElement>(body, ref x[0], ref y[0], ref z[0], (nuint)TLanes.Count);
        Copy(ref y[0], ref Unsafe.Add(ref b, start), length, TBody.Inputs == 1);
        Copy(ref z[0], ref Unsafe.Add(ref c, start), length, TBody.Arrays == 3);
    }

    private static void Copy<TElement>(ref TElement source, ref TElement target, int length, bool wanted)
    {
        for (int i = 0; wanted && i < length; i++)
        {
            Unsafe.Add(ref target, i) = Unsafe.Add(ref source, i);
        }
    }

    private readonly ref struct Blocks<TBody, TElement> : IParallelBody
        where TBody : struct, ISweepBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly TBody _body;
        private readonly ref TElement _a;
        private readonly ref TElement _b;
        private readonly ref TElement _c;
        private readonly int _length;

        internal Blocks(in TBody body, ref TElement a, ref TElement b, ref TElement c, int length)
        {
            _body = body;
            _a = ref a;
            _b = ref b;
            _c = ref c;
            _length = length;
        }

        public void Invoke(int index)
        {
            int start = index * Block;
            nuint length = (nuint)Math.Min(Block, _length - start);
            RunBlock(
                _body,
                ref Unsafe.Add(ref _a, start),
                ref Unsafe.IsNullRef(ref _b) ? ref _b : ref Unsafe.Add(ref _b, start),
                ref Unsafe.IsNullRef(ref _c) ? ref _c : ref Unsafe.Add(ref _c, start),
                length);
        }
    }
}
