using System.Runtime.Intrinsics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The matrix product <c>C = A · B</c> or <c>C = C + A · B</c> over spans of float or double, for any strides.</summary>
/// <remarks>
/// <para>Every element of C is one chain of fused multiply-adds over ascending k: <c>s = fma(A[i, k], B[k, j], s)</c>, starting from
/// zero, or from C when accumulating. Its bits therefore depend on row i of A, column j of B (and C) alone: not on the sizes of the
/// matrices, the vector width, the blocking or the number of threads. Only the sign and payload of a NaN are left to the processor.</para>
/// <para>The scheme is that of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (ACM TOMS 34(3), 2008), as
/// arranged in BLIS (Van Zee and van de Geijn, ACM TOMS 41(3), 2015): packed panels, a register tile, blocks for each cache.</para>
/// </remarks>
public static unsafe class MatMul
{
    // Multiply-adds below which a second thread costs more than it brings: about 5 us of one core.
    private const long ParallelThreshold = 400_000;

    /// <summary>Multiplies two matrices: <c>C[i, j] = Σₖ A[i, k] · B[k, j]</c>, plus <c>C[i, j]</c> when accumulating.</summary>
    /// <param name="a">The elements of A.</param>
    /// <param name="aLayout">The layout of A, m rows and k columns. Use <see cref="MatrixLayout.Transposed"/> for Aᵀ · B without a copy.</param>
    /// <param name="b">The elements of B.</param>
    /// <param name="bLayout">The layout of B, k rows and n columns.</param>
    /// <param name="c">The elements of C, which may not overlap A or B.</param>
    /// <param name="cLayout">The layout of C, m rows and n columns, in which no two elements share a place.</param>
    /// <param name="accumulate">Whether to add to C rather than to overwrite it. When false, what C holds is never read.</param>
    /// <typeparam name="T">float or double.</typeparam>
    /// <remarks>
    /// With <c>k = 0</c> C becomes zero, or stays as it is when accumulating. NaN and infinities go through as IEEE 754 has it
    /// (<c>0 · ∞</c> is NaN). Large products use up to <see cref="Parallelism.Threads"/> threads.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// <typeparamref name="T"/> is another type, the shapes do not fit, a layout has a negative size or stride or reaches past its span,
    /// or C overlaps an operand or itself.
    /// </exception>
    public static void Multiply<T>(
        ReadOnlySpan<T> a, MatrixLayout aLayout, ReadOnlySpan<T> b, MatrixLayout bLayout, Span<T> c, MatrixLayout cLayout, bool accumulate = false)
        where T : unmanaged =>
        Multiply(a, aLayout, b, bLayout, c, cLayout, accumulate, VectorWidth.Bits);

    /// <summary>As the public method, with vectors of a given width: 512, 256 or 128 bits, or 0 for none.</summary>
    internal static void Multiply<T>(
        ReadOnlySpan<T> a, MatrixLayout aLayout, ReadOnlySpan<T> b, MatrixLayout bLayout, Span<T> c, MatrixLayout cLayout, bool accumulate, int vectorBits)
        where T : unmanaged
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new ArgumentException($"MatMul multiplies float or double but got {typeof(T).Name}; convert the operands first.");
        }

        MatMulGuard.Check(a.Length, aLayout, nameof(a));
        MatMulGuard.Check(b.Length, bLayout, nameof(b));
        MatMulGuard.Check(c.Length, cLayout, nameof(c));
        MatMulGuard.CheckShapes(aLayout, bLayout, cLayout);
        if (cLayout.Rows == 0 || cLayout.Columns == 0)
        {
            return;
        }

        if (c.Overlaps(a) || c.Overlaps(b))
        {
            throw new ArgumentException("MatMul cannot write its result over an operand: C overlaps A or B; give C a buffer of its own.", nameof(c));
        }

        fixed (T* aStart = a, bStart = b, cStart = c)
        {
            MatMulProblem<T> problem = new MatMulProblem<T>
            {
                M = cLayout.Rows,
                N = cLayout.Columns,
                K = aLayout.Columns,
                A = aStart,
                B = bStart,
                C = cStart,
                ARow = aLayout.RowStride,
                AColumn = aLayout.ColumnStride,
                BRow = bLayout.RowStride,
                BColumn = bLayout.ColumnStride,
                CRow = cLayout.RowStride,
                CColumn = cLayout.ColumnStride,
                Accumulate = accumulate,
            };
            Run(in problem, vectorBits);
        }
    }

    private static void Run<T>(in MatMulProblem<T> problem, int vectorBits)
        where T : unmanaged
    {
        long work = (long)problem.M * problem.N * problem.K;
        if (work <= MatMulSmall.Limit)
        {
            MatMulSmall.Run(in problem);
            return;
        }

        int threads = work < ParallelThreshold ? 1 : Parallelism.Threads;
        if (threads == 1)
        {
            RunBlock(in problem, vectorBits);
            return;
        }

        MatMulParallelBody<T> body = new MatMulParallelBody<T>(problem, vectorBits, threads);
        Parallelism.For(body.Count, in body);
    }

    /// <summary><c>C = A·B</c>, or <c>C = C + A·B</c>, on the calling thread, where rows of B and C are contiguous.</summary>
    internal static void RunRows<T>(
        int m, int n, int k, T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, nint cRow, bool accumulate, int vectorBits)
        where T : unmanaged
    {
        if (m == 0 || n == 0)
        {
            return;
        }

        if (k == 0)
        {
            for (int i = 0; !accumulate && i < m; i++)
            {
                new Span<T>(c + (i * cRow), n).Clear();
            }

            return;
        }

        MatMulProblem<T> problem = new MatMulProblem<T>
        {
            M = m,
            N = n,
            K = k,
            A = a,
            B = b,
            C = c,
            ARow = aRow,
            AColumn = aColumn,
            BRow = bRow,
            BColumn = 1,
            CRow = cRow,
            CColumn = 1,
            Accumulate = accumulate,
        };
        RunBlock(in problem, vectorBits);
    }

    /// <summary>Runs a product on the calling thread.</summary>
    internal static void RunBlock<T>(in MatMulProblem<T> problem, int vectorBits)
        where T : unmanaged
    {
        switch (vectorBits)
        {
            case 512:
                MatMulDriver<T, Vector512<T>, MatMulLanes512<T>>.Run(in problem);
                break;
            case 256:
                MatMulDriver<T, Vector256<T>, MatMulLanes256<T>>.Run(in problem);
                break;
            case 128:
                MatMulDriver<T, Vector128<T>, MatMulLanes128<T>>.Run(in problem);
                break;
            default:
                MatMulDriver<T, T, MatMulLanes1<T>>.Run(in problem);
                break;
        }
    }
}
