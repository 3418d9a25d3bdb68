using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Autograd;

/// <summary>Gradients of leaves over several backward passes of random graphs, forgotten, clipped, set and penalised in between, against PyTorch.</summary>
public class AccumulationTests
{
    public static TheoryData<string> Names => [.. TorchData.Names("accumulation", "cases")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_OverManySteps_ArePyTorchs(string name) => Check(name, inScope: false);

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_OverManyStepsInScopes_ArePyTorchs(string name) => Check(name, inScope: true);

    private static void Check(string name, bool inScope)
    {
        JsonElement data = TorchData.Case("accumulation", "cases", name);
        Tensor[] leaves = [.. data.GetProperty("leaves").EnumerateArray().Select(leaf => TorchData.Tensor(leaf).WithGradient())];
        Sgd optimizer = new(leaves, 0);
        int index = 0;
        foreach (JsonElement step in data.GetProperty("steps").EnumerateArray())
        {
            // A penalty needs the graph that an earlier step made, so its memory must not go back at the end of that step.
            if (inScope && !(step.TryGetProperty("create", out JsonElement create) && create.GetBoolean()))
            {
                TensorPool.Tidy(() => Run(step, leaves, optimizer));
            }
            else
            {
                Run(step, leaves, optimizer);
            }

            JsonElement after = data.GetProperty("after")[index++];
            for (int i = 0; i < leaves.Length; i++)
            {
                string what = $"step {index}, leaf {i}";
                if (after[i].ValueKind == JsonValueKind.Null)
                {
                    Assert.True(leaves[i].RawGradient is null, what);
                    continue;
                }

                double[] expected = TorchData.Numbers(after[i]);
                double[] actual = leaves[i].RawGradient!.ToArray<double>();
                Assert.Equal(expected.Length, actual.Length);
                Assert.All(
                    expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-11 * (1 + Math.Abs(pair.First)), $"{what}: {pair}"));
            }
        }
    }

    private static void Run(JsonElement step, Tensor[] leaves, Sgd optimizer)
    {
        switch (step.GetProperty("kind").GetString())
        {
            case "backward":
                Backward(step, leaves);
                break;
            case "zero":
                leaves[step.GetProperty("leaf").GetInt32()].ZeroGrad();
                break;
            case "clip":
                optimizer.ClipGradients(step.GetProperty("maximum").GetDouble());
                break;
            case "penalty":
                Tensor penalty = Tensor.Scalar(0, DataType.Float64);
                foreach (JsonElement leaf in step.GetProperty("leaves").EnumerateArray())
                {
                    penalty += F.Sum(F.Square(leaves[leaf.GetInt32()].RawGradient!));
                }

                penalty.Backward(retainGraph: true);
                break;
            default:
                int from = step.GetProperty("from").GetInt32();
                if (from >= 0)
                {
                    leaves[step.GetProperty("leaf").GetInt32()].Gradient = leaves[from].RawGradient!.Detach();
                }

                break;
        }
    }

    private static void Backward(JsonElement step, Tensor[] leaves)
    {
        List<Tensor> values = [.. leaves];
        foreach (JsonElement node in step.GetProperty("nodes").EnumerateArray())
        {
            values.Add(Apply(node, values));
        }

        Tensor output = values[step.GetProperty("output").GetInt32()];
        bool createGraph = step.GetProperty("create").GetBoolean();
        Tensor? seed = step.TryGetProperty("seed", out JsonElement given) ? TorchData.Tensor(given) : null;
        double[]? seedBefore = seed?.ToArray<double>();
        Tensor? Seed() => step.TryGetProperty("gradientOf", out JsonElement leaf) ? leaves[leaf.GetInt32()].RawGradient!.Detach() : seed;
        if (step.GetProperty("twice").GetBoolean())
        {
            output.Backward(Seed(), retainGraph: true, createGraph);
        }

        output.Backward(Seed(), createGraph: createGraph);
        Assert.Equal(seedBefore, seed?.ToArray<double>());
        Assert.False(seed is { Storage: not { Kept: false, References: 0 } });
    }

    private static Tensor Apply(JsonElement node, List<Tensor> values)
    {
        Tensor[] args = [.. node.GetProperty("args").EnumerateArray().Select(arg => values[arg.GetInt32()])];
        double number = node.TryGetProperty("number", out JsonElement value) ? value.GetDouble() : 0;
        Tensor x = args[0];
        return node.GetProperty("op").GetString() switch
        {
            "add" => x + args[1],
            "subtract" => x - args[1],
            "multiply" => x * args[1],
            "negate" => -x,
            "scale" => x * number,
            "shift" => x + number,
            "tanh" => F.Tanh(x),
            "square" => x * x,
            "sum" => F.Sum(x),
            "mean" => F.Mean(x),
            "sum last" => F.Sum(x, -1, keepDims: true),
            "expand" => x.Expand(2, 3),
            "transpose" => x.Transpose(),
            "flatten" => x.Reshape(-1),
            "tail" => x.Slice(-1, 1),
            "copy" => x.Clone(),
            "concat" => F.Concat([x.Reshape(-1), args[1].Reshape(-1)], 0),
            string name => throw new ArgumentException(name, nameof(node)),
            _ => throw new ArgumentException("An operation without a name.", nameof(node)),
        };
    }
}
