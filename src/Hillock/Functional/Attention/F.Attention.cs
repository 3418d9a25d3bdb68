using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Scaled dot-product attention: <c>softmax(scale·q·kᵀ + mask)·v</c>.</summary>
    /// <param name="queries">The queries, <c>[..., heads, L, E]</c>; two axes are enough.</param>
    /// <param name="keys">The keys, <c>[..., heads, S, E]</c>, of the queries' type.</param>
    /// <param name="values">The values, <c>[..., heads, S, Ev]</c>, of the queries' type. The axes before the last two broadcast.</param>
    /// <param name="mask">What each query sees; all keys when left out.</param>
    /// <param name="options">Scale, soft cap, temperature, dropout and grouped heads; <see cref="AttentionOptions.Default"/> when left out.</param>
    /// <returns>The weighted values, <c>[..., heads, L, Ev]</c>.</returns>
    /// <remarks>
    /// <para>A query that sees no key gets 0, and passes on a gradient of 0. What stands in a key or value hidden from a query, or in the gradient of a query
    /// hidden from a key, never counts for it, not even a NaN or an infinity.</para>
    /// Source: Vaswani et al., "Attention is all you need" (2017).
    /// </remarks>
    /// <exception cref="ArgumentException">Types or shapes do not fit, or a mask does not; the message names it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static Tensor ScaledDotProductAttention(Tensor queries, Tensor keys, Tensor values, AttentionMask? mask = null, AttentionOptions? options = null)
    {
        AttentionArguments arguments = AttentionArguments.Of(nameof(ScaledDotProductAttention), queries, keys, values, mask, options);
        return Attend(arguments, withWeights: false).Output;
    }

    /// <summary>Scaled dot-product attention and its weights: the same output, to the bit, as without them.</summary>
    /// <param name="queries">The queries, <c>[..., heads, L, E]</c>; two axes are enough.</param>
    /// <param name="keys">The keys, <c>[..., heads, S, E]</c>, of the queries' type.</param>
    /// <param name="values">The values, <c>[..., heads, S, Ev]</c>, of the queries' type. The axes before the last two broadcast.</param>
    /// <param name="weights">The weights that the values are multiplied by, after the dropout: <c>[..., heads, L, S]</c>, with gradients.</param>
    /// <param name="mask">What each query sees; all keys when left out.</param>
    /// <param name="options">Scale, soft cap, temperature, dropout and grouped heads; <see cref="AttentionOptions.Default"/> when left out.</param>
    /// <returns>The weighted values, <c>[..., heads, L, Ev]</c>.</returns>
    /// <exception cref="ArgumentException">Types or shapes do not fit, or a mask does not; the message names it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static Tensor ScaledDotProductAttention(
        Tensor queries, Tensor keys, Tensor values, out Tensor weights, AttentionMask? mask = null, AttentionOptions? options = null)
    {
        AttentionArguments arguments = AttentionArguments.Of(nameof(ScaledDotProductAttention), queries, keys, values, mask, options);
        (Tensor output, Tensor? ownWeights) = Attend(arguments, withWeights: true);
        weights = ownWeights!;
        return output;
    }

    private static (Tensor Output, Tensor? Weights) Attend(AttentionArguments arguments, bool withWeights) =>
        arguments.Queries.DataType == DataType.Float64 ? Attend<double>(arguments, withWeights) : Attend<float>(arguments, withWeights);

    private static (Tensor Output, Tensor? Weights) Attend<T>(AttentionArguments arguments, bool withWeights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DataType type = DataTypes.Of<T>();
        Tensor queries = AttentionOperands.Plain(arguments.Queries, type);
        Tensor keys = AttentionOperands.Plain(arguments.Keys, type);
        Tensor values = AttentionOperands.Plain(arguments.Values, type);
        Tensor output = AttentionOperands.Like(queries, Shape.Create([.. arguments.ScoreAxes[..^1], arguments.ValueWidth]), type);
        Tensor? weights = withWeights ? Tensor.Empty(arguments.Scores, type) : null;
        Shape lines = Shape.Create(arguments.ScoreAxes[..^1]);
        Tensor largest = Tensor.Empty(lines, type), inverse = Tensor.Empty(lines, type);
        using (TensorPins pins = new TensorPins())
        {
            AttentionProblem<T> problem = AttentionOperands.Problem<T>(arguments, queries, keys, values, output, largest, inverse, pins);
            AttentionForward<T>.Run(problem);
            MultiplyAdds.Add((long)problem.Heads * problem.L * problem.S * (problem.Width + problem.ValueWidth));
            if (weights is not null)
            {
                AttentionWeights<T>.Run(problem, AttentionOperands.Matrices<T>(weights, pins));
            }
        }

        DataType given = arguments.Queries.DataType;
        Tensor result = given == type ? output : output.To(given);
        weights = weights?.To(given);
        if (GradientMode.Enabled && arguments.Differentiable.Any(tensor => tensor.Node is not null))
        {
            // The node keeps the output as computed, and no reference to itself.
            result = (given == type ? result.Detach() : result).By(new AttentionNode(arguments, output, largest, inverse));
            weights?.By(new AttentionWeightsNode(arguments));
        }

        return (result, weights);
    }
}
