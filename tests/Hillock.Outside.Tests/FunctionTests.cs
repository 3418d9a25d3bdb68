using System.Text.Json;
using Extending;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Outside.Tests;

/// <summary>Functions from outside: values and gradients of both orders against PyTorch's, in four types, of views.</summary>
public class FunctionTests
{
    private static readonly Dictionary<string, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>> Functions = new()
    {
        ["lisht"] = x => [F.Apply(x[0], new Lisht())],
        ["log-cosh"] = x => [F.ElementwiseLoss(x[0], x[1], new LogCosh(2), Reduction.None)],
        ["dice"] = x => [new DiceLoss(Reduction.None).Forward(x[0], x[1])],
        ["unit-rows"] = x => [F.RowFunction(x[0], new UnitRows())],
        ["unit-columns"] = x => [F.RowFunction(x[0], new UnitRows(), axis: 0)],
        ["log-sum-exp"] = x => [F.RowFunction(x[0], new LogSumExp())],
        ["polar"] = x => Polar.Apply(x[0], x[1]) is var (u, v) ? [u, v] : [],
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_OfFloat64_IsPyTorchs(string name) => Check(name, DataType.Float64, 1e-13);

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_OfFloat32_IsPyTorchs(string name) => Check(name, DataType.Float32, 3e-6);

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_OfSixteenBits_IsNearThatOfTheSameNumbersInFloat64(string name)
    {
        foreach ((DataType type, double unit) in new[] { (DataType.Float16, Math.ScaleB(1, -10)), (DataType.BFloat16, Math.ScaleB(1, -7)) })
        {
            Tensor[] narrow = [.. Torch.Tensors(Torch.Function(name), "inputs", type).Select(x => x.WithGradient())];
            Tensor[] wide = [.. narrow.Select(x => x.Detach().To(DataType.Float64).WithGradient())];
            IReadOnlyList<Tensor> actual = Functions[name](narrow), expected = Functions[name](wide);
            Tensor?[] gradients = Gradients.Of(actual, narrow, [.. actual.Select(Tensor.OnesLike)]);
            Tensor?[] wanted = Gradients.Of(expected, wide, [.. expected.Select(Tensor.OnesLike)]);

            // What is made of several operations rounds each: Dice and Polar, some ten of them.
            double tolerance = (name is "dice" or "polar" ? 10 : 1) * unit;
            for (int i = 0; i < actual.Count; i++)
            {
                Assert.Equal(type, actual[i].DataType);
                Torch.Near(expected[i], actual[i], tolerance, $"{name}, result {i}");
            }

            for (int i = 0; i < narrow.Length; i++)
            {
                Assert.Equal(type, gradients[i]!.DataType);
                Torch.Near(wanted[i]!, gradients[i], tolerance, $"{name}, gradient {i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_OfViews_IsThatOfCopies(string name)
    {
        Tensor[] copies = [.. Torch.Tensors(Torch.Function(name), "inputs").Select(x => x.WithGradient())];
        Tensor[] leaves = [.. copies.Select(x => F.Stack([x.Detach(), Tensor.ZerosLike(x)], -1).Transpose(0, 1).Clone().WithGradient())];
        Tensor[] views = [.. leaves.Select(x => x.Select(-1, 0).Transpose(0, 1))];
        Assert.All(views, view => Assert.False(view.IsContiguous));
        IReadOnlyList<Tensor> expected = Functions[name](copies), actual = Functions[name](views);
        Tensor[] upstream = [.. expected.Select(y => (Tensor.Arange(y.Length, dataType: DataType.Float64) + 1).Reshape(y.Shape.Dimensions))];
        Tensor[] strided = [.. upstream.Select(u => F.Stack([u, u], -1).Select(-1, 1))];
        Tensor?[] wanted = Gradients.Of(expected, copies, upstream), gradients = Gradients.Of(actual, views, strided);
        Assert.Equal(expected.SelectMany(y => y.ToArray<double>()), actual.SelectMany(y => y.ToArray<double>()));
        Assert.Equal(wanted.SelectMany(g => g!.ToArray<double>()), gradients.SelectMany(g => g!.ToArray<double>()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_AgreesWithDifferences(string name)
    {
        Tensor[] inputs = Torch.Tensors(Torch.Function(name), "inputs");
        for (int i = 0; i < Functions[name](inputs).Count; i++)
        {
            GradientCheck.First(x => Functions[name](x)[i], inputs).ThrowIfFailed();
            GradientCheck.Second(x => Functions[name](x)[i], inputs).ThrowIfFailed();
        }
    }

    private static void Check(string name, DataType type, double tolerance)
    {
        JsonElement data = Torch.Function(name);
        Tensor[] inputs = [.. Torch.Tensors(data, "inputs", type).Select(x => x.WithGradient())];
        Tensor[] upstream = [.. Torch.Tensors(data, "upstream", type).Select(x => x.WithGradient())];
        IReadOnlyList<Tensor> results = Functions[name](inputs);
        Compare(data, "results", [.. results], type, tolerance);
        Compare(data, "gradients", Gradients.Of(results, inputs, upstream, retainGraph: true), type, tolerance);
        Tensor?[] gradients = Gradients.Of(results, inputs, upstream, createGraph: true);
        Compare(data, "gradients", gradients, type, tolerance);
        Tensor[] directions = Torch.Tensors(data, "directions", type);
        Tensor sum = gradients.Select((gradient, i) => F.Sum(gradient! * directions[i])).Aggregate((a, b) => a + b);
        Tensor?[] second = Gradients.Of(sum, [.. inputs, .. upstream]);
        Compare(data, "second", second[..inputs.Length], type, 10 * tolerance);
        Compare(data, "second_upstream", second[inputs.Length..], type, 10 * tolerance);
    }

    private static void Compare(JsonElement data, string part, Tensor?[] actual, DataType type, double tolerance)
    {
        Tensor[] expected = Torch.Tensors(data, part);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(type, actual[i]!.DataType);
            Torch.Near(expected[i], actual[i], tolerance, $"{part} {i}");
        }
    }
}
