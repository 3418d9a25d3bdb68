using System.Collections.Immutable;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Tensors;

/// <summary>What a function under Tidy may return: every tensor in it lives on, or the result is refused.</summary>
public class TidyResultTests
{
    private static Tensor Made(double value) => Tensor.Full(3000, value);

    private static void AssertLives(double value, Tensor tensor) => Assert.Equal((float)value, tensor[2999].Item<float>());

    [Fact]
    public void Tidy_OfAnythingThatHoldsTensors_KeepsThem()
    {
        List<KeyValuePair<string, Tensor>> pairs = TensorPool.Tidy(() => new List<KeyValuePair<string, Tensor>> { new("a", Made(1)), new("b", Made(2)) });
        AssertLives(1, pairs[0].Value);
        AssertLives(2, pairs[1].Value);
        Report report = TensorPool.Tidy(() => new Report("r", Made(3), (Made(4), [Made(5)])));
        AssertLives(3, report.Whole);
        AssertLives(4, report.Parts.First);
        AssertLives(5, report.Parts.Others[0]);
        AssertLives(6, TensorPool.Tidy(() => new Pair(0.5, Made(6))).Right);
        var anonymous = TensorPool.Tidy(() => new { Loss = 0.5, Output = Made(7) });
        AssertLives(7, anonymous.Output);
        AssertLives(8, TensorPool.Tidy(() => new Memory<Tensor>([Made(8)])).Span[0]);
        AssertLives(9, TensorPool.Tidy(() => new ReadOnlyMemory<Tensor>([Made(9)])).Span[0]);
        AssertLives(10, TensorPool.Tidy(() => new HashSet<Tensor> { Made(10) }).Single());
        AssertLives(11, TensorPool.Tidy(() => ImmutableArray.Create(Made(11)))[0]);
        AssertLives(12, TensorPool.Tidy(() => new SortedDictionary<int, Tensor[]> { [3] = [Made(12)] })[3][0]);
        AssertLives(13, TensorPool.Tidy(() => new Dictionary<Tensor, int> { [Made(13)] = 1 }).Keys.Single());
        AssertLives(14, (Tensor)TensorPool.Tidy(() => (object)Made(14)));
        AssertLives(15, TensorPool.Tidy(() => (IEnumerable<Tensor>)[Made(15)]).Single());
        AssertLives(16, TensorPool.Tidy<(int, Tensor)?>(() => (1, Made(16)))!.Value.Item2);
    }

    [Fact]
    public void Tidy_OfWhatHoldsNone_ReturnsIt()
    {
        Assert.Equal(0.5, TensorPool.Tidy(() => new Score("s", 0.5)).Value);
        Assert.Equal("s", TensorPool.Tidy(() => "s"));
        Assert.Equal([1.5, 2], TensorPool.Tidy(() => new List<double> { 1.5, 2 }));
        Assert.Equal(DayOfWeek.Friday, TensorPool.Tidy(() => DayOfWeek.Friday));
        Assert.Equal(2, TensorPool.Tidy(() => new Dictionary<string, double[]> { ["a"] = [1, 2] })["a"][1]);
        Assert.Equal(7, TensorPool.Tidy(() => new Memory<int>([7])).Span[0]);
        Assert.Equal(7, TensorPool.Tidy<int?>(() => 7));
        Assert.Null(TensorPool.Tidy(() => (Tensor?)null));
        Assert.Equal([2, 3], TensorPool.Tidy(() => Tensor.Zeros([2, 3]).Shape).Dimensions.ToArray());
    }

    [Fact]
    public void Tidy_OfWhatMayHideTensors_IsRefusedAtOnce()
    {
        Tensor[] inputs = [Made(1)];
        foreach (Action use in new Action[]
        {
            () => TensorPool.Tidy(() => inputs.Select(input => input * 2)),
            () => TensorPool.Tidy(() => new List<Tensor> { Made(1) }.Select(input => input.Item<float>())),
            () => TensorPool.Tidy(() => Enumerable.Range(0, 3).Select(i => Made(i))),
            () => TensorPool.Tidy(() => inputs.Where(input => input.Rank == 1)),
            () => TensorPool.Tidy(Iterated),
            () => TensorPool.Tidy(() => (1, inputs.Select(input => input * 2))),
        })
        {
            Assert.Contains("call ToArray or ToList on it", Assert.Throws<NotSupportedException>(use).Message, StringComparison.Ordinal);
        }

        foreach (Action use in new Action[]
        {
            () => TensorPool.Tidy(() => new List<Report> { new("r", Made(3), (Made(4), [])) }),
            () => TensorPool.Tidy(() => (object)new Report("r", Made(3), (Made(4), []))),
            () => TensorPool.Tidy(() => new Derived("d", Made(3))),
            () => TensorPool.Tidy(() => new Lazy<Tensor>(() => Made(1))),
            () => TensorPool.Tidy<Func<Tensor>>(() => () => Made(1)),
        })
        {
            Assert.Contains("open the scope with BeginTidy and call Keep", Assert.Throws<NotSupportedException>(use).Message, StringComparison.Ordinal);
        }

        Assert.Null(StorageScope.Current);
    }

    private static IEnumerable<Tensor> Iterated()
    {
        yield return Made(1);
    }

    private sealed record Report(string Name, Tensor Whole, (Tensor First, Tensor[] Others) Parts);

    private sealed record Score(string Name, double Value);

    private record Base(string Name);

    private sealed record Derived(string Name, Tensor Whole) : Base(Name);

    private readonly record struct Pair(double Left, Tensor Right);
}
