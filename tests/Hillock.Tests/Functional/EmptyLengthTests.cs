using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Tensors without elements some of whose axes have more positions together than there are whole numbers of 32 bits.</summary>
public class EmptyLengthTests
{
    private static readonly Tensor Middle = Tensor.Zeros([50_000, 0, 50_000]);
    private static readonly Tensor Last = Tensor.Zeros([50_000, 50_000, 0]);

    [Fact]
    public void Flatten_OfMoreThanAnAxisHolds_IsRefused()
    {
        Tensor x = Tensor.Zeros([0, 65536, 65536]);
        Assert.Contains("axis of more than 2147483647 positions", Assert.Throws<ArgumentException>("endAxis", () => x.Flatten(1)).Message);
        Assert.Equal([0, 65536], x.Flatten(0, 1).Shape);
        Assert.Equal([0], x.Flatten().Shape);
        Assert.DoesNotContain(x.Strides.ToArray(), static stride => stride < 1);
    }

    [Fact]
    public void Reductions_HaveTheShapeOfTheOtherAxes()
    {
        Func<Tensor, int[], Tensor>[] functions =
        [
            (x, axes) => F.Sum(x, axes), (x, axes) => F.Mean(x, axes), (x, axes) => F.Max(x, axes), (x, axes) => F.Min(x, axes),
            (x, axes) => F.LogSumExp(x, axes), (x, axes) => F.Variance(x, axes), (x, axes) => F.StandardDeviation(x, axes),
            (x, axes) => F.Norm(x, 0, axes), (x, axes) => F.Norm(x, 1, axes), (x, axes) => F.Norm(x, 2, axes), (x, axes) => F.Norm(x, 3, axes),
            (x, axes) => F.Norm(x, -1, axes), (x, axes) => F.Norm(x, double.PositiveInfinity, axes), (x, axes) => F.Norm(x, double.NegativeInfinity, axes),
            (x, axes) => F.Sum(x.To(DataType.Int64), axes), (x, axes) => F.Max(x.To(DataType.Int32), axes),
        ];
        foreach (Func<Tensor, int[], Tensor> function in functions)
        {
            Assert.Equal([0], function(Middle, [0, 2]).Shape);
            Assert.Equal([0], function(Last, [0, 1]).Shape);
            Assert.Equal([50_000, 0], function(Last, [0]).Shape);
        }

        Assert.Equal([50_000, 0], F.ArgMax(Last, 0).Shape);
        Assert.Equal(Last.Shape, F.CumSum(Last, 1).Shape);
        Assert.Contains("[50000, 50000] has more than", Assert.Throws<ArgumentException>(() => F.LogSumExp(Last, 2)).Message);
    }

    [Fact]
    public void Reductions_PassEmptyGradientsOn()
    {
        Tensor x = Tensor.Zeros([50_000, 0, 50_000]).WithGradient();
        foreach (Tensor y in (Tensor[])[F.LogSumExp(x, [0, 2]), F.Variance(x, [0, 2]), F.Norm(x, 2, [0, 2]), F.Einsum("abc,abc->b", x, x)])
        {
            Assert.Equal(x.Shape, Gradients.Of(y.Sum(), [x])[0]!.Shape);
        }
    }

    [Fact]
    public void Products_HaveTheShapeOfTheEquation()
    {
        Tensor z = Tensor.Zeros([0, 50_000, 50_000]);
        Assert.Equal([0], F.Einsum("abc,abc->a", z, z).Shape);
        Assert.Equal([0], F.Einsum("abc,abc->a", z.To(DataType.Int64), z.To(DataType.Int64)).Shape);
        Assert.Equal([0, 50_000], F.Einsum("abb->ab", z).Shape);
        Assert.Equal([50_000, 0], F.Einsum("bab->ba", Middle).Shape);
        Assert.Equal([50_000, 50_000, 0], F.MatMul(Last, Tensor.Zeros([0, 0])).Shape);
        Assert.Equal([50_000, 50_000, 0], F.Linear(Last, Tensor.Zeros([0, 0])).Shape);
        Assert.Contains("[50000, 50000, 1] has more than", Assert.Throws<ArgumentException>(() => F.MatMul(Last, Tensor.Zeros([0, 1]))).Message);
        Assert.Contains("[50000, 50000] has more than", Assert.Throws<ArgumentException>(() => F.Einsum("abc,abc->ab", Last, Last)).Message);
    }

    [Fact]
    public void Picking_OfNothing_HasTheShapeOfTheIndex()
    {
        Tensor z = Tensor.Zeros([0, 50_000, 50_000]).WithGradient();
        Tensor y = F.IndexSelect(z, 1, Tensor.From(new long[] { 3, 4 }));
        Assert.Equal([0, 2, 50_000], y.Shape);
        Assert.Equal(z.Shape, Gradients.Of(y.Sum(), [z])[0]!.Shape);
        Assert.Equal([50_000, 2, 0], F.IndexSelect(Last, 1, Tensor.From(new long[] { 3, 4 })).Shape);
    }
}
