using System.Numerics;

namespace Hillock.Kernels;

/// <summary>The small matrix products of an attention, on the calling thread.</summary>
internal static unsafe class AttentionProducts<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc cref="MatMul.RunRows"/>
    internal static void Run(int m, int n, int k, T* a, nint aRow, nint aColumn, T* b, nint bRow, T* c, nint cRow, bool accumulate, int vectorBits) =>
        MatMul.RunRows(m, n, k, a, aRow, aColumn, b, bRow, c, cRow, accumulate, vectorBits);

    /// <summary>Adds <c>Xᵀ·P</c> without the terms of hidden pairs, for operands that are not finite: of keys' rows to queries' columns.</summary>
    /// <param name="bias">−∞ where a pair is hidden; a key to each row.</param>
    /// <param name="tile">P.</param>
    /// <param name="keys">The rows of P and X.</param>
    /// <param name="queries">The columns of P that count.</param>
    /// <param name="width">The columns of P and of the result.</param>
    /// <param name="x">X.</param>
    /// <param name="xRow">The distance of its rows.</param>
    /// <param name="columns">Its columns, the rows of the result.</param>
    /// <param name="result">The result.</param>
    internal static void AddVisibleToQueries(T* bias, T* tile, int keys, int queries, int width, T* x, nint xRow, int columns, T* result)
    {
        for (int j = 0; j < keys; j++)
        {
            for (int i = 0; i < queries; i++)
            {
                nint place = ((nint)j * width) + i;
                for (int e = 0; bias[place] != T.NegativeInfinity && e < columns; e++)
                {
                    T* sum = result + ((nint)e * width) + i;
                    *sum = MatMulLanes1<T>.Fma(x[(j * xRow) + e], tile[place], *sum);
                }
            }
        }
    }

    /// <summary>Adds <c>P·X</c> without the terms of hidden pairs, for operands that are not finite: of queries' rows to keys' rows.</summary>
    internal static void AddVisibleToKeys(T* bias, T* tile, int keys, int queries, int width, T* x, nint xRow, int columns, T* result, nint resultRow)
    {
        for (int j = 0; j < keys; j++)
        {
            for (int i = 0; i < queries; i++)
            {
                nint place = ((nint)j * width) + i;
                for (int e = 0; bias[place] != T.NegativeInfinity && e < columns; e++)
                {
                    T* sum = result + (j * resultRow) + e;
                    *sum = MatMulLanes1<T>.Fma(tile[place], x[(i * xRow) + e], *sum);
                }
            }
        }
    }
}
