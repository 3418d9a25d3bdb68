using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Losses;

public class MeanSquaredErrorTests
{
    public static TheoryData<string> Cases => [.. TorchData.Names("losses", "meanSquaredError")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void MeanSquaredError_OfFloat64_IsPyTorchs(string name) => Check(name, DataType.Float64, 1e-13);

    [Theory]
    [MemberData(nameof(Cases))]
    public void MeanSquaredError_OfFloat32_IsPyTorchs(string name) => Check(name, DataType.Float32, 1e-6);

    [Fact]
    public void MeanSquaredError_OfTargetsThatNeedAGradient_IsItsNegative()
    {
        Tensor x = Tensor.From(new float[] { 1, 2, 3 }).WithGradient();
        Tensor t = Tensor.From(new float[] { 3, 2, 0 }).WithGradient();
        F.MeanSquaredError(x, t, Reduction.Sum).Backward();
        Assert.Equal([-4, 0, 6], x.Gradient!.ToArray<float>());
        Assert.Equal([4, 0, -6], t.Gradient!.ToArray<float>());
    }

    [Fact]
    public void MeanSquaredError_OfNothing_IsNaNInTheMean()
    {
        Assert.True(float.IsNaN(F.MeanSquaredError(Tensor.Zeros(0), Tensor.Zeros(0)).Item<float>()));
        Assert.Equal(0, F.MeanSquaredError(Tensor.Zeros(0), Tensor.Zeros(0), Reduction.Sum).Item<float>());
    }

    [Fact]
    public void MeanSquaredError_OfOtherShapes_DoesNotBroadcast()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => F.MeanSquaredError(Tensor.Zeros([5, 1]), Tensor.Zeros(5)));
        Assert.Contains("[5, 1]", error.Message, StringComparison.Ordinal);
        Assert.Contains("reshape", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => F.MeanSquaredError(Tensor.Zeros(5), Tensor.Zeros(5, DataType.Float64)));
    }

    private static void Check(string name, DataType type, double tolerance)
    {
        JsonElement item = TorchData.Case("losses", "meanSquaredError", name);
        Tensor x = TorchData.Tensor(item.GetProperty("x"), type).WithGradient();
        Tensor targets = TorchData.Tensor(item.GetProperty("targets"), type);
        LossCheck.Run(
            p => F.MeanSquaredError(p, targets, Enum.Parse<Reduction>(item.GetProperty("reduction").GetString()!, ignoreCase: true)), item, x, type, tolerance);
    }
}
