namespace Hillock.Kernels;

/// <summary>Matrix product.</summary>
public static unsafe class MatMul
{
    /// <summary>x</summary>
    public static void Multiply(ReadOnlySpan<float> a, MatrixLayout aLayout, ReadOnlySpan<float> b, MatrixLayout bLayout, Span<float> c, MatrixLayout cLayout, bool accumulate = false)
    {
        fixed (float* pa = a, pb = b, pc = c)
        {
            var p = new MatMulProblem<float> { M = cLayout.Rows, N = cLayout.Columns, K = aLayout.Columns, A = pa, B = pb, C = pc, ARow = aLayout.RowStride, AColumn = aLayout.ColumnStride,
            BRow = bLayout.RowStride, BColumn = bLayout.ColumnStride, CRow = cLayout.RowStride, CColumn = cLayout.ColumnStride, Accumulate = accumulate };
            MatMulDriver<float, System.Runtime.Intrinsics.Vector512<float>, MatMulLanes512<float>>.Run(p);
        }
    }
}
