using System.Text.Json;
using Hillock.Activations;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>Normalisation, attention and layers. The parameters of a module are arguments: their places follow from the names of its state.</summary>
internal static class LayerKinds
{
    public static Dictionary<string, Func<Configuration, Tensor[], Tensor[]>> All { get; } = new()
    {
        ["layer-norm"] = (c, x) => [F.LayerNorm(x[0], Shape.Create(c.Numbers("shape")), Option(c, x, "weight"), Option(c, x, "bias"), c.Number("epsilon"))],
        ["rms-norm"] = (c, x) => [F.RmsNorm(x[0], Shape.Create(c.Numbers("shape")), Option(c, x, "weight"), c.Number("epsilon"))],
        ["attention"] = Attention,
        ["multihead-attention"] = Multihead,
        ["encoder-layer"] = Encoder,
        ["decoder-layer"] = Decoder,
        ["adaptive-log-softmax"] = Adaptive,
        ["dropout-in-evaluation"] = (c, x) => [((Dropout)new Dropout(c.Number("probability")).Evaluate()).Forward(x[0])],
    };

    /// <summary>The argument whose place an option names, or null.</summary>
    private static Tensor? Option(Configuration c, Tensor[] x, string name) => c.Whole(name) is > 0 and int place ? x[place] : null;

    private static double? Real(Configuration c, string name) => c.Options.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : null;

    private static Tensor[] Attention(Configuration c, Tensor[] x)
    {
        Tensor? truth = Option(c, x, "visible");
        AttentionMask? mask = AttentionMask.Combine(
            truth is null ? null : c.Flag("blocked") ? new BlockedMask(truth) : new VisibleMask(truth),
            Option(c, x, "bias") is { } bias ? new AdditiveMask(bias) : null,
            c.Text("causal") is { } causal ? new CausalMask(Enum.Parse<CausalAlignment>(causal)) : null);
        AttentionOptions options =
            new AttentionOptions { Scale = Real(c, "scale"), Beta = c.Number("beta", 1), SoftCap = Real(c, "cap"), GroupedHeads = c.Flag("grouped") };
        if (!c.Flag("weights"))
        {
            return [F.ScaledDotProductAttention(x[0], x[1], x[2], mask, options)];
        }

        Tensor output = F.ScaledDotProductAttention(x[0], x[1], x[2], out Tensor weights, mask, options);
        return [output, weights];
    }

    private static Tensor[] Multihead(Configuration c, Tensor[] x)
    {
        MultiheadAttention module = new(
            c.Whole("embed"), c.Whole("heads"), bias: c.Flag("bias"), addBiasKV: c.Flag("add_bias_kv"), addZeroAttention: c.Flag("add_zero_attn"),
            kDim: c.Whole("kdim"), vDim: c.Whole("vdim"), batchFirst: c.Flag("batch_first"), dataType: x[0].DataType);
        (Tensor query, Tensor key, Tensor value) = c.Flag("same") ? (x[0], x[0], x[0]) : (x[0], x[1], x[2]);
        Tensor? given = Option(c, x, "mask");
        AttentionMask? mask =
            given is null
                ? null
                : given.DataType == DataType.Bool ? c.Text("mask-kind") == "causal" && Square(given) ? new CausalMask() : new BlockedMask(given)
                : new AdditiveMask(given);
        return Run(c, x, module, () =>
        {
            (Tensor output, Tensor weights) = module.ForwardWithWeights(query, key, value, mask, Option(c, x, "padding"), c.Flag("average"));
            return c.Flag("weights") ? [output, weights] : [output];
        });
    }

    private static bool Square(Tensor mask) => mask.Shape[0] == mask.Shape[1];

    private static Tensor[] Encoder(Configuration c, Tensor[] x)
    {
        TransformerEncoderLayer module = new(
            c.Whole("width"), c.Whole("heads"), c.Whole("dim_feedforward"), 0, Function(c), c.Number("layer_norm_eps"), c.Flag("batch_first"),
            c.Flag("norm_first"), dataType: x[0].DataType);
        return Run(c, x, module, () => [module.Forward(x[0], c.Flag("causal") ? new CausalMask() : null, Option(c, x, "padding"))]);
    }

    private static Tensor[] Decoder(Configuration c, Tensor[] x)
    {
        TransformerDecoderLayer module = new(
            c.Whole("width"), c.Whole("heads"), c.Whole("dim_feedforward"), 0, Function(c), c.Number("layer_norm_eps"), c.Flag("batch_first"),
            c.Flag("norm_first"), dataType: x[0].DataType);
        return Run(c, x, module, () => [module.Forward(x[0], x[1], c.Flag("causal") ? new CausalMask() : null, null, Option(c, x, "padding"))]);
    }

    private static Tensor[] Adaptive(Configuration c, Tensor[] x)
    {
        AdaptiveLogSoftmaxWithLoss module = new(
            c.Whole("features"), c.Whole("classes"), c.Numbers("cutoffs"), c.Number("value"), c.Flag("head-bias"), dataType: x[0].DataType);
        return Run(c, x, module, () =>
        {
            if (c.Flag("all"))
            {
                return [module.LogProbabilities(x[0])];
            }

            (Tensor output, Tensor loss) = module.Forward(x[0], x[1]);
            return [output, loss];
        });
    }

    private static Activation<Gelu>? Function(Configuration c) => c.Text("activation") == "gelu" ? new Activation<Gelu>() : null;

    /// <summary>Loads the state, and has the configuration take the module's own parameters for its last arguments.</summary>
    private static Tensor[] Run(Configuration c, Tensor[] x, Module module, Func<Tensor[]> forward)
    {
        string[] names = [.. c.Options.GetProperty("parameters").EnumerateArray().Select(name => name.GetString()!)];
        int first = x.Length - names.Length;
        module.LoadStateDict(names.Index().ToDictionary(item => item.Item, item => x[first + item.Index].Detach()));
        Dictionary<string, Tensor> parameters = module.NamedParameters().ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        for (int i = 0; i < names.Length; i++)
        {
            c.Replace(first + i, parameters[names[i]]);
        }

        return forward();
    }
}
