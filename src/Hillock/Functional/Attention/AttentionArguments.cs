using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The checked arguments of an attention, with batch axes that have been broadcast.</summary>
internal sealed class AttentionArguments
{
    private readonly int[] _scores;

    private AttentionArguments(Tensor queries, Tensor keys, Tensor values, Shape batch, int group, AttentionOptions options)
    {
        Queries = queries;
        Keys = keys;
        Values = values;
        Group = group;
        Options = options;
        _scores = [.. batch.Dimensions, L, S];
        Scale = options.Scale ?? (E == 0 ? 1 : 1 / Math.Sqrt(E));
    }

    /// <summary>The queries, <c>[batch..., L, E]</c>.</summary>
    internal Tensor Queries { get; }

    /// <summary>The keys, <c>[batch..., S, E]</c>; of grouped heads <c>[..., heads/group, S, E]</c>.</summary>
    internal Tensor Keys { get; }

    /// <summary>The values, <c>[batch..., S, Ev]</c>; of grouped heads <c>[..., heads/group, S, Ev]</c>.</summary>
    internal Tensor Values { get; }

    /// <summary>The query heads that share a head of keys and values.</summary>
    internal int Group { get; }

    internal AttentionOptions Options { get; }

    /// <summary>The lengths of the scores' axes, <c>[batch..., L, S]</c>: there may be more scores than a tensor holds.</summary>
    internal ReadOnlySpan<int> ScoreAxes => _scores;

    /// <summary>The shape of the scores, for what needs them all.</summary>
    /// <exception cref="ArgumentException">There are more than a tensor holds.</exception>
    internal Shape Scores => Shape.Create(_scores);

    internal double Scale { get; }

    /// <summary>Query i sees the keys up to i + offset; null without a causal mask.</summary>
    internal int? CausalOffset { get; private set; }

    /// <summary>Masks of truth values, and whether true means visible.</summary>
    internal List<(Tensor Mask, bool Visible)> Truths { get; } = [];

    /// <summary>What is added to the scores.</summary>
    internal List<Tensor> Biases { get; } = [];

    /// <summary>What gradients flow to: queries, keys, values and what is added.</summary>
    internal IEnumerable<Tensor> Differentiable => [Queries, Keys, Values, .. Biases];

    /// <summary>All tensors.</summary>
    internal IEnumerable<Tensor> All => [.. Differentiable, .. Truths.Select(one => one.Mask)];

    internal int L => Queries.Shape[-2];

    internal int S => Keys.Shape[-2];

    internal int E => Queries.Shape[-1];

    internal int ValueWidth => Values.Shape[-1];

    /// <summary>Checks and broadcasts the arguments of a function.</summary>
    internal static AttentionArguments Of(string function, Tensor queries, Tensor keys, Tensor values, AttentionMask? mask, AttentionOptions? options)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(values);
        options ??= AttentionOptions.Default;
        CheckOptions(function, options);
        CheckTypes(function, queries, keys, values);
        int group = CheckShapes(function, queries, keys, values, options);
        if (group > 1 && keys.Shape[-3] != values.Shape[-3])
        {
            keys = RepeatHeads(keys, queries.Shape[-3] / keys.Shape[-3]);
            values = RepeatHeads(values, queries.Shape[-3] / values.Shape[-3]);
            group = 1;
        }

        Shape batch;
        int heads = options.GroupedHeads ? 1 : 0;
        try
        {
            batch = Shape.Broadcast(Batch(queries, heads), Shape.Broadcast(Batch(keys, heads), Batch(values, heads)));
        }
        catch (ArgumentException)
        {
            throw new ArgumentException(
                $"{function} expects batch axes that broadcast but got queries of {queries.Shape}, keys of {keys.Shape} and values of {values.Shape}; for " +
                "heads that share keys and values set GroupedHeads.", nameof(keys));
        }

        AttentionArguments arguments = new AttentionArguments(
            Expanded(queries, batch, heads), Expanded(keys, batch, heads), Expanded(values, batch, heads),
            heads == 1 ? Shape.Create([.. batch.Dimensions, queries.Shape[-3]]) : batch, group, options);
        mask?.Accept(new Collector(function, arguments));
        return arguments;
    }

    /// <summary>The heads of keys or values, repeated for the query heads that share them.</summary>
    internal static Tensor RepeatHeads(Tensor x, int times)
    {
        if (times == 1)
        {
            return x;
        }

        ReadOnlySpan<int> dimensions = x.Shape.Dimensions;
        Tensor repeated = F.Expand(x.Unsqueeze(-3), Shape.Create([.. dimensions[..^2], times, .. dimensions[^2..]]));
        return F.Reshape(repeated, Shape.Create([.. dimensions[..^3], dimensions[^3] * times, .. dimensions[^2..]]));
    }

    private static Shape Batch(Tensor x, int heads) => Shape.Create(x.Shape.Dimensions[..^(2 + heads)]);

    private static Tensor Expanded(Tensor x, Shape batch, int heads) =>
        F.Expand(x, Shape.Create([.. batch.Dimensions, .. x.Shape.Dimensions[^(2 + heads)..]]));

    private static void CheckOptions(string function, AttentionOptions options)
    {
        Check(options.Scale is null || double.IsFinite(options.Scale.Value), nameof(options.Scale), "a finite number", options.Scale);
        Check(double.IsFinite(options.Beta), nameof(options.Beta), "a finite number", options.Beta);
        Check(
            options.SoftCap is null || (options.SoftCap > 0 && double.IsFinite(options.SoftCap.Value)), nameof(options.SoftCap),
            "a finite number above 0, or null for none", options.SoftCap);
        Check(options.Dropout is >= 0 and <= 1, nameof(options.Dropout), "a probability from 0 to 1", options.Dropout);
        if (options.Dropout > 0 && options.Random is null)
        {
            throw new ArgumentException(
                $"{function} expects a generator with a Dropout of {options.Dropout.ToString(CultureInfo.InvariantCulture)}; set Random, as in new " +
                "Philox(seed).", nameof(options));
        }

        void Check(bool valid, string name, string expected, double? value)
        {
            if (!valid)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(options), value, $"{function} expects {name} to be {expected} but got {value?.ToString(CultureInfo.InvariantCulture)}.");
            }
        }
    }

    private static void CheckTypes(string function, Tensor queries, Tensor keys, Tensor values)
    {
        if (!queries.DataType.IsFloatingPoint() || keys.DataType != queries.DataType || values.DataType != queries.DataType)
        {
            throw new ArgumentException(
                $"{function} expects queries, keys and values of one floating-point type but got {queries.DataType.Name()}, {keys.DataType.Name()} and " +
                $"{values.DataType.Name()}; convert with To.", nameof(queries));
        }
    }

    /// <summary>Checks all but the batch axes, and returns how many query heads share keys and values.</summary>
    private static int CheckShapes(string function, Tensor queries, Tensor keys, Tensor values, AttentionOptions options)
    {
        int least = options.GroupedHeads ? 3 : 2;
        CheckRank(queries, nameof(queries), "L, E", least);
        CheckRank(keys, nameof(keys), "S, E", least);
        CheckRank(values, nameof(values), "S, Ev", least);
        if (keys.Shape[-1] != queries.Shape[-1])
        {
            throw new ArgumentException(
                $"{function} expects keys as wide as the queries, [..., S, {queries.Shape[-1]}], but got keys of {keys.Shape} with queries of {queries.Shape}.",
                nameof(keys));
        }

        if (values.Shape[-2] != keys.Shape[-2])
        {
            throw new ArgumentException(
                $"{function} expects a value for each key, [..., {keys.Shape[-2]}, Ev], but got values of {values.Shape} with keys of {keys.Shape}.",
                nameof(values));
        }

        if (!options.GroupedHeads)
        {
            return 1;
        }

        CheckHeads(keys, nameof(keys));
        CheckHeads(values, nameof(values));
        return keys.Shape[-3] == 0 ? 1 : queries.Shape[-3] / Math.Min(keys.Shape[-3], values.Shape[-3]);

        void CheckRank(Tensor x, string name, string axes, int least)
        {
            if (x.Rank < least)
            {
                throw new ArgumentException(
                    $"{function} expects {name} of [...{(least == 3 ? ", heads" : "")}, {axes}], {least} axes or more, but got {x.Shape}; add axes with " +
                    "Unsqueeze.", name);
            }
        }

        void CheckHeads(Tensor x, string name)
        {
            int heads = x.Shape[-3], queryHeads = queries.Shape[-3];
            if (heads == 0 ? queryHeads != 0 : queryHeads % heads != 0)
            {
                throw new ArgumentException(
                    $"{function} with GroupedHeads expects {name} whose number of heads divides the queries' {queryHeads} but got {heads}, in {x.Shape} " +
                    $"with queries of {queries.Shape}.", name);
            }
        }
    }

    private sealed class Collector(string function, AttentionArguments arguments) : IAttentionMaskVisitor
    {
        public void VisitCausal(CausalMask mask) => arguments.CausalOffset = mask.OffsetFor(function, nameof(mask), arguments.L, arguments.S);

        public void VisitTruth(AttentionMask mask, Tensor truth, bool visible)
        {
            CheckBroadcast(mask, truth);
            arguments.Truths.Add((truth, visible));
        }

        public void VisitBias(AttentionMask mask, Tensor bias)
        {
            CheckBroadcast(mask, bias);
            if (bias.DataType != arguments.Queries.DataType && bias.DataType != DataType.Float32)
            {
                throw new ArgumentException(
                    $"{function} expects an AdditiveMask of the queries' type, {arguments.Queries.DataType.Name()}, or of float32 but got " +
                    $"{bias.DataType.Name()}; convert with To.", nameof(mask));
            }

            arguments.Biases.Add(bias);
        }

        private void CheckBroadcast(AttentionMask mask, Tensor tensor)
        {
            int[] scores = arguments._scores;
            int added = scores.Length - tensor.Rank;
            bool fits = added >= 0;
            for (int i = 0; fits && i < tensor.Rank; i++)
            {
                fits = tensor.Shape.Dimensions[i] == 1 || tensor.Shape.Dimensions[i] == scores[added + i];
            }

            if (!fits)
            {
                throw new ArgumentException(
                    $"{function} expects a {mask.GetType().Name} that broadcasts to the scores, [..., L, S] = {Shape.Format(scores)}, but got " +
                    $"{tensor.Shape}; insert axes of one element with Reshape.", nameof(mask));
            }
        }
    }
}
