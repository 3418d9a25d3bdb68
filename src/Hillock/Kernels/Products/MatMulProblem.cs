using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>Pointers and strides (in elements) of one product, <c>C (m x n) = A (m x k) · B (k x n)</c>.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct MatMulProblem<T>
    where T : unmanaged
{
    public int M, N, K;
    public T* A, B, C;
    public nint ARow, AColumn, BRow, BColumn, CRow, CColumn;
    public bool Accumulate;

    /// <summary>The same product read as <c>Cᵀ = Bᵀ · Aᵀ</c>.</summary>
    public readonly MatMulProblem<T> Transposed => new()
    {
        M = N,
        N = M,
        K = K,
        A = B,
        B = A,
        C = C,
        ARow = BColumn,
        AColumn = BRow,
        BRow = AColumn,
        BColumn = ARow,
        CRow = CColumn,
        CColumn = CRow,
        Accumulate = Accumulate,
    };

    /// <summary>The part of the product that fills a block of C.</summary>
    public readonly MatMulProblem<T> Block(int row, int column, int rows, int columns)
    {
        MatMulProblem<T> block = this;
        block.M = rows;
        block.N = columns;
        block.A += row * ARow;
        block.B += column * BColumn;
        block.C += (row * CRow) + (column * CColumn);
        return block;
    }
}
