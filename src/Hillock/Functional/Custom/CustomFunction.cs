using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// An operation on tensors with a backward of its own: derive from it, and run it by <see cref="F.Custom(CustomFunction, ReadOnlySpan{Tensor})"/>.
/// </summary>
/// <remarks>
/// <para>
/// An object holds the settings of the operation and nothing of a call, so that one serves any number of calls and threads; what <see cref="Backward"/> needs
/// of a call is saved in its <see cref="CustomContext"/>.
/// </para>
/// <para>
/// Where <see cref="Backward"/> is written in differentiable functions of <see cref="F"/>, gradients of any order follow. Where it is not, say so by
/// <see cref="IsOnceDifferentiable"/>: a derivative of its gradients is refused then, and never silently 0.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// sealed class ScaledProduct(double scale) : CustomFunction
/// {
///     protected override IReadOnlyList&lt;Tensor&gt; Forward(CustomContext context, IReadOnlyList&lt;Tensor&gt; inputs)
///     {
///         context.Save(inputs[0], inputs[1]);
///         return [inputs[0] * inputs[1] * scale];
///     }
///
///     protected override IReadOnlyList&lt;Tensor?&gt; Backward(CustomContext context, IReadOnlyList&lt;Tensor&gt; gradients) =>
///         [gradients[0] * context.Saved[1] * scale, gradients[0] * context.Saved[0] * scale];
/// }
/// </code>
/// </example>
public abstract class CustomFunction
{
    /// <summary>What messages call the operation: the type's name unless overridden.</summary>
    protected internal virtual string Name => GetType().Name;

    /// <summary>
    /// Whether <see cref="Backward"/> computes numbers alone, by spans for instance, so that its results cannot be differentiated: PyTorch's
    /// <c>once_differentiable</c>.
    /// </summary>
    protected internal virtual bool IsOnceDifferentiable => false;

    /// <summary>Computes the results; nothing is recorded meanwhile.</summary>
    /// <param name="context">Where to save what <see cref="Backward"/> needs.</param>
    /// <param name="inputs">
    /// The inputs of the call, to be read and not written to. What needs a gradient must be one of them: a tensor from elsewhere counts as a constant.
    /// </param>
    /// <returns>One result or more. Those of a floating-point type have gradients.</returns>
    protected internal abstract IReadOnlyList<Tensor> Forward(CustomContext context, IReadOnlyList<Tensor> inputs);

    /// <summary>Computes the gradients of the inputs.</summary>
    /// <param name="context">What <see cref="Forward"/> saved, and which gradients are wanted.</param>
    /// <param name="gradients">
    /// The gradient of each result, of its shape and type, to be read and not written to; zeros for a result that nothing depends on.
    /// </param>
    /// <returns>
    /// One gradient for each input, of its shape and type: summed over what <see cref="Forward"/> broadcast. Null where
    /// <see cref="CustomContext.NeedsGradient"/> is false.
    /// </returns>
    protected internal abstract IReadOnlyList<Tensor?> Backward(CustomContext context, IReadOnlyList<Tensor> gradients);
}
