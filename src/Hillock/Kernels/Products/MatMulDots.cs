using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hillock.Kernels;

/// <summary>One row times a matrix whose columns are contiguous: a linear layer applied to a single sample.</summary>
/// <remarks>
/// Each result is a dot product, but its chain must run over ascending k, so the lanes hold different columns of B: 4 x 8 blocks are
/// transposed in registers on their way to the FMAs, which saves writing them to a panel and reading them back.
/// Four blocks side by side make four chains, which hide the latency of four dependent FMAs.
/// </remarks>
internal static unsafe class MatMulDots
{
    /// <summary>The number of results computed at a time.</summary>
    public const int Columns = 32;

    /// <summary>Gets whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx.IsSupported && Fma.IsSupported;

    /// <summary><c>c[j] = (0 or c[j]) + Σₖ a[k · aStep] · b[j · stride + k]</c> for <see cref="Columns"/> values of j.</summary>
    /// <param name="a">The row.</param>
    /// <param name="aStep">Distance between elements of the row.</param>
    /// <param name="b">The first column of B.</param>
    /// <param name="stride">Distance between columns of B.</param>
    /// <param name="c">The contiguous results.</param>
    /// <param name="depth">The number of steps of k.</param>
    /// <param name="resume">Whether the chains start from what C holds instead of zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* a, nint aStep, float* b, nint stride, float* c, int depth, bool resume)
    {
        Vector256<float> c0 = default, c1 = default, c2 = default, c3 = default;
        if (resume)
        {
            c0 = Vector256.Load(c);
            c1 = Vector256.Load(c + 8);
            c2 = Vector256.Load(c + 16);
            c3 = Vector256.Load(c + 24);
        }

        nint group = 8 * stride;
        int k = 0;
        for (; k + 4 <= depth; k += 4)
        {
            Vector256<float> x0 = Vector256.Create(*a);
            a += aStep;
            Vector256<float> x1 = Vector256.Create(*a);
            a += aStep;
            Vector256<float> x2 = Vector256.Create(*a);
            a += aStep;
            Vector256<float> x3 = Vector256.Create(*a);
            a += aStep;
            c0 = Block(b, stride, x0, x1, x2, x3, c0);
            c1 = Block(b + group, stride, x0, x1, x2, x3, c1);
            c2 = Block(b + (2 * group), stride, x0, x1, x2, x3, c2);
            c3 = Block(b + (3 * group), stride, x0, x1, x2, x3, c3);
            b += 4;
        }

        for (; k < depth; k++)
        {
            Vector256<float> x = Vector256.Create(*a);
            c0 = Fma.MultiplyAdd(Gather(b, stride), x, c0);
            c1 = Fma.MultiplyAdd(Gather(b + group, stride), x, c1);
            c2 = Fma.MultiplyAdd(Gather(b + (2 * group), stride), x, c2);
            c3 = Fma.MultiplyAdd(Gather(b + (3 * group), stride), x, c3);
            a += aStep;
            b++;
        }

        c0.Store(c);
        c1.Store(c + 8);
        c2.Store(c + 16);
        c3.Store(c + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Block(
        float* b, nint stride, Vector256<float> x0, Vector256<float> x1, Vector256<float> x2, Vector256<float> x3, Vector256<float> sum)
    {
        float* b4 = b + (4 * stride);
        Vector256<float> r0 = Avx.InsertVector128(Vector128.Load(b).ToVector256Unsafe(), Vector128.Load(b4), 1);
        Vector256<float> r1 = Avx.InsertVector128(Vector128.Load(b + stride).ToVector256Unsafe(), Vector128.Load(b4 + stride), 1);
        b += 2 * stride;
        b4 += 2 * stride;
        Vector256<float> r2 = Avx.InsertVector128(Vector128.Load(b).ToVector256Unsafe(), Vector128.Load(b4), 1);
        Vector256<float> r3 = Avx.InsertVector128(Vector128.Load(b + stride).ToVector256Unsafe(), Vector128.Load(b4 + stride), 1);
        Vector256<double> low01 = Avx.UnpackLow(r0, r1).AsDouble();
        Vector256<double> high01 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> low23 = Avx.UnpackLow(r2, r3).AsDouble();
        Vector256<double> high23 = Avx.UnpackHigh(r2, r3).AsDouble();
        sum = Fma.MultiplyAdd(Avx.UnpackLow(low01, low23).AsSingle(), x0, sum);
        sum = Fma.MultiplyAdd(Avx.UnpackHigh(low01, low23).AsSingle(), x1, sum);
        sum = Fma.MultiplyAdd(Avx.UnpackLow(high01, high23).AsSingle(), x2, sum);
        return Fma.MultiplyAdd(Avx.UnpackHigh(high01, high23).AsSingle(), x3, sum);
    }

    private static Vector256<float> Gather(float* b, nint stride) => Vector256.Create(
        b[0], b[stride], b[2 * stride], b[3 * stride], b[4 * stride], b[5 * stride], b[6 * stride], b[7 * stride]);
}
