using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>An attention of differentiable operations on all scores: what gradients of gradients are made of.</summary>
internal sealed class AttentionComposition
{
    private readonly AttentionArguments _arguments;
    private readonly Tensor _queries;
    private readonly Tensor _keys;
    private readonly Tensor _values;
    private readonly Tensor? _visible;
    private readonly bool _skips;

    internal AttentionComposition(AttentionArguments arguments)
    {
        _arguments = arguments;
        DataType type = arguments.Queries.DataType == DataType.Float64 ? DataType.Float64 : DataType.Float32;
        _queries = arguments.Queries.To(type);
        _keys = AttentionArguments.RepeatHeads(arguments.Keys, arguments.Group).To(type);
        _values = AttentionArguments.RepeatHeads(arguments.Values, arguments.Group).To(type);
        _visible = Visible(arguments);
        _skips = _visible is not null && !(IsFinite(_queries) && IsFinite(_keys) && IsFinite(_values));
    }

    /// <summary>The weights <c>[..., L, S]</c>, in float32 or float64.</summary>
    internal Tensor Weights()
    {
        AttentionOptions options = _arguments.Options;
        Tensor scores = F.Multiply(Products(), _arguments.Scale);
        if (options.SoftCap is { } cap)
        {
            scores = F.Multiply(F.Tanh(F.Divide(scores, cap)), cap);
        }

        foreach (Tensor bias in _arguments.Biases)
        {
            scores = F.Add(scores, bias.To(scores.DataType));
        }

        Tensor weights = _visible is null ? F.Softmax(scores, -1, options.Beta) : F.MaskedSoftmax(scores, _visible, -1, options.Beta);
        return options.Dropout > 0 ? F.Multiply(weights, Kept(options, weights.Shape).To(weights.DataType)) : weights;
    }

    /// <summary>The weighted values <c>[..., L, Ev]</c>, in float32 or float64.</summary>
    internal Tensor Output(Tensor weights)
    {
        if (!_skips)
        {
            return F.MatMul(weights, _values);
        }

        // A product with a number that is not finite is not 0 where the weight is: each term is chosen for itself.
        Tensor terms = F.Multiply(weights.Unsqueeze(-1), _values.Unsqueeze(-3));
        return F.Sum(F.Where(_visible!.Unsqueeze(-1), terms, 0), -2);
    }

    /// <summary>0 where a weight is dropped, and what the others are multiplied by.</summary>
    internal static Tensor Kept(AttentionOptions options, Shape shape)
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

    private Tensor Products()
    {
        if (!_skips)
        {
            return F.MatMul(_queries, _keys.Transpose());
        }

        Tensor visible = _visible!.Unsqueeze(-1);
        return F.Sum(F.Multiply(F.Where(visible, _queries.Unsqueeze(-2), 0), F.Where(visible, _keys.Unsqueeze(-3), 0)), -1);
    }
}
