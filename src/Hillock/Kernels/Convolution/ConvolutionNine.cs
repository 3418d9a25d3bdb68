using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>
/// Nine taps of three lines for one channel: a vector of the source is read once for each of its three places in a line, not once for each tap.
/// </summary>
/// <remarks>
/// It goes down the lines, or up where the taps do, and has the sums of three lines of the target under way, so that every chain meets its taps in their
/// order.
/// </remarks>
internal static unsafe class ConvolutionNine<T, TVector, TLanes>
    where T : unmanaged
    where TVector : struct
    where TLanes : struct, IMatMulLanes<T, TVector>
{
    // Vectors side by side.
    private const int Vectors = 4;

    /// <summary>Whether this kernel computes a pass whose lines are at least one vector long.</summary>
    internal static bool Fits(ConvolutionPass<T> pass, ConvolutionLayout layout) =>
        TLanes.TileRows == 8 && pass.Targets == 1 && pass.Sources == 1 && pass.Taps == 9 && layout.Y.Shifts.Length == 3 && layout.Planes == 1 &&
        layout.Y.Range == 2 && layout.Y.Shifts[1] == 1;

    /// <summary>Computes the lines of a strip.</summary>
    /// <param name="weights">The nine weights, in the order of the taps.</param>
    /// <param name="b">The strip of the source.</param>
    /// <param name="table">Where the taps lie in it.</param>
    /// <param name="pitch">The distance from a line to the next.</param>
    /// <param name="c">The lines of the target, which follow each other.</param>
    /// <param name="lines">The number of lines, 1 or more.</param>
    /// <param name="width">The length of a line, at least that of a vector.</param>
    /// <param name="start">What the chains start from; null for zeros.</param>
    internal static void Run(T* weights, T* b, nint* table, nint pitch, T* c, int lines, int width, T* start)
    {
        // Taps that go up begin with the last line of the target.
        nint step = table[3] > table[0] ? pitch : -pitch;
        nint next = step > 0 ? width : -width;
        c = step > 0 ? c : c + ((nint)(lines - 1) * width);
        b = step > 0 ? b : b + ((nint)(lines - 1) * pitch);
        int vectors = Partition.Count(width, TLanes.Count);
        for (int done = 0; done < vectors; done = Partition.End(done, Vectors, vectors))
        {
            int first = done * TLanes.Count;
            int last = width - TLanes.Count - first;
            switch (vectors - done)
            {
                case 1:
                    Run<Count1>(weights, b + first + last, table, step, c + first + last, next, lines, 0, start);
                    break;
                case 2:
                    Run<Count2>(weights, b + first, table, step, c + first, next, lines, last, start);
                    break;
                case 3:
                    Run<Count3>(weights, b + first, table, step, c + first, next, lines, last, start);
                    break;
                default:
                    Run<Count4>(weights, b + first, table, step, c + first, next, lines, Math.Min(last, 3 * TLanes.Count), start);
                    break;
            }
        }
    }

    /// <summary>Computes some vectors of each line, of which the last begins <paramref name="last"/> behind the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TVectors>(T* weights, T* b, nint* table, nint step, T* c, nint next, nint lines, nint last, T* start)
        where TVectors : struct, ICount
    {
        TVector w0 = TLanes.Broadcast(weights);
        TVector w1 = TLanes.Broadcast(weights + 1);
        TVector w2 = TLanes.Broadcast(weights + 2);
        TVector w3 = TLanes.Broadcast(weights + 3);
        TVector w4 = TLanes.Broadcast(weights + 4);
        TVector w5 = TLanes.Broadcast(weights + 5);
        TVector w6 = TLanes.Broadcast(weights + 6);
        TVector w7 = TLanes.Broadcast(weights + 7);
        TVector w8 = TLanes.Broadcast(weights + 8);
        TVector bias = start != null ? TLanes.Broadcast(start) : default;
        T* x0 = b + table[0];
        T* x1 = b + table[1];
        T* x2 = b + table[2];
        nint at1 = TVectors.Value == 2 ? last : TLanes.Count;
        nint at2 = TVectors.Value == 3 ? last : 2 * TLanes.Count;
        TVector p0 = bias, q0 = bias;
        TVector p1 = bias, q1 = bias;
        TVector p2 = bias, q2 = bias;
        TVector p3 = bias, q3 = bias;

        p0 = TLanes.Fma(w0, TLanes.Load(x0), p0);
        p0 = TLanes.Fma(w1, TLanes.Load(x1), p0);
        p0 = TLanes.Fma(w2, TLanes.Load(x2), p0);
        TVector upper0 = TLanes.Load(x0 + step);
        TVector middle0 = TLanes.Load(x1 + step);
        TVector lower0 = TLanes.Load(x2 + step);
        p0 = TLanes.Fma(w3, upper0, p0);
        q0 = TLanes.Fma(w0, upper0, q0);
        p0 = TLanes.Fma(w4, middle0, p0);
        q0 = TLanes.Fma(w1, middle0, q0);
        p0 = TLanes.Fma(w5, lower0, p0);
        q0 = TLanes.Fma(w2, lower0, q0);

        if (TVectors.Value > 1)
        {
            p1 = TLanes.Fma(w0, TLanes.Load(x0 + at1), p1);
            p1 = TLanes.Fma(w1, TLanes.Load(x1 + at1), p1);
            p1 = TLanes.Fma(w2, TLanes.Load(x2 + at1), p1);
            TVector upper1 = TLanes.Load(x0 + at1 + step);
            TVector middle1 = TLanes.Load(x1 + at1 + step);
            TVector lower1 = TLanes.Load(x2 + at1 + step);
            p1 = TLanes.Fma(w3, upper1, p1);
            q1 = TLanes.Fma(w0, upper1, q1);
            p1 = TLanes.Fma(w4, middle1, p1);
            q1 = TLanes.Fma(w1, middle1, q1);
            p1 = TLanes.Fma(w5, lower1, p1);
            q1 = TLanes.Fma(w2, lower1, q1);
        }

        if (TVectors.Value > 2)
        {
            p2 = TLanes.Fma(w0, TLanes.Load(x0 + at2), p2);
            p2 = TLanes.Fma(w1, TLanes.Load(x1 + at2), p2);
            p2 = TLanes.Fma(w2, TLanes.Load(x2 + at2), p2);
            TVector upper2 = TLanes.Load(x0 + at2 + step);
            TVector middle2 = TLanes.Load(x1 + at2 + step);
            TVector lower2 = TLanes.Load(x2 + at2 + step);
            p2 = TLanes.Fma(w3, upper2, p2);
            q2 = TLanes.Fma(w0, upper2, q2);
            p2 = TLanes.Fma(w4, middle2, p2);
            q2 = TLanes.Fma(w1, middle2, q2);
            p2 = TLanes.Fma(w5, lower2, p2);
            q2 = TLanes.Fma(w2, lower2, q2);
        }

        if (TVectors.Value > 3)
        {
            p3 = TLanes.Fma(w0, TLanes.Load(x0 + last), p3);
            p3 = TLanes.Fma(w1, TLanes.Load(x1 + last), p3);
            p3 = TLanes.Fma(w2, TLanes.Load(x2 + last), p3);
            TVector upper3 = TLanes.Load(x0 + last + step);
            TVector middle3 = TLanes.Load(x1 + last + step);
            TVector lower3 = TLanes.Load(x2 + last + step);
            p3 = TLanes.Fma(w3, upper3, p3);
            q3 = TLanes.Fma(w0, upper3, q3);
            p3 = TLanes.Fma(w4, middle3, p3);
            q3 = TLanes.Fma(w1, middle3, q3);
            p3 = TLanes.Fma(w5, lower3, p3);
            q3 = TLanes.Fma(w2, lower3, q3);
        }

        x0 += 2 * step;
        x1 += 2 * step;
        x2 += 2 * step;
        for (; lines > 0; lines--)
        {
            TVector first0 = TLanes.Load(x0);
            TVector second0 = TLanes.Load(x1);
            TVector third0 = TLanes.Load(x2);
            p0 = TLanes.Fma(w6, first0, p0);
            p0 = TLanes.Fma(w7, second0, p0);
            p0 = TLanes.Fma(w8, third0, p0);
            TLanes.Store(p0, c);
            p0 = q0;
            p0 = TLanes.Fma(w3, first0, p0);
            p0 = TLanes.Fma(w4, second0, p0);
            p0 = TLanes.Fma(w5, third0, p0);
            q0 = bias;
            q0 = TLanes.Fma(w0, first0, q0);
            q0 = TLanes.Fma(w1, second0, q0);
            q0 = TLanes.Fma(w2, third0, q0);

            if (TVectors.Value > 1)
            {
                TVector first1 = TLanes.Load(x0 + at1);
                TVector second1 = TLanes.Load(x1 + at1);
                TVector third1 = TLanes.Load(x2 + at1);
                p1 = TLanes.Fma(w6, first1, p1);
                p1 = TLanes.Fma(w7, second1, p1);
                p1 = TLanes.Fma(w8, third1, p1);
                TLanes.Store(p1, c + at1);
                p1 = q1;
                p1 = TLanes.Fma(w3, first1, p1);
                p1 = TLanes.Fma(w4, second1, p1);
                p1 = TLanes.Fma(w5, third1, p1);
                q1 = bias;
                q1 = TLanes.Fma(w0, first1, q1);
                q1 = TLanes.Fma(w1, second1, q1);
                q1 = TLanes.Fma(w2, third1, q1);
            }

            if (TVectors.Value > 2)
            {
                TVector first2 = TLanes.Load(x0 + at2);
                TVector second2 = TLanes.Load(x1 + at2);
                TVector third2 = TLanes.Load(x2 + at2);
                p2 = TLanes.Fma(w6, first2, p2);
                p2 = TLanes.Fma(w7, second2, p2);
                p2 = TLanes.Fma(w8, third2, p2);
                TLanes.Store(p2, c + at2);
                p2 = q2;
                p2 = TLanes.Fma(w3, first2, p2);
                p2 = TLanes.Fma(w4, second2, p2);
                p2 = TLanes.Fma(w5, third2, p2);
                q2 = bias;
                q2 = TLanes.Fma(w0, first2, q2);
                q2 = TLanes.Fma(w1, second2, q2);
                q2 = TLanes.Fma(w2, third2, q2);
            }

            if (TVectors.Value > 3)
            {
                TVector first3 = TLanes.Load(x0 + last);
                TVector second3 = TLanes.Load(x1 + last);
                TVector third3 = TLanes.Load(x2 + last);
                p3 = TLanes.Fma(w6, first3, p3);
                p3 = TLanes.Fma(w7, second3, p3);
                p3 = TLanes.Fma(w8, third3, p3);
                TLanes.Store(p3, c + last);
                p3 = q3;
                p3 = TLanes.Fma(w3, first3, p3);
                p3 = TLanes.Fma(w4, second3, p3);
                p3 = TLanes.Fma(w5, third3, p3);
                q3 = bias;
                q3 = TLanes.Fma(w0, first3, q3);
                q3 = TLanes.Fma(w1, second3, q3);
                q3 = TLanes.Fma(w2, third3, q3);
            }

            x0 += step;
            x1 += step;
            x2 += step;
            c += next;
        }
    }
}
