using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Hillock.Tensors;
using Hillock.Tests.Oracle;

namespace Hillock.Tests.Laws;

/// <summary>One call of a function on tensors with its inputs and what must come out, written by <c>tools/oracle/tensor_laws.py</c>.</summary>
internal sealed class LawCase
{
    private const int Samples = 8;
    private const int Long = 600;

    private static readonly ConcurrentDictionary<string, IReadOnlyList<LawCase>> Loaded = new();

    private readonly string[] _inputs;
    private readonly bool _unitWeights;

    private LawCase(string file, JsonElement element)
    {
        File = file;
        Call = element.GetProperty("call").GetString()!;
        Point = element.GetProperty("point").GetString()!;
        Type = Enum.Parse<DataType>(element.GetProperty("type").GetString()!, ignoreCase: true);
        Shapes = [.. element.GetProperty("shapes").EnumerateArray().Select(shape => shape.EnumerateArray().Select(length => length.GetInt32()).ToArray())];
        Kinds = element.TryGetProperty("kinds", out JsonElement kinds) ? kinds.GetString()! : new string('x', Shapes.Length);
        _unitWeights = element.TryGetProperty("unit", out _);
        _inputs = [.. element.GetProperty("x").EnumerateArray().Select(text => text.GetString()!)];
        Value = Parse(element.GetProperty("y"));
        IsDifferentiable = element.TryGetProperty("g", out JsonElement gradients);
        Gradients = IsDifferentiable ? [.. gradients.EnumerateArray().Select(Parse)] : [];
        Second = IsDifferentiable ? [.. element.GetProperty("h").EnumerateArray().Select(Parse)] : [];
    }

    /// <summary>The name of the file, that of the function in kebab case.</summary>
    public string File { get; }

    /// <summary>What is called, a key of <see cref="TensorFunctions"/>.</summary>
    public string Call { get; }

    /// <summary>What kind of inputs these are.</summary>
    public string Point { get; }

    /// <summary>The element type.</summary>
    public DataType Type { get; }

    /// <summary>The shapes of the inputs.</summary>
    public int[][] Shapes { get; }

    /// <summary>Of each input: x to differentiate by, c a constant, i whole numbers, b truth values.</summary>
    public string Kinds { get; }

    /// <summary>Whether there are gradients.</summary>
    public bool IsDifferentiable { get; }

    /// <summary>The result, or samples of a long one.</summary>
    public ExpectedNumber[] Value { get; }

    /// <summary>Of each input of kind x, the gradient of the weighted sum of the result.</summary>
    public ExpectedNumber[][] Gradients { get; }

    /// <summary>The derivatives of the gradients along fixed directions.</summary>
    public ExpectedNumber[][] Second { get; }

    /// <summary>How many numbers the oracle decides.</summary>
    public int Points => Value.Count(one => !one.IsOpen) + Gradients.Concat(Second).Sum(part => part.Count(one => !one.IsOpen));

    /// <summary>The length of the longest input.</summary>
    public int Length => Shapes.Max(shape => shape.Aggregate(1, (product, length) => product * length));

    /// <summary>The cases of one function.</summary>
    public static IReadOnlyList<LawCase> Load(string file) => Loaded.GetOrAdd(file, static file =>
    {
        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllText(Path.Combine(OracleFile.DataFolder, "tensors", file + ".json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(element => new LawCase(file, element))];
    });

    /// <summary>The names of all files.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [
            .. Directory.EnumerateFiles(Path.Combine(OracleFile.DataFolder, "tensors"), "*.json").Select(path => Path.GetFileNameWithoutExtension(path))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The inputs, contiguous.</summary>
    public Tensor[] Inputs() => [.. Enumerable.Range(0, Shapes.Length).Select(Input)];

    /// <summary>The weights of the result (k = 0) or the direction of input k − 1: multiples of ¼ of either sign, or ±1.</summary>
    public Tensor Weights(Shape shape, int k, DataType type)
    {
        double[] values = new double[shape.Length];
        for (int i = 0; i < values.Length; i++)
        {
            // As in the oracle, of period 9.
            double weight = ((((5L * i) + (3 * k)) % 9) - 4) / 4.0;
            weight = weight == 0 ? 1.25 : weight;
            values[i] = _unitWeights ? Math.Sign(weight) : weight;
        }

        return Tensor.From(values, shape).To(type);
    }

    /// <summary>The positions of a tensor's elements that the oracle's file has.</summary>
    public static int[] Positions(int length) =>
        length <= Long ? [.. Enumerable.Range(0, length)] : [.. Enumerable.Range(0, Samples).Select(i => (int)((long)i * (length - 1) / (Samples - 1)))];

    public override string ToString() => $"{Call}, {Point}, {Type}";

    private static ExpectedNumber[] Parse(JsonElement text) =>
        [.. text.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ExpectedNumber.Parse)];

    private Tensor Input(int index)
    {
        string text = _inputs[index];
        Shape shape = Shapes[index];
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Kinds[index] == 'i')
        {
            return Tensor.From(Array.ConvertAll(words, word => long.Parse(word, CultureInfo.InvariantCulture)), shape);
        }

        if (Kinds[index] == 'b')
        {
            return Tensor.From(Array.ConvertAll(words, word => word == "1"), shape);
        }

        double[] values = words is ["periodic", _, var a, var b, var c, var d]
            ? Periodic(shape.Length, Whole(a), Whole(b), Whole(c), Whole(d))
            : Array.ConvertAll(words, Ulp.NearestDouble);
        Tensor x = Tensor.From(values, shape).To(Type);
        return x;

        static int Whole(string word) => int.Parse(word, CultureInfo.InvariantCulture);
    }

    private static double[] Periodic(int length, int a, int b, int c, int d) =>
        [.. Enumerable.Range(0, length).Select(i => (double)((((long)a * i) + b) % 99 - c) / d)];
}
