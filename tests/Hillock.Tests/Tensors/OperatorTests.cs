using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Tensors;

/// <summary>Operators of truth values, comparisons with a number on the left, and members that call functions.</summary>
public class OperatorTests
{
    private static readonly Tensor False0True1 = Tensor.From([false, true]);
    private static readonly Tensor Column = Tensor.From([false, true]).Unsqueeze(1);

    [Fact]
    public void TruthValues_HaveTheTablesOfLogic()
    {
        Assert.Equal([false, false, false, true], (Column & False0True1).ToArray<bool>());
        Assert.Equal([false, true, true, true], (Column | False0True1).ToArray<bool>());
        Assert.Equal([false, true, true, false], (Column ^ False0True1).ToArray<bool>());
        Assert.Equal([true, false], (!False0True1).ToArray<bool>());
        Assert.Equal(DataType.Bool, (Column ^ False0True1).DataType);
    }

    [Fact]
    public void TruthValues_OfNumbers_AreRefused()
    {
        Tensor x = Tensor.From([1f, 2]);
        Assert.All(
            new Func<Tensor>[] { () => x & False0True1, () => False0True1 | x, () => x ^ x, () => !x },
            operation => Assert.Contains("compare first", Assert.Throws<ArgumentException>(operation).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Comparisons_WithTheNumberFirst_AreThoseTurnedRound()
    {
        Tensor x = Tensor.From([1f, 2, 3, float.NaN]);
        Assert.Equal([true, false, false, false], (2 > x).ToArray<bool>());
        Assert.Equal([false, false, true, false], (2 < x).ToArray<bool>());
        Assert.Equal([true, true, false, false], (2 >= x).ToArray<bool>());
        Assert.Equal([false, true, true, false], (2 <= x).ToArray<bool>());
        Assert.Equal([false, true, false, false], ((1 < x) & (x < 3)).ToArray<bool>());
    }

    [Fact]
    public void Members_AreTheFunctions()
    {
        Tensor x = Tensor.From(new[,] { { 3.0, -1, 2 }, { 0, 5, -4 } });
        Assert.Equal(5, x.ArgMin().Item<long>());
        Assert.Equal([1L, 2], x.ArgMin(1).ToArray<long>());
        Assert.Equal(F.Variance(x, [0]).ToArray<double>(), x.Variance(0).ToArray<double>());
        Assert.Equal([4.5, 18, 18], x.Variance(0).ToArray<double>());
        Assert.Equal([2.25, 9, 9], x.Variance(0, correction: 0).ToArray<double>());
        Assert.Equal([2, 1], x.StandardDeviation(1, keepDims: true).Shape.Dimensions.ToArray());
        Assert.Equal(F.StandardDeviation(x).Item<double>(), x.StandardDeviation().Item<double>());
        Assert.Equal(Math.Sqrt(55), x.Norm().Item<double>());
        Assert.Equal([3, 6, 6], x.Norm(1, 0).ToArray<double>());
        Assert.Equal([2, 4], Tensor.Concat([x, x]).Pad(0, 1)[0..2].Shape.Dimensions.ToArray());
        Assert.Equal([2, 2, 3], Tensor.Stack([x, x]).Shape.Dimensions.ToArray());
        Assert.Equal([3, 2, 4], x.CumSum(1)[0].ToArray<double>());
    }
}
