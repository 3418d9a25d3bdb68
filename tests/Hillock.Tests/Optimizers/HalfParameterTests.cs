using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Tests.Losses;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Optimizers;

/// <summary>Parameters of 16-bit types, learned through float32 copies.</summary>
public class HalfParameterTests
{
    public static TheoryData<string> Cases => [.. TorchData.Names("half_optimizers", "cases")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Step_TooSmallForTheType_TakesPyTorchsWayInFloat32(string name)
    {
        JsonElement item = TorchData.Case("half_optimizers", "cases", name);
        DataType type = name.EndsWith(" bfloat16", StringComparison.Ordinal) ? DataType.BFloat16 : DataType.Float16;
        Tensor parameter = Tensor.From(TorchData.Numbers(item.GetProperty("start"))).To(type).WithGradient();
        Tensor[] gradients = [.. item.GetProperty("gradients").EnumerateArray().Select(values => Tensor.From(TorchData.Numbers(values)).To(type))];
        Optimizer optimizer = OptimizerDefinitions.OfTorch(name, [parameter], item.GetProperty("options"));
        int step = 0;
        foreach (JsonElement shown in item.GetProperty("after").EnumerateArray())
        {
            while (step < shown.GetProperty("step").GetInt32())
            {
                parameter.Gradient = gradients[++step % gradients.Length];
                optimizer.Step();
            }

            double[] master = optimizer.Master(parameter).ToArray<double>();
            Near.Assert(TorchData.Numbers(shown.GetProperty("master")), master, 1e-6, $"{name}, step {step}");

            // Rounded once from the copy, and within one unit in the last place of PyTorch's.
            Assert.Equal(Tensor.From(master).To(type).ToArray<double>(), parameter.ToArray<double>());
            double unit = type == DataType.Float16 ? Math.ScaleB(1, -10) : Math.ScaleB(1, -7);
            Assert.All(TorchData.Numbers(shown.GetProperty("rounded")).Zip(parameter.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, unit));
        }

        Assert.Equal(300, step);
    }

    [Theory]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    public void LinearModel_WithTinySteps_LearnsAsInFloat32(DataType type)
    {
        JsonElement data = TorchData.Load("half_optimizers").GetProperty("linear");
        Tensor x = TorchData.Tensor(data.GetProperty("x"), type), t = TorchData.Tensor(data.GetProperty("t"), type);
        var model = new Linear(4, 1, bias: false, dataType: type);
        model.LoadStateDict(new Dictionary<string, Tensor> { ["weight"] = TorchData.Tensor(data.GetProperty("start")) });
        var optimizer = new Sgd(model.Parameters(), data.GetProperty("lr").GetDouble());
        for (int step = 0; step < data.GetProperty("steps").GetInt32(); step++)
        {
            using TidyScope scope = TensorPool.BeginTidy();
            optimizer.ZeroGrad();
            F.MeanSquaredError(model.Forward(x), t).Backward();
            optimizer.Step();
        }

        // The way taken, not the place: of the way in float32 the rounding of products and gradients may cost a few units of the 16-bit type.
        double[] start = TorchData.Numbers(data.GetProperty("start").GetProperty("values")), after = TorchData.Numbers(data.GetProperty("after").GetProperty("values"));
        double[] master = optimizer.Master(model.Weight).ToArray<double>();
        double tolerance = type == DataType.Float16 ? 0.01 : 0.1;
        for (int i = 0; i < start.Length; i++)
        {
            double way = after[i] - start[i];
            Assert.Equal(way, master[i] - start[i], (tolerance * Math.Abs(way)) + (tolerance * 0.01));
        }

        Assert.Equal(Tensor.From(master).To(type).ToArray<double>(), model.Weight.ToArray<double>());
    }

    [Fact]
    public void StateDict_LoadedBetweenSteps_IsTakenOverAndOtherElementsKeepTheirDigits()
    {
        Tensor parameter = Tensor.From([1f, 1, 1]).To(DataType.Float16).WithGradient();
        var optimizer = new Sgd([parameter], 1e-5);
        void Step()
        {
            parameter.Gradient = Tensor.Ones(3, DataType.Float16);
            optimizer.Step();
        }

        for (int i = 0; i < 10; i++)
        {
            Step();
        }

        Assert.Equal([1.0, 1, 1], parameter.ToArray<double>());
        Assert.Equal(1 - 1e-4, optimizer.Master(parameter).ToArray<double>()[0], 1e-6);

        // One element is set; the others are written back as they are read, which is no change.
        parameter.AsSpan<Half>()[1] = (Half)2;
        Step();
        double[] master = optimizer.Master(parameter).ToArray<double>();
        Assert.Equal(1 - 1.1e-4, master[0], 1e-6);
        Assert.Equal(2 - 1e-5, master[1], 1e-6);
        Assert.Equal(1 - 1.1e-4, master[2], 1e-6);

        // The copy can be saved, and comes back with its digits.
        Tensor again = parameter.Detach().Clone().WithGradient();
        var other = new Sgd([again], 1e-5);
        other.Master(again).CopyFrom(optimizer.Master(parameter));
        again.Gradient = Tensor.Ones(3, DataType.Float16);
        other.Step();
        Step();
        Assert.Equal(optimizer.Master(parameter).ToArray<float>(), other.Master(again).ToArray<float>());
    }

    [Fact]
    public void Bound_OfAHalfParameter_HoldsTheCopyAndTheParameter()
    {
        Tensor parameter = Tensor.From([0.999f, -0.5f]).To(DataType.Float16).WithGradient();
        var optimizer = new Sgd([new ParameterGroup([parameter], bound: 1)], 1);
        parameter.Gradient = Tensor.From([-1f, 1]).To(DataType.Float16);
        optimizer.Step();
        Assert.Equal([1f, -1], parameter.ToArray<float>());
        Assert.Equal([1f, -1], optimizer.Master(parameter).ToArray<float>());
    }

    /// <summary>The quotient of the limit and the norm must not be rounded to the gradients' type: below 6e-8 it would be 0.</summary>
    [Theory]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    public void ClipGradients_OfHalfGradients_ScalesInFloat32(DataType type)
    {
        Tensor parameter = Tensor.Zeros(2, type).WithGradient();
        var optimizer = new Sgd([parameter], 1);
        parameter.Gradient = Tensor.From([30_000f, 40_000]).To(type);
        double[] given = parameter.Gradient!.ToArray<double>();
        double norm = Math.Sqrt((given[0] * given[0]) + (given[1] * given[1]));
        Assert.Equal(norm, optimizer.ClipGradients(1e-3), 1e-9 * norm);
        Assert.Equal(Tensor.From(Array.ConvertAll(given, g => g * (1e-3 / norm))).To(type).ToArray<double>(), parameter.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Master_OfOtherParameters_IsTheParameterOrRefused()
    {
        Tensor single = Tensor.Ones(2).WithGradient();
        var optimizer = new Sgd([single], 1);
        Assert.Same(single, optimizer.Master(single));
        Assert.Contains("parameter of this optimizer", Assert.Throws<ArgumentException>(() => optimizer.Master(Tensor.Ones(2))).Message, StringComparison.Ordinal);
    }
}
