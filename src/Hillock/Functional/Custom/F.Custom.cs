using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Runs an operation that has a backward of its own.</summary>
    /// <param name="function">The operation.</param>
    /// <param name="inputs">Its inputs, at least one. Gradients flow to those of a floating-point type.</param>
    /// <returns>The results of <see cref="CustomFunction.Forward"/>, in memory that nothing else changes in place unnoticed.</returns>
    /// <exception cref="ArgumentException">There is no input.</exception>
    /// <exception cref="InvalidOperationException">
    /// The forward returned nothing, or changed an input in place. What is wrong with a backward, it says when it runs.
    /// </exception>
    /// <example>
    /// <code>
    /// IReadOnlyList&lt;Tensor&gt; results = F.Custom(new ScaledProduct(2), x, y);
    /// results[0].Sum().Backward();
    /// </code>
    /// </example>
    public static IReadOnlyList<Tensor> Custom(CustomFunction function, params ReadOnlySpan<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (inputs.IsEmpty)
        {
            throw new ArgumentException($"{function.Name} expects at least one input but got none.", nameof(inputs));
        }

        foreach (Tensor input in inputs)
        {
            ArgumentNullException.ThrowIfNull(input, nameof(inputs));
        }

        Tensor[] own = [.. inputs];
        CustomContext context = new CustomContext();
        Tensor[] returned = RunForward(function, context, own);

        // A tensor has one node, and may be an input, a result returned twice, or one that was there before: what comes out is a view of it.
        Tensor[] results = [.. returned.Select(static result => result.Detach())];

        if (!Gradients(own))
        {
            return results;
        }

        CustomNode node = new CustomNode(function, context, own, results);
        for (int i = 0; i < results.Length; i++)
        {
            if (results[i].DataType.IsFloatingPoint())
            {
                results[i].By(results.Length == 1 ? node : new CustomResultNode(node, i, results.Length));
            }
        }

        context.Seal(node, own, returned, results);
        return results;
    }

    /// <summary>A function of one tensor with a backward of its own, given as two functions.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="forward">Computes the result <c>y</c> from <c>x</c>; nothing is recorded meanwhile.</param>
    /// <param name="backward">
    /// Computes the gradient of <c>x</c> from <c>x</c>, <c>y</c> and the gradient of <c>y</c>. Written in differentiable functions it has gradients of any
    /// order.
    /// </param>
    /// <param name="name">What messages call the operation.</param>
    /// <param name="onceDifferentiable">
    /// Whether <paramref name="backward"/> computes numbers alone, by spans for instance; a derivative of the gradient is refused then.
    /// </param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">
    /// The forward changed its argument in place; when the backward runs, its gradient has another shape or type, or <c>x</c> or <c>y</c> was changed in place.
    /// </exception>
    /// <example>
    /// <code>
    /// // The identity, whose gradient is cut to ±1.
    /// static Tensor ClippedGradient(Tensor x) => F.Custom(x, x => x, (x, y, dy) => F.Clamp(dy, -1, 1), "ClippedGradient");
    /// </code>
    /// </example>
    public static Tensor Custom(
        Tensor x, Func<Tensor, Tensor> forward, Func<Tensor, Tensor, Tensor, Tensor> backward, string name = "Custom", bool onceDifferentiable = false)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        return Custom(new OneFunction(forward, backward, name, onceDifferentiable), [x])[0];
    }

    /// <summary>A function of two tensors with a backward of its own, given as two functions.</summary>
    /// <param name="x">The first argument.</param>
    /// <param name="y">The second argument.</param>
    /// <param name="forward">Computes the result <c>z</c> from <c>x</c> and <c>y</c>; nothing is recorded meanwhile.</param>
    /// <param name="backward">
    /// Computes the gradients of <c>x</c> and <c>y</c>, of their shapes, from <c>x</c>, <c>y</c>, <c>z</c> and the gradient of <c>z</c>. Written in
    /// differentiable functions it has gradients of any order.
    /// </param>
    /// <param name="name">What messages call the operation.</param>
    /// <param name="onceDifferentiable">
    /// Whether <paramref name="backward"/> computes numbers alone, by spans for instance; a derivative of the gradients is refused then.
    /// </param>
    /// <returns>The result.</returns>
    /// <exception cref="InvalidOperationException">
    /// The forward changed an argument in place; when the backward runs, a gradient has another shape or type, or a tensor was changed in place.
    /// </exception>
    /// <example>
    /// <code>
    /// Tensor z = F.Custom(x, y, (x, y) => x * y, (x, y, z, dz) => (dz * y, dz * x), "Product");
    /// </code>
    /// </example>
    public static Tensor Custom(
        Tensor x, Tensor y, Func<Tensor, Tensor, Tensor> forward, Func<Tensor, Tensor, Tensor, Tensor, (Tensor? X, Tensor? Y)> backward, string name = "Custom",
        bool onceDifferentiable = false)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        return Custom(new TwoFunction(forward, backward, name, onceDifferentiable), [x, y])[0];
    }

    private static bool Gradients(Tensor[] tensors) => GradientMode.Enabled && Array.Exists(tensors, static tensor => tensor.Node is not null);

    private static Tensor[] RunForward(CustomFunction function, CustomContext context, Tensor[] inputs)
    {
        int[] versions = [.. inputs.Select(static input => input.Storage.Version)];
        bool before = GradientMode.Enabled;
        GradientMode.Enabled = false;
        IReadOnlyList<Tensor> results;
        try
        {
            results = function.Forward(context, inputs);
        }
        finally
        {
            GradientMode.Enabled = before;
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i].Storage.Version != versions[i])
            {
                throw new InvalidOperationException($"Forward of {function.Name} changed input {i} of shape {inputs[i].Shape} in place; change a Clone of it.");
            }
        }

        return results is { Count: > 0 } && results.All(static result => result is not null)
            ? [.. results]
            : throw new InvalidOperationException(
                $"Forward of {function.Name} expects one result or more but returned " +
                $"{(results is null ? "null" : results.Count == 0 ? "none" : "a null among them")}.");
    }

    private sealed class OneFunction(Func<Tensor, Tensor> forward, Func<Tensor, Tensor, Tensor, Tensor> backward, string name, bool isOnce) : CustomFunction
    {
        protected internal override string Name => name;

        protected internal override bool IsOnceDifferentiable => isOnce;

        protected internal override IReadOnlyList<Tensor> Forward(CustomContext context, IReadOnlyList<Tensor> inputs)
        {
            Tensor y = forward(inputs[0]);
            if (y is not null)
            {
                context.Save(inputs[0], y);
            }

            return [y!];
        }

        protected internal override IReadOnlyList<Tensor?> Backward(CustomContext context, IReadOnlyList<Tensor> gradients) =>
            [backward(context.Saved[0], context.Saved[1], gradients[0])];
    }

    private sealed class TwoFunction(
        Func<Tensor, Tensor, Tensor> forward, Func<Tensor, Tensor, Tensor, Tensor, (Tensor? X, Tensor? Y)> backward, string name, bool isOnce) : CustomFunction
    {
        protected internal override string Name => name;

        protected internal override bool IsOnceDifferentiable => isOnce;

        protected internal override IReadOnlyList<Tensor> Forward(CustomContext context, IReadOnlyList<Tensor> inputs)
        {
            Tensor z = forward(inputs[0], inputs[1]);
            if (z is not null)
            {
                context.Save(inputs[0], inputs[1], z);
            }

            return [z!];
        }

        protected internal override IReadOnlyList<Tensor?> Backward(CustomContext context, IReadOnlyList<Tensor> gradients)
        {
            IReadOnlyList<Tensor> saved = context.Saved;
            (Tensor? x, Tensor? y) = backward(saved[0], saved[1], saved[2], gradients[0]);
            return [x, y];
        }
    }
}
