using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>
/// One configuration of a function, written by <c>tools/oracle/random_configurations.py</c>: options, inputs, and what the reference makes of them.
/// </summary>
internal sealed class Configuration
{
    private readonly JsonElement _item;
    private readonly ConfigurationInput[] _inputs;
    private Tensor[] _leaves = [];

    public Configuration(string line)
    {
        _item = JsonDocument.Parse(line).RootElement;
        Kind = _item.GetProperty("kind").GetString()!;
        Name = $"{Kind} (family {_item.GetProperty("family").GetString()}, seed {_item.GetProperty("seed")}, number {_item.GetProperty("index")})";
        Options = _item.GetProperty("options");
        _inputs = [.. _item.GetProperty("inputs").EnumerateArray().Select(input => new ConfigurationInput(input))];
    }

    public string Name { get; }

    public string Kind { get; }

    /// <summary>The type of the first floating-point input.</summary>
    public DataType Type => _inputs.Select(input => input.Type).Where(type => type.IsFloatingPoint()).DefaultIfEmpty(DataType.Int64).First();

    public JsonElement Options { get; }

    public bool IsRefused => _item.TryGetProperty("refused", out _);

    /// <summary>The options and the inputs' types and shapes, for a message.</summary>
    public string Description
    {
        get
        {
            return $"{Options} of {string.Join(", ", _item.GetProperty("inputs").EnumerateArray().Select(Describe))}";

            static string Describe(JsonElement input) =>
                $"{input.GetProperty("type")} {input.GetProperty("shape")}{(input.TryGetProperty("via", out JsonElement via) ? $" via {via}" : "")}";
        }
    }

    public double Number(string name, double otherwise = 0) => Options.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : otherwise;

    public int Whole(string name, int otherwise = 0) => Options.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : otherwise;

    public bool Flag(string name, bool otherwise = false) => Options.TryGetProperty(name, out JsonElement value) ? value.GetBoolean() : otherwise;

    public string? Text(string name) => Options.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    public int[] Numbers(string name) => Options.TryGetProperty(name, out JsonElement value) ? ConfigurationInput.Whole(value) : [];

    public double[] Reals(string name) => [.. Options.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    public Reduction Reduction => Text("reduction") is { } name ? Enum.Parse<Reduction>(name, ignoreCase: true) : Reduction.Mean;

    /// <summary>Has gradients be those of another leaf than an input's, as a module has parameters of its own.</summary>
    public void Replace(int input, Tensor leaf) => _leaves[input] = leaf;

    /// <summary>What Hillock's answer differs in from the reference's, or null.</summary>
    public string? Deviation()
    {
        if (!ConfigurationKinds.All.TryGetValue(Kind, out Func<Configuration, Tensor[], Tensor[]>? function))
        {
            return "is of an unknown kind";
        }

        try
        {
            return Differences(function).FirstOrDefault(difference => difference is not null);
        }
        catch (ArgumentException) when (IsRefused)
        {
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return $"{exception.GetType().Name}: {exception.Message}";
        }
    }

    private IEnumerable<string?> Differences(Func<Configuration, Tensor[], Tensor[]> function)
    {
        _leaves = [.. _inputs.Select(input => input.Leaf())];
        Tensor[] outputs = function(this, [.. _inputs.Zip(_leaves, (input, leaf) => input.Argument(leaf))]);
        if (IsRefused)
        {
            yield return $"is taken although it must be refused ({_item.GetProperty("refused")})";
        }

        ExpectedResult[] expected = Expected("outputs");
        int roundings = _item.TryGetProperty("roundings", out JsonElement given) ? given.GetInt32() : 1;
        bool each = _item.GetProperty("each").GetBoolean();
        for (int k = 0; k < expected.Length; k++)
        {
            yield return expected[k].Difference(outputs[k], 0, each, roundings, $"output {k}");
        }

        Tensor[] wanted = [.. _leaves.Where((_, i) => _inputs[i].HasGradient)];
        Tensor[] floating = [.. outputs.Where(output => output.RequiresGrad)];
        ExpectedResult[] first = Expected("gradients"), second = Expected("second");
        if (first.Length + second.Length == 0)
        {
            yield break;
        }

        Tensor[] seeds = [.. outputs.Index().Where(item => item.Item.RequiresGrad).Select(item => Weights(item.Item, item.Index))];
        Tensor?[] gradients = floating.Length == 0 ? new Tensor?[wanted.Length] : Gradients.Of(floating, wanted, seeds, createGraph: second.Length > 0);
        for (int j = 0; j < first.Length; j++)
        {
            yield return first[j].Difference(gradients[j], 1, each: false, roundings, $"gradient {j}");
        }

        if (second.Length == 0)
        {
            yield break;
        }

        int[] differentiable = [.. Enumerable.Range(0, gradients.Length).Where(j => gradients[j]?.RequiresGrad == true)];
        Tensor?[] again = differentiable.Length == 0
            ? new Tensor?[wanted.Length]
            : Gradients.Of([.. differentiable.Select(j => gradients[j]!)], wanted, [.. differentiable.Select(j => Weights(gradients[j]!, 10 + j))]);
        for (int j = 0; j < second.Length; j++)
        {
            yield return second[j].Difference(again[j], 2, each: false, roundings, $"second gradient {j}");
        }
    }

    private ExpectedResult[] Expected(string part) =>
        _item.TryGetProperty(part, out JsonElement results) ? [.. results.EnumerateArray().Select(result => new ExpectedResult(result))] : [];

    /// <summary>The weights w(k) of the elements of a result: odd eighths, exact in every type.</summary>
    private static Tensor Weights(Tensor like, int k) =>
        Tensor.From(Enumerable.Range(0, like.Length).Select(i => ((2 * (((i * 5) + (k * 3)) % 14)) - 13) / 8.0).ToArray(), like.Shape).To(like.DataType);
}
