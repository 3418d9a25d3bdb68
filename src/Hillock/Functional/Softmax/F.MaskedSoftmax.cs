using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The softmax along an axis over the elements that a mask picks; the others become 0.</summary>
    /// <param name="x">The logits, of a floating-point type.</param>
    /// <param name="mask">Where true, an element takes part; of type Bool, and broadcast to the logits.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="beta">The inverse temperature.</param>
    /// <remarks>
    /// A slice without any element is 0, with gradient 0. What stands in the places left out, of the logits and of the gradients that come back, never
    /// counts, not even a NaN or an infinity; among the elements that take part both act as in <see cref="Softmax"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">The mask is not of truth values, or does not broadcast to the logits' shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or <paramref name="beta"/> is not finite.</exception>
    public static Tensor MaskedSoftmax(Tensor x, Tensor mask, int axis = -1, double beta = 1)
    {
        axis = SoftmaxAxis(x, axis, beta);
        mask = MaskFor(x, mask, nameof(MaskedSoftmax));
        if (IsWidened(x))
        {
            return Widening.Apply(DataType.Float32, x, (mask, axis, beta), static (wide, s) => MaskedSoftmax(wide, s.mask, s.axis, s.beta));
        }

        // A slice without any element is NaN in between; Where lets neither its values nor its gradients through.
        return Where(mask, Softmax(Where(mask, x, LeftOut(beta)), axis, beta), 0);
    }

    /// <summary>The logarithm of <see cref="MaskedSoftmax"/>: −∞ in the places left out, with gradient 0.</summary>
    /// <inheritdoc cref="MaskedSoftmax"/>
    public static Tensor MaskedLogSoftmax(Tensor x, Tensor mask, int axis = -1, double beta = 1)
    {
        axis = SoftmaxAxis(x, axis, beta);
        mask = MaskFor(x, mask, nameof(MaskedLogSoftmax));
        if (IsWidened(x))
        {
            return Widening.Apply(DataType.Float32, x, (mask, axis, beta), static (wide, s) => MaskedLogSoftmax(wide, s.mask, s.axis, s.beta));
        }
        return Where(mask, LogSoftmax(Where(mask, x, LeftOut(beta)), axis, beta), double.NegativeInfinity);
    }

    /// <summary>The logit whose exponential is 0.</summary>
    private static double LeftOut(double beta) => beta < 0 ? double.PositiveInfinity : double.NegativeInfinity;

    private static Tensor MaskFor(Tensor x, Tensor mask, string function)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.DataType != DataType.Bool)
        {
            throw new ArgumentException($"{function} expects a mask of bool but got {mask.DataType.Name()}; compare it, as in mask > 0.", nameof(mask));
        }

        if (!BroadcastsTo(mask.Shape, x.Shape))
        {
            throw new ArgumentException($"{function} expects a mask that broadcasts to the logits' shape {x.Shape} but got {mask.Shape}.", nameof(mask));
        }

        return Expand(mask, x.Shape).Contiguous();
    }
}
