using System.Text.Json;
using Hillock.Activations;
using Hillock.Functional;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;
using Hillock.Tests.Optimizers;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>Optimizers over several steps, changes in place, and programs of operations whose results are used several times.</summary>
internal static class TrainingKinds
{
    public static Dictionary<string, Func<Configuration, Tensor[], Tensor[]>> All { get; } = new()
    {
        ["optimizer"] = Optimize,
        ["in-place"] = ChangeInPlace,
        ["graph"] = Program,
    };

    private static Tensor[] Optimize(Configuration c, Tensor[] x)
    {
        int count = c.Whole("count");
        Tensor[] parameters = [.. x[..count].Select(value => value.Clone().WithGradient())];
        Optimizer optimizer = OptimizerDefinitions.OfConfiguration(c.Text("name")!, parameters, c.Options);
        LearningRateSchedule? schedule = c.Text("schedule") switch
        {
            "exponential" => new ExponentialSchedule(0.75),
            "step" => new StepSchedule(2, 0.5),
            "cosine" => new CosineSchedule(5),
            _ => null,
        };
        for (int step = 0; step < c.Whole("steps"); step++)
        {
            schedule?.Apply(optimizer, step);
            for (int i = 0; i < count; i++)
            {
                parameters[i].Gradient = x[((step + 1) * count) + i].Clone();
            }

            if (c.Options.TryGetProperty("clip", out JsonElement clip))
            {
                optimizer.ClipGradients(clip.GetDouble());
            }

            optimizer.Step();
        }

        return [.. parameters.Select(parameter => parameter.Detach())];
    }

    private static Tensor[] ChangeInPlace(Configuration c, Tensor[] x)
    {
        Tensor y = x[0].Clone();
        Tensor target = ConfigurationInput.View(y, c.Options.GetProperty("target"));
        Tensor operand = x.Length > 1 ? x[1] : c.Options.TryGetProperty("operand", out JsonElement view) ? ConfigurationInput.View(y, view) : y;
        switch (c.Text("name"))
        {
            case "fill":
                target.Fill(c.Number("number"));
                break;
            case "copy":
                target.CopyFrom(operand);
                break;
            case "add":
                target.AddInPlace(operand, c.Number("number"));
                break;
            case "multiply":
                target.MultiplyInPlace(operand);
                break;
            case "multiply-number":
                target.MultiplyInPlace(c.Number("number"));
                break;
            default:
                target[TensorIndex.Ellipsis] = operand;
                break;
        }

        return [y];
    }

    private static Tensor[] Program(Configuration c, Tensor[] x)
    {
        var values = new List<Tensor>(x);
        foreach (JsonElement step in c.Options.GetProperty("program").EnumerateArray())
        {
            Tensor a = values[step[1].GetInt32()];
            values.Add(step.GetArrayLength() == 2 ? Unary(step[0].GetString()!, a) : Binary(step[0].GetString()!, a, values[step[2].GetInt32()]));
        }

        return [.. c.Numbers("outputs").Select(i => values[i] * 1)];
    }

    private static Tensor Unary(string name, Tensor x) => name switch
    {
        "tanh" => F.Apply(x, default(Tanh)),
        "sigmoid" => F.Apply(x, default(Sigmoid)),
        "square" => x * x,
        "negate" => -x,
        "half" => x * 0.5,
        "softmax" => F.Softmax(x),
        "relu" => F.Apply(x, default(Relu)),
        "transpose" => x.Transpose(),
        "sum-rows" => F.Sum(x, 0, keepDims: true),
        "mean-columns" => F.Mean(x, 1, keepDims: true),
        "first-row" => x[..1],
        _ => F.Concat([x, x]),
    };

    private static Tensor Binary(string name, Tensor x, Tensor y) => name switch
    {
        "add" => x + y,
        "subtract" => x - y,
        "multiply" => x * y,
        "matmul" => F.MatMul(x, y.Transpose()),
        _ => F.MatMul(x.Transpose(), y),
    };
}
