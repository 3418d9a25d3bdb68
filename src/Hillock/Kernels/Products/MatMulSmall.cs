using System.Runtime.CompilerServices;

namespace Hillock.Kernels;

/// <summary>Products of a few dozen multiply-adds, for which blocking takes longer than the arithmetic.</summary>
internal static unsafe class MatMulSmall
{
    /// <summary>The number of multiply-adds up to which the plain loops win.</summary>
    public const int Limit = 64;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(in MatMulProblem<T> problem)
        where T : unmanaged
    {
        MatMulProblem<T> p = problem;
        for (int i = 0; i < p.M; i++)
        {
            for (int j = 0; j < p.N; j++)
            {
                T* a = p.A + (i * p.ARow);
                T* b = p.B + (j * p.BColumn);
                T* c = p.C + (i * p.CRow) + (j * p.CColumn);
                T sum = p.Accumulate ? *c : default;
                for (int k = 0; k < p.K; k++)
                {
                    sum = MatMulLanes1<T>.Fma(*a, *b, sum);
                    a += p.AColumn;
                    b += p.BRow;
                }

                *c = sum;
            }
        }
    }
}
