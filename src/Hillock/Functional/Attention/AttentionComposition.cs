using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The gradients of an attention by differentiable operations on all scores: what gradients of gradients are made of.</summary>
internal sealed class AttentionComposition
{
    private readonly AttentionArguments _arguments;
    private readonly Tensor _queries;
    private readonly Tensor _keys;
    private readonly Tensor _values;
    private readonly Tensor? _visible;
    private readonly bool _skips;
    private readonly DataType _type;

    internal AttentionComposition(AttentionArguments arguments)
    {
        _arguments = arguments;
        _type = arguments.Queries.DataType == DataType.Float64 ? DataType.Float64 : DataType.Float32;
        _queries = arguments.Queries.To(_type);
        _keys = AttentionArguments.RepeatHeads(arguments.Keys, arguments.Group).To(_type);
        _values = AttentionArguments.RepeatHeads(arguments.Values, arguments.Group).To(_type);
        _visible = Visible(arguments);
        _skips = _visible is not null && !(IsFinite(_queries) && IsFinite(_keys) && IsFinite(_values));
    }

    /// <summary>Sends the gradients on.</summary>
    /// <param name="outputs">The gradient of the outputs, if any.</param>
    /// <param name="weights">The gradient of the weights, if any.</param>
    /// <param name="parents">The nodes of queries, keys, values and what is added.</param>
    /// <param name="sink">Where to.</param>
    internal void Backward(Tensor? outputs, Tensor? weights, Node?[] parents, GradientSink sink)
    {
        outputs = outputs?.To(_type);
        AttentionOptions options = _arguments.Options;
        bool skips = _skips || (_visible is not null && outputs is not null && !IsFinite(outputs));
        Tensor scores = F.Multiply(Pairs(skips, _queries, _keys), _arguments.Scale);
        Tensor? tangents = null;
        if (options.SoftCap is { } cap)
        {
            tangents = F.Tanh(F.Divide(scores, cap));
            scores = F.Multiply(tangents, cap);
        }

        foreach (Tensor bias in _arguments.Biases)
        {
            scores = F.Add(scores, bias.To(_type));
        }

        Tensor probabilities = _visible is null ? F.Softmax(scores, -1, options.Beta) : F.MaskedSoftmax(scores, _visible, -1, options.Beta);
        Tensor? kept = options.Dropout > 0 ? Kept(options, scores.Shape).To(_type) : null;
        if (outputs is not null && sink.Needs(parents[2]))
        {
            Tensor dropped = kept is null ? probabilities : F.Multiply(probabilities, kept);
            sink.Add(parents[2]!, Shared(ToKeys(skips, dropped, outputs), _arguments.Values));
        }

        Tensor? gradient = weights?.To(_type);
        if (outputs is not null)
        {
            Tensor ofOutputs = Pairs(skips, outputs, _values);
            gradient = gradient is null ? ofOutputs : F.Add(gradient, ofOutputs);
        }

        gradient = kept is null ? gradient! : F.Multiply(gradient!, kept);
        gradient = _visible is null ? gradient : F.Where(_visible, gradient, 0);
        Tensor dScores = F.SoftmaxBackward(probabilities, gradient, scores.Rank - 1, options.Beta);
        for (int i = 3; i < parents.Length; i++)
        {
            if (sink.Needs(parents[i]))
            {
                Tensor bias = _arguments.Biases[i - 3];
                sink.Add(parents[i]!, F.SumTo(dScores, bias.Shape).To(bias.DataType));
            }
        }

        if (tangents is not null)
        {
            Tensor slope = F.Subtract(1, F.Square(tangents));
            dScores = F.Multiply(dScores, _visible is null ? slope : F.Where(_visible, slope, 0));
        }

        dScores = F.Multiply(dScores, _arguments.Scale);
        if (sink.Needs(parents[0]))
        {
            sink.Add(parents[0]!, ToQueries(skips, dScores, _keys).To(_arguments.Queries.DataType));
        }

        if (sink.Needs(parents[1]))
        {
            sink.Add(parents[1]!, Shared(ToKeys(skips, dScores, _queries), _arguments.Keys));
        }
    }

    /// <summary>0 where a weight is dropped, and what the others are multiplied by.</summary>
    private static Tensor Kept(AttentionOptions options, Shape shape)
    {
        Tensor kept = Tensor.Empty(shape);
        Span<float> factors = kept.Span<float>();
        options.Random!.Value.FillUniform(factors, options.RandomStart);
        float limit = (float)options.Dropout;
        float factor = (float)(1 / (1 - options.Dropout));
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = factors[i] < limit ? 0 : factor;
        }

        GC.KeepAlive(kept);
        return kept;
    }

    /// <summary>Where a query sees a key; null if everywhere.</summary>
    private static Tensor? Visible(AttentionArguments arguments)
    {
        Tensor? visible = null;
        if (arguments.CausalOffset is { } offset)
        {
            Tensor queries = Tensor.Arange(arguments.L).Unsqueeze(1);
            And(F.GreaterOrEqual(F.Add(queries, offset), Tensor.Arange(arguments.S)));
        }

        foreach ((Tensor mask, bool isVisible) in arguments.Truths)
        {
            And(isVisible ? mask : Not(mask));
        }

        foreach (Tensor bias in arguments.Biases)
        {
            And(F.NotEqual(bias.Detach(), double.NegativeInfinity));
        }

        return visible is null ? null : F.Expand(visible, arguments.Scores).Contiguous();

        void And(Tensor mask) => visible = visible is null ? mask : F.Where(visible, mask, visible);
    }

    private static Tensor Not(Tensor mask)
    {
        Tensor source = mask.Contiguous();
        Tensor result = Tensor.Empty(mask.Shape, DataType.Bool);
        ReadOnlySpan<bool> from = source.Span<bool>();
        Span<bool> to = result.Span<bool>();
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = !from[i];
        }

        GC.KeepAlive(source);
        GC.KeepAlive(result);
        return result;
    }

    private static bool IsFinite(Tensor x)
    {
        Tensor plain = x.Detach();
        return F.Sum(F.Equal(F.Subtract(plain, plain), 0).To(DataType.Int64)).Item<long>() == plain.Length;
    }

    /// <summary>The gradient of heads that several query heads shared.</summary>
    private Tensor Shared(Tensor gradient, Tensor of)
    {
        if (_arguments.Group > 1)
        {
            ReadOnlySpan<int> dimensions = of.Shape.Dimensions;
            gradient = F.Sum(F.Reshape(gradient, Shape.Create([.. dimensions[..^2], _arguments.Group, .. dimensions[^2..]])), -3);
        }

        return gradient.To(of.DataType);
    }

    /// <summary>The products of rows for queries with rows for keys.</summary>
    private Tensor Pairs(bool skips, Tensor x, Tensor y)
    {
        if (!skips)
        {
            return F.MatMul(x, y.Transpose());
        }

        // A product of 0 with a number that is not finite is not 0: each term is chosen for itself, forward and backward.
        Tensor visible = _visible!.Unsqueeze(-1);
        return F.Sum(F.Multiply(F.Where(visible, x.Unsqueeze(-2), 0), F.Where(visible, y.Unsqueeze(-3), 0)), -1);
    }

    /// <summary>Sums rows for keys, weighted, for each query.</summary>
    private Tensor ToQueries(bool skips, Tensor weights, Tensor x) => !skips
        ? F.MatMul(weights, x)
        : F.Sum(F.Multiply(weights.Unsqueeze(-1), F.Where(_visible!.Unsqueeze(-1), x.Unsqueeze(-3), 0)), -2);

    /// <summary>Sums rows for queries, weighted, for each key.</summary>
    private Tensor ToKeys(bool skips, Tensor weights, Tensor x) => !skips
        ? F.MatMul(weights.Transpose(), x)
        : F.Sum(F.Multiply(weights.Unsqueeze(-1), F.Where(_visible!.Unsqueeze(-1), x.Unsqueeze(-2), 0)), -3);
}
