using System.Text.Json;
using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Hillock.Tests.Functional;

namespace Hillock.Tests.Modules;

/// <summary>One case of <c>transformers.json</c>, written by <c>tools/oracle/torch_transformers.py</c>, with the module that it is about.</summary>
internal sealed class TransformerCase
{
    private readonly JsonElement _element;
    private readonly DataType _type;
    private readonly Dictionary<string, Tensor> _inputs = [];

    public TransformerCase(string name, DataType type)
    {
        _element = TorchData.Case("transformers", "cases", name);
        _type = type;
        Module = Kind switch
        {
            "attention" => Attention(),
            "layer" => Encoder(),
            _ => Decoder(),
        };
        Module.LoadStateDict(_element.GetProperty("state").EnumerateObject().ToDictionary(item => item.Name, item => Read(item.Value)));
        foreach (string input in (string[])["query", "key", "value", "staticKeys", "staticValues", "memory"])
        {
            if (_element.TryGetProperty(input, out JsonElement value))
            {
                _inputs[input] = Read(value).WithGradient();
            }
        }
    }

    public Module Module { get; }

    public string Kind => _element.GetProperty("kind").GetString()!;

    public IReadOnlyDictionary<string, Tensor> Inputs => _inputs;

    public static IEnumerable<string> Names(string kind) => TorchData.Load("transformers").GetProperty("cases").EnumerateArray()
        .Where(one => one.GetProperty("kind").GetString() == kind).Select(one => one.GetProperty("name").GetString()!);

    public Tensor Expected(string name) => TorchData.Tensor(_element.GetProperty(name));

    /// <summary>The reference's gradients, by name of parameter or input.</summary>
    public IEnumerable<(string Name, Tensor Expected)> Gradients =>
        _element.GetProperty("gradients").EnumerateObject().Select(item => (item.Name, TorchData.Tensor(item.Value)));

    /// <summary>The output, and the weights where the module has them.</summary>
    public (Tensor Output, Tensor? Weights) Run()
    {
        Tensor query = _inputs["query"];
        AttentionMask? mask = Flag("causal") ? new CausalMask() : Mask("mask");
        Tensor? padding = _element.TryGetProperty("padding", out JsonElement value) ? Truths(value) : null;
        switch (Module)
        {
            case MultiheadAttention attention when _inputs.ContainsKey("staticKeys"):
                return attention.ForwardStatic(query, _inputs["staticKeys"], _inputs["staticValues"], mask, padding, !Flag("perHead"));
            case MultiheadAttention attention:
                Tensor key = _inputs.GetValueOrDefault("key", query);
                return attention.ForwardWithWeights(query, key, _inputs.GetValueOrDefault("value", key), mask, padding, !Flag("perHead"));
            case TransformerEncoderLayer layer:
                return (layer.Forward(query, mask, padding), null);
            case TransformerEncoder encoder:
                return (encoder.Forward(query, mask, padding), null);
        }

        Tensor? memoryPadding = _element.TryGetProperty("memoryPadding", out value) ? Truths(value) : null;
        Tensor output = Module is TransformerDecoderLayer decoderLayer
            ? decoderLayer.Forward(query, _inputs["memory"], mask, Mask("memoryMask"), padding, memoryPadding)
            : ((TransformerDecoder)Module).Forward(query, _inputs["memory"], mask, Mask("memoryMask"), padding, memoryPadding);
        return (output, null);
    }

    /// <summary>The output as a function of its inputs and parameters, whose values are written into the module.</summary>
    public Tensor Total((Tensor Output, Tensor? Weights) result)
    {
        Tensor sum = F.Sum(result.Output * TorchCase.Weights(result.Output.Shape, 0).To(_type));
        return Flag("throughWeights") ? sum + F.Sum(result.Weights! * TorchCase.Weights(result.Weights!.Shape, 1).To(_type)) : sum;
    }

    private static Tensor Truths(JsonElement element) => Tensor.From(
        element.GetProperty("truths").EnumerateArray().Select(value => value.GetInt32() != 0).ToArray(),
        Shape.Create([.. element.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())]));

    private AttentionMask? Mask(string name)
    {
        if (!_element.TryGetProperty(name, out JsonElement mask))
        {
            return null;
        }

        return mask.TryGetProperty("truths", out _) ? new BlockedMask(Truths(mask)) : new AdditiveMask(Read(mask));
    }

    private bool Flag(string name) => _element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private int Number(string name) => _element.GetProperty(name).GetInt32();

    private Tensor Read(JsonElement element) => Tensor.From(
        element.GetProperty("values").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.String ? double.NegativeInfinity : value.GetDouble())
            .ToArray(),
        Shape.Create([.. element.GetProperty("shape").EnumerateArray().Select(length => length.GetInt32())])).To(_type);

    private T Argument<T>(string name, T otherwise, Func<JsonElement, T> read) =>
        _element.GetProperty("arguments").TryGetProperty(name, out JsonElement value) ? read(value) : otherwise;

    private bool Option(string name, bool otherwise = false) => Argument(name, otherwise, value => value.GetBoolean());

    private MultiheadAttention Attention() => new(
        Number("embed"), Number("heads"), bias: Option("bias", true), addBiasKV: Option("add_bias_kv"), addZeroAttention: Option("add_zero_attn"),
        kDim: Argument("kdim", (int?)null, value => value.GetInt32()), vDim: Argument("vdim", (int?)null, value => value.GetInt32()),
        batchFirst: Option("batch_first"), dataType: _type);

    private Module Encoder()
    {
        Module? norm = Flag("norm") ? new LayerNorm(Number("embed"), dataType: _type) : null;
        return Number("layers") == 0 ? Layer() : new TransformerEncoder(Number("layers"), _ => Layer(), norm);

        TransformerEncoderLayer Layer() => new(
            Number("embed"), Number("heads"), Argument("dim_feedforward", 2048, value => value.GetInt32()), 0, Function(),
            Argument("layer_norm_eps", 1e-5, value => value.GetDouble()), Option("batch_first"), Option("norm_first"), Flag("bias"), dataType: _type);
    }

    private Module Decoder()
    {
        Module? norm = Flag("norm") ? new LayerNorm(Number("embed"), dataType: _type) : null;
        return Number("layers") == 0 ? Layer() : new TransformerDecoder(Number("layers"), _ => Layer(), norm);

        TransformerDecoderLayer Layer() => new(
            Number("embed"), Number("heads"), Argument("dim_feedforward", 2048, value => value.GetInt32()), 0, Function(),
            Argument("layer_norm_eps", 1e-5, value => value.GetDouble()), Option("batch_first"), Option("norm_first"), Flag("bias"), dataType: _type);
    }

    private Activation<Gelu>? Function() => Argument("activation", "relu", value => value.GetString()!) == "gelu" ? new Activation<Gelu>() : null;
}
