using System.Globalization;
using Hillock.Autograd;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Serialization.Description;

/// <summary>Reads a network from a text, and finds what the input's shape says by passing zeros through the layers.</summary>
internal sealed class NetworkTextReader(string text, Shape inputShape, int? outputs)
{
    // Two examples, as one is no batch to normalise.
    private const int Batch = 2;
    private const int Wide = 60;

    private int _at;

    /// <summary>Reads the whole text.</summary>
    internal NetworkDescription Read()
    {
        Tensor? x = null;
        List<NetworkDescription> layers = Chain(ref x, 0);
        Skip();
        return _at == text.Length ? Sequence(layers) : throw Fault(_at, $"a comma or the end is expected but there is '{text[_at]}'", "take it out");
    }

    private static NetworkDescription Sequence(List<NetworkDescription> layers) =>
        new(LayerTable.Find(nameof(Sequential))!, new OrderedDictionary<string, object?> { ["layers"] = layers.ToArray() });

    private List<NetworkDescription> Chain(ref Tensor? x, int depth)
    {
        if (depth > NetworkDescription.MostDepth)
        {
            throw Fault(
                _at, FormattableString.Invariant($"layers lie more than {NetworkDescription.MostDepth} deep in each other"), "write the network flatter");
        }

        List<NetworkDescription> layers = [];
        do
        {
            Skip();
            layers.Add(Layer(ref x, depth));
            Skip();
        }
        while (Take(','));
        return layers;
    }

    private NetworkDescription Layer(ref Tensor? x, int depth)
    {
        int start = _at;
        string name = Token();
        Shape shape = x?.Shape ?? Shape.Create([Batch, .. inputShape.Dimensions]);
        LayerRow row = name.Length == 0 ? throw Fault(start, "a layer's name is expected", "write one, such as linear or relu")
            : LayerTable.Find(name, shape.Rank - 2) ?? throw Fault(
                start, $"there is no layer \"{name}\"",
                NetworkJson.Near(name, LayerTable.All.Select(static one => one.Name.ToLowerInvariant()), "docs/layers.md has their names"));
        LayerTextArguments values = new LayerTextArguments(this, row);
        for (Skip(); _at < text.Length && text[_at] is not (',' or ')'); Skip())
        {
            int place = _at;
            if (text[_at] == '(')
            {
                LayerParameter inner = row.Parameters.FirstOrDefault(one => one.Kind is LayerValueKind.Layer or LayerValueKind.Layers && !values.Has(one))
                    ?? throw Fault(place, $"{row.Name} has no layers in it", "take the parentheses out");
                values.Set(inner, Group(inner, x, depth), place);
                continue;
            }

            string word = Token();
            Skip();
            if (!Take('='))
            {
                values.AddInOrder(word, place);
                continue;
            }

            LayerParameter parameter = values.Named(word, place);
            Skip();
            int valuePlace = _at;
            bool isGroup = parameter.Kind is LayerValueKind.Layer or LayerValueKind.Layers;
            values.Set(parameter, isGroup ? Group(parameter, x, depth) : values.Value(parameter, Token(), valuePlace), place);
        }

        bool isEnd = depth == 0 && _at == text.Length;
        NetworkDescription layer = values.Complete(shape, isEnd ? outputs : null, isEnd, start);
        x = Pass(layer, x ?? First(layer), start);
        return layer;
    }

    /// <summary>What stands in parentheses: a layer, a chain as one, or a list of layers.</summary>
    private object Group(LayerParameter parameter, Tensor? x, int depth)
    {
        int start = _at;
        if (!Take('('))
        {
            throw Fault(start, $"{parameter.Name} expects layers in parentheses", "write (…)");
        }

        Skip();
        List<NetworkDescription> layers = parameter.Kind == LayerValueKind.Layers && _at < text.Length && text[_at] == ')' ? [] : Chain(ref x, depth + 1);
        Skip();
        if (!Take(')'))
        {
            throw Fault(start, "the parenthesis has no end", "write ) where the layers end");
        }

        return parameter.Kind == LayerValueKind.Layers ? layers.ToArray() : layers.Count == 1 ? layers[0] : Sequence(layers);
    }

    private Tensor First(NetworkDescription layer)
    {
        while (layer.Arguments.Values.FirstOrDefault(static one => one is NetworkDescription or NetworkDescription[] { Length: > 0 }) is { } inner)
        {
            layer = inner as NetworkDescription ?? ((NetworkDescription[])inner)[0];
        }

        DataType type = layer.Type is nameof(Embedding) or nameof(EmbeddingBag) ? DataType.Int64
            : layer.Row.Find("dataType") is null ? DataType.Float32 : new LayerArguments(layer, RandomSource.Shared, "").Type;
        return Tensor.Zeros(Shape.Create([Batch, .. inputShape.Dimensions]), type);
    }

    private Tensor Pass(NetworkDescription layer, Tensor x, int start)
    {
        try
        {
            using (Gradients.Disabled())
            using (Module.Evaluating())
            {
                return layer.Build(0).Forward(x);
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or OverflowException)
        {
            string message = exception.Message.Split('\n')[0];
            int end = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
            throw Fault(
                start, $"{layer.Type} does not take what comes to it, {x.Shape} with a batch of {Batch.ToString(CultureInfo.InvariantCulture)}",
                "it says: " + (end < 0 ? message : message[..end]).TrimEnd('.'));
        }
    }

    private string Token()
    {
        int start = _at;
        while (_at < text.Length && text[_at] is not (',' or '(' or ')' or '=') && !char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    private void Skip()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private bool Take(char letter)
    {
        bool isThere = _at < text.Length && text[_at] == letter;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>A fault with the text around it and a mark below.</summary>
    internal FormatException Fault(int place, string problem, string remedy)
    {
        int first = Math.Max(0, place - Wide), end = place + Math.Min(text.Length - place, Wide);
        string shown = string.Concat(text[first..end].Select(static letter => char.IsControl(letter) ? ' ' : letter));
        string number = (place + 1).ToString(CultureInfo.InvariantCulture);
        return new FormatException($"{problem}, at character {number} of the network; {remedy}.\n  {shown}\n  {new string(' ', place - first)}^");
    }
}
