using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>The tiles that a thread computes an attention in: aligned, grown when needed, reused, and collected with its thread.</summary>
internal readonly unsafe struct AttentionWorkspace<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static byte[]? Bytes;

    /// <summary>Scores, later exponentials: a key to each row, a query to each column, as all tiles of that size.</summary>
    internal readonly T* Scores;

    /// <summary>Gradients of weights, later of scores.</summary>
    internal readonly T* Gradients;

    /// <summary>What masks add.</summary>
    internal readonly T* Bias;

    /// <summary>Hyperbolic tangents of capped scores.</summary>
    internal readonly T* Tangents;

    /// <summary>The factors of the dropout; where there is one, and rows of random numbers before.</summary>
    internal readonly T* Kept;

    internal readonly T* Uniform;

    /// <summary>Queries, a component to each row, a query to each column.</summary>
    internal readonly T* Queries;

    /// <summary>Outputs or their gradients, in the same way.</summary>
    internal readonly T* Outputs;

    /// <summary>Gradients of queries, or outputs beside their gradients, in the same way.</summary>
    internal readonly T* Others;

    /// <summary>Numbers of each query.</summary>
    internal readonly T* Largest;

    internal readonly T* Sums;

    internal readonly T* Factors;

    private AttentionWorkspace(T* start, AttentionProblem<T> problem)
    {
        const int Line = AttentionProblem<T>.LargestQueryTile;
        const int Tile = AttentionProblem<T>.KeyTile * Line;
        int extra = problem.Dropout > 0 ? Tile : 0;
        Largest = start;
        Sums = Largest + Line;
        Factors = Sums + Line;
        Scores = Factors + Line;
        Gradients = Scores + Tile;
        Bias = Gradients + Tile;
        Tangents = Bias + Tile;
        Kept = Tangents + (problem.Cap is null ? 0 : Tile);
        Uniform = Kept + extra;
        Queries = Uniform + extra;
        Outputs = Queries + (problem.Width * Line);
        Others = Outputs + (problem.ValueWidth * Line);
        End = Others + (Math.Max(problem.Width, problem.ValueWidth) * Line);
    }

    private T* End { get; }

    internal static AttentionWorkspace<T> Rent(AttentionProblem<T> problem)
    {
        nint size = (nint)((byte*)new AttentionWorkspace<T>(null, problem).End - (byte*)null);
        byte[]? buffer = Bytes;
        if (buffer is null || buffer.Length < size + Alignment)
        {
            Bytes = buffer = Room.Allocate(checked((int)size + Alignment));
        }

        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer));
        return new((T*)((address + Alignment - 1) & -Alignment), problem);
    }
}
