using System.Numerics;
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

    private readonly ref struct Body<TElement>(ReadOnlySpan<TElement> x, CtcSettings settings, Span<double> losses, Span<TElement> dx) : IParallelBody
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly ReadOnlySpan<TElement> _x = x;
        private readonly Span<double> _losses = losses;
        private readonly Span<TElement> _dx = dx;

        public void Invoke(int index)
        {
            switch (VectorWidth.Bits)
            {
                case >= 512:
                    new CtcSequence<TElement, Lanes512<TElement>, SixteenSums512, Lanes512<double>>(_x, settings, _dx, index).Run(out _losses[index]);
                    break;
                case 256:
                    new CtcSequence<TElement, Lanes256<TElement>, SixteenSums256, Lanes256<double>>(_x, settings, _dx, index).Run(out _losses[index]);
                    break;
                default:
                    new CtcSequence<TElement, Lanes128<TElement>, SixteenSums128, Lanes128<double>>(_x, settings, _dx, index).Run(out _losses[index]);
                    break;
            }
        }
    }
}
