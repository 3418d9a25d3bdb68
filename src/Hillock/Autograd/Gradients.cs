using Hillock.Tensors;

namespace Hillock.Autograd;

/// <summary>Gradients of tensors with respect to others, and scopes in which none are recorded.</summary>
public static class Gradients
{
    /// <summary>Whether operations of this thread record how to compute gradients: true except inside <see cref="Disabled"/>.</summary>
    public static bool AreEnabled => GradientMode.Enabled;

    /// <summary>Stops this thread from recording until the scope ends: <c>using (Gradients.Disabled()) { ... }</c>.</summary>
    /// <example>
    /// <code>
    /// Tensor w = Tensor.From([2f]).WithGradient();
    /// using (Gradients.Disabled())
    /// {
    ///     Console.WriteLine((w * w).RequiresGrad); // False
    /// }
    /// </code>
    /// </example>
    public static GradientScope Disabled() => new(false);

    /// <summary>Records again inside of <see cref="Disabled"/>, until the scope ends.</summary>
    public static GradientScope Enabled() => new(true);

    /// <summary>Computes <c>∂output/∂input</c> for each of the inputs, without touching any <see cref="Tensor.Gradient"/>.</summary>
    /// <param name="output">What to differentiate: one number, unless <paramref name="gradient"/> is given.</param>
    /// <param name="inputs">The tensors to differentiate with respect to: leaves or computed ones.</param>
    /// <param name="gradient">The gradient of something further on with respect to <paramref name="output"/>, of its shape. It is only read.</param>
    /// <param name="retainGraph">Whether the graph stays, for another pass; as <paramref name="createGraph"/> unless said.</param>
    /// <param name="createGraph">Whether the results are themselves differentiable.</param>
    /// <returns>One gradient for each input, each in memory of its own; null for one that the output does not depend on.</returns>
    /// <exception cref="InvalidOperationException">The output does not require a gradient, an input does not, or the graph has been freed.</exception>
    /// <exception cref="ArgumentException">The output has more than one element and there is no <paramref name="gradient"/>, or its shape differs.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([3.0]).WithGradient();
    /// Tensor first = Gradients.Of(F.Pow(x, 4), [x], createGraph: true)[0]!;
    /// Tensor second = Gradients.Of(first, [x])[0]!;
    /// Console.WriteLine((first.Item&lt;double&gt;(), second.Item&lt;double&gt;())); // (108, 108)
    /// </code>
    /// </example>
    public static Tensor?[] Of(
        Tensor output, IReadOnlyList<Tensor> inputs, Tensor? gradient = null, bool? retainGraph = null, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Of([output], inputs, gradient is null ? null : [gradient], retainGraph, createGraph);
    }

    /// <summary>Computes the gradients of the sum of several outputs; otherwise as the method of one.</summary>
    /// <param name="outputs">What to differentiate: numbers, unless <paramref name="gradients"/> are given.</param>
    /// <param name="inputs">The tensors to differentiate with respect to: leaves or computed ones.</param>
    /// <param name="gradients">One for each output, of its shape, or null for an output of one number. They are only read.</param>
    /// <param name="retainGraph">Whether the graph stays, for another pass; as <paramref name="createGraph"/> unless said.</param>
    /// <param name="createGraph">Whether the results are themselves differentiable.</param>
    /// <returns>One gradient for each input, each in memory of its own; null for one that no output depends on.</returns>
    /// <exception cref="InvalidOperationException">An output does not require a gradient, an input does not, or the graph has been freed.</exception>
    /// <exception cref="ArgumentException">
    /// An output has more than one element and no gradient, a gradient's shape differs, there are more or fewer gradients than outputs, or one of the tensors
    /// is null.
    /// </exception>
    public static Tensor?[] Of(
        IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?>? gradients = null, bool? retainGraph = null,
        bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(inputs);
        if (gradients is not null && gradients.Count != outputs.Count)
        {
            throw new ArgumentException(
                $"Gradients.Of expects a gradient for each of the {outputs.Count} outputs but got {gradients.Count}; pass null for an output of one number " +
                "whose gradient is 1.", nameof(gradients));
        }

        for (int i = 0; i < outputs.Count; i++)
        {
            if (outputs[i] is null)
            {
                throw new ArgumentException($"Gradients.Of expects tensors but output {i} is null; leave it out.", nameof(outputs));
            }
        }

        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i] is null)
            {
                throw new ArgumentException($"Gradients.Of expects tensors but input {i} is null; leave it out.", nameof(inputs));
            }

            if (inputs[i].Node is null)
            {
                throw new InvalidOperationException(
                    $"Input {i} of shape {inputs[i].Shape} does not require a gradient; set RequiresGrad before computing the output.");
            }
        }

        using BackwardPass pass = BackwardPass.Begin(retainGraph ?? createGraph, createGraph);
        pass.Capture(outputs, inputs);
        for (int i = 0; i < outputs.Count; i++)
        {
            pass.Seed(outputs[i], gradients?[i]);
        }

        pass.Run();
        return pass.TakeCaptured(inputs.Count);
    }

    extension(Tensor tensor)
    {
        /// <summary>
        /// Computes the gradient of this tensor with respect to every leaf it was computed from, and adds it to their <see cref="Tensor.Gradient"/>.
        /// </summary>
        /// <param name="gradient">
        /// The gradient of something further on with respect to this tensor, of its shape; 1 for a tensor of one element when left out. It is only read.
        /// </param>
        /// <param name="retainGraph">Whether the graph stays, for another pass; as <paramref name="createGraph"/> unless said.</param>
        /// <param name="createGraph">Whether the gradients are themselves differentiable.</param>
        /// <remarks>
        /// Each leaf's gradient has memory of its own. Threads that share leaves take turns, or use <c>Gradients.Of</c>, which touches no leaf; if they share
        /// a graph too, with <paramref name="retainGraph"/>, as the first pass frees it otherwise. A sum of losses
        /// that is only to be reported is a number, <c>total += loss.Item&lt;double&gt;()</c>: as a tensor it would keep the graph of every loss in memory, of
        /// which a warning is given once (<see cref="System.Diagnostics.Trace"/>).
        /// </remarks>
        /// <exception cref="InvalidOperationException">
        /// The tensor does not require a gradient, its graph has been freed, or a saved tensor was changed in place.
        /// </exception>
        /// <exception cref="ArgumentException">
        /// The tensor has more than one element and there is no <paramref name="gradient"/>, or its shape differs.
        /// </exception>
        /// <example>
        /// <code>
        /// Tensor w = Tensor.From([1f, 2]).WithGradient();
        /// F.Sum(w * w).Backward();
        /// Console.WriteLine(w.Gradient); // float32 [2] [2, 4]
        /// </code>
        /// </example>
        public void Backward(Tensor? gradient = null, bool? retainGraph = null, bool createGraph = false)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            using BackwardPass pass = BackwardPass.Begin(retainGraph ?? createGraph, createGraph);
            pass.Seed(tensor, gradient);
            pass.Run();
        }
    }
}
