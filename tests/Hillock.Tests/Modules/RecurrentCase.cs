using System.Text.Json;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Hillock.Tests.Functional;

namespace Hillock.Tests.Modules;

/// <summary>One case of <c>recurrent.json</c>, written by <c>tools/oracle/torch_recurrent.py</c>, with the module that it is about.</summary>
internal sealed class RecurrentCase
{
    private readonly JsonElement _element;
    private readonly DataType _type;

    public RecurrentCase(string name, DataType type)
    {
        _element = TorchData.Case("recurrent", "cases", name);
        _type = type;
        int[] lengths = [.. _element.GetProperty("lengths").EnumerateArray().Select(length => length.GetInt32())];
        Lengths = lengths.Length > 0 ? lengths : null;
        Module = Create();
        Module.LoadStateDict(_element.GetProperty("state").EnumerateObject().ToDictionary(item => item.Name, item => TorchData.Tensor(item.Value, type)));
        Inputs = _element.GetProperty("inputs").EnumerateObject().ToDictionary(item => item.Name, item => TorchData.Tensor(item.Value, type).WithGradient());
    }

    public static IEnumerable<string> Names => TorchData.Names("recurrent", "cases");

    public Module Module { get; }

    public IReadOnlyDictionary<string, Tensor> Inputs { get; }

    /// <summary>The lengths of the sequences, or null where all are whole.</summary>
    private int[]? Lengths { get; }

    /// <summary>What PyTorch prints of the module.</summary>
    public string Text => _element.GetProperty("text").GetString()!;

    public IReadOnlyList<string> States => [.. _element.GetProperty("state").EnumerateObject().Select(item => item.Name)];

    public IReadOnlyList<Tensor> Outputs => [.. _element.GetProperty("outputs").EnumerateArray().Select(item => TorchData.Tensor(item))];

    /// <summary>The leaves in the order of the gradients.</summary>
    public IReadOnlyList<Tensor> Leaves
    {
        get
        {
            Dictionary<string, Tensor> all = Module.NamedParameters().ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
            return [.. _element.GetProperty("gradients").EnumerateObject().Select(item => all.GetValueOrDefault(item.Name) ?? Inputs[item.Name])];
        }
    }

    public IReadOnlyList<Tensor> Gradients(string order) =>
        [.. _element.GetProperty(order).EnumerateObject().Select(item => TorchData.Tensor(item.Value))];

    /// <summary>Outputs, final hidden state and final cell, as far as there are.</summary>
    public IReadOnlyList<Tensor> Run()
    {
        Tensor x = Inputs["x"];
        Tensor? hidden = Inputs.GetValueOrDefault("hidden"), cell = Inputs.GetValueOrDefault("cell");
        Tensor lastHidden, lastCell;
        return Module switch
        {
            Rnn rnn => [rnn.Forward(x, out lastHidden, hidden, Lengths), lastHidden],
            Gru gru => [gru.Forward(x, out lastHidden, hidden, Lengths), lastHidden],
            Lstm lstm => [lstm.Forward(x, out lastHidden, out lastCell, hidden, cell, Lengths), lastHidden, lastCell],
            RnnCell rnn => [rnn.Forward(x, hidden)],
            GruCell gru => [gru.Forward(x, hidden)],
            LstmCell lstm => [lstm.Forward(x, out lastCell, hidden, cell), lastCell],
            _ => throw new InvalidOperationException(Module.ToString()),
        };
    }

    /// <summary>The number whose gradients the reference has.</summary>
    public Tensor Total() => Total(Run());

    /// <summary>The sum of tensors with fixed weights, the first with those of number <paramref name="shift"/>.</summary>
    public Tensor Total(IReadOnlyList<Tensor> results, int shift = 0)
    {
        Tensor sum = Tensor.Scalar(0, _type);
        for (int i = 0; i < results.Count; i++)
        {
            sum += F.Sum(results[i] * TorchCase.Weights(results[i].Shape, i + shift).To(_type));
        }

        return sum;
    }

    private Module Create()
    {
        int size = _element.GetProperty("size").GetInt32(), hidden = _element.GetProperty("hidden").GetInt32();
        JsonElement arguments = _element.GetProperty("arguments");
        int layers = arguments.TryGetProperty("num_layers", out JsonElement value) ? value.GetInt32() : 1;
        int projection = arguments.TryGetProperty("proj_size", out value) ? value.GetInt32() : 0;
        bool bias = !arguments.TryGetProperty("bias", out value) || value.GetBoolean();
        bool first = arguments.TryGetProperty("batch_first", out value) && value.GetBoolean();
        bool both = arguments.TryGetProperty("bidirectional", out value) && value.GetBoolean();
        RnnNonlinearity function = arguments.TryGetProperty("nonlinearity", out _) ? RnnNonlinearity.Relu : RnnNonlinearity.Tanh;
        return _element.GetProperty("kind").GetString() switch
        {
            "rnn" => new Rnn(size, hidden, layers, bias, first, 0, both, function, dataType: _type),
            "lstm" => new Lstm(size, hidden, layers, bias, first, 0, both, projection, dataType: _type),
            "gru" => new Gru(size, hidden, layers, bias, first, 0, both, dataType: _type),
            "rnn_cell" => new RnnCell(size, hidden, bias, function, dataType: _type),
            "lstm_cell" => new LstmCell(size, hidden, bias, dataType: _type),
            _ => new GruCell(size, hidden, bias, dataType: _type),
        };
    }
}
