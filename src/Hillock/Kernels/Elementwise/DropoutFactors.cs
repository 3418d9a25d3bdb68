using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>What dropout multiplies with: 0 with a probability, else <c>1/(1 − probability)</c>.</summary>
internal static class DropoutFactors
{
    // 64 KiB: random numbers are still in the second-level cache when they are compared. A multiple of the four numbers of a block of the generator.
    private const int BlockLength = 1 << 14;

    /// <summary>Fills a span. A factor depends on its number <paramref name="start"/>, <paramref name="start"/> + 1 … alone, never on threads.</summary>
    internal static void Fill(Philox random, ulong start, double probability, Span<float> factors) =>
        Parallelism.For(Partition.Count(factors.Length, BlockLength), new Body(random, start, new Choice(probability), factors));

    private readonly ref struct Body(Philox random, ulong start, Choice choice, Span<float> factors) : IParallelBody
    {
        private readonly Span<float> _factors = factors;

        public void Invoke(int index)
        {
            int first = index * BlockLength;
            Span<float> part = _factors.Slice(first, Math.Min(BlockLength, _factors.Length - first));
            random.FillUniform(part, start + (ulong)first);
            Map.Apply(choice, (ReadOnlySpan<float>)part, part);
        }
    }

    private readonly struct Choice(double probability) : IUnaryFunction
    {
        private readonly double _probability = (float)probability;
        private readonly double _kept = (float)(1 / (1 - probability));

        public static Cost Cost => Cost.Light;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Select(x < T.Const(_probability), T.Zero, T.Const(_kept));
    }
}
