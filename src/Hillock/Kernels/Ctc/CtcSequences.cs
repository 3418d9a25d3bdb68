using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>The losses of connectionist temporal classification and their gradients, one sequence after the other.</summary>
/// <remarks>
/// The labels with a blank before, between and after them are the states of a lattice. Forward and backward recursions run on logarithms in
/// double precision. Each step's row is lowered by the largest of the row before: what is rounded are the differences among the states, not the
/// logarithm of the whole sequence's probability, and the lowerings are added up exactly enough. The posterior probabilities of a step are
/// normalised by their own sum, so no error of the recursions' scale reaches the gradient. A sequence is the work of one thread, in an order
/// that depends on it alone.
/// </remarks>
internal static class CtcSequences
{
    /// <summary>Computes the loss of every sequence and, where <paramref name="dx"/> is not empty, the gradients.</summary>
    /// <param name="x">The logits or log-probabilities, <c>[steps, sequences, classes]</c>.</param>
    /// <param name="settings">The labels and lengths, checked.</param>
    /// <param name="losses">The loss of each sequence, ∞ where it has no alignment.</param>
    /// <param name="dx">The gradients, of the shape of <paramref name="x"/>, or nothing.</param>
    internal static void Run<TElement>(ReadOnlySpan<TElement> x, CtcSettings settings, Span<double> losses, Span<TElement> dx)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        Parallelism.For(settings.Count, new Body<TElement>(x, settings, losses, dx));

    private readonly ref struct Body<TElement>(
        ReadOnlySpan<TElement> x, CtcSettings settings, Span<double> losses, Span<TElement> dx) : IParallelBody, ISumsBody<TElement>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly Span<double> _losses = losses;
        private readonly Span<TElement> _dx = dx;

        public void Invoke(int index) => SumsWidth.Run<Body<TElement>, TElement>(this, index, VectorWidth.Bits);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes, TSums, TDoubles>(int index)
            where TLanes : struct, ILanes<TLanes, TElement>
            where TSums : struct, ISixteenSums<TSums>
            where TDoubles : struct, ISixteenDoubles<TDoubles> =>
            VectorWidth.Run<Sequence<TElement, TLanes, TSums>, double>(new(_x, settings, _losses, _dx), index, VectorWidth.Bits);
    }

    /// <summary>One sequence: the vectors of elements and of sums are chosen, those of double precision are not yet.</summary>
    private readonly ref struct Sequence<TElement, TLanes, TSums>(
        ReadOnlySpan<TElement> x, CtcSettings settings, Span<double> losses, Span<TElement> dx) : ILanesBody<double>
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
        where TLanes : struct, ILanes<TLanes, TElement>
        where TSums : struct, ISixteenSums<TSums>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly Span<double> _losses = losses;
        private readonly Span<TElement> _dx = dx;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TWide>(int index)
            where TWide : struct, ILanes<TWide, double> =>
            new CtcSequence<TElement, TLanes, TSums, TWide>(_x, settings, _dx, index).Run(out _losses[index]);
    }
}
