using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Optimizers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Autograd;

/// <summary>A leaf's gradient and a result of <see cref="Gradients"/> share memory with nothing: every way in which two could meet.</summary>
public class GradientOwnershipTests
{
    private static Tensor Leaf(params double[] values) => Tensor.From(values).WithGradient();

    /// <summary>Passes whose two leaves are handed one tensor, views of one, or something that a graph saved; the gradients are known by hand.</summary>
    public static TheoryData<string, bool> Passes =>
        [.. from name in Functions.Keys from createGraph in new[] { false, true } select (name, createGraph)];

    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Function, double[] First, double[] Second)> Functions = new()
    {
        ["sum"] = ((a, b) => F.Sum(a + b), [1, 1], [1, 1]),
        ["difference of one"] = ((a, b) => F.Sum(b - (0 - a)), [1, 1], [1, 1]),
        ["copies"] = ((a, b) => F.Sum(a.Clone() + b.Clone()), [1, 1], [1, 1]),
        ["views"] = ((a, b) => F.Sum(a.Reshape(1, 2) + b.Reshape(1, 2)), [1, 1], [1, 1]),
        ["shifted"] = ((a, b) => F.Sum(a + 1 + (b + 2)), [1, 1], [1, 1]),
        ["parts"] = ((a, b) => F.Sum(F.Concat([a, b], 0)), [1, 1], [1, 1]),
        ["weighted parts"] = ((a, b) => F.Sum(F.Concat([a, b], 0) * Tensor.From(new[] { 1.0, 2, 3, 4 })), [1, 2], [3, 4]),
        ["computed, then passed on"] = ((a, b) => F.Sum(F.Tanh((a + b) * 0)), [0, 0], [0, 0]),
        ["scattered"] = ((a, b) => F.Sum(F.ScatterAdd(a, 0, Tensor.From(new long[] { 1, 0 }), b) * Tensor.From(new[] { 5.0, 7 })), [5, 7], [7, 5]),
        ["one graph twice"] = ((a, b) => F.Sum((a + b) * (a + b) * 0.5) - F.Sum(a * b), [1, 2], [3, 4]),
    };

    private static (Tensor A, Tensor B) Leaves() => (Leaf(1, 2), Leaf(3, 4));

    private static void AssertApart(params Tensor?[] tensors)
    {
        for (int i = 0; i < tensors.Length; i++)
        {
            Assert.True(tensors[i]!.IsContiguous && tensors[i]!.Storage.Length == tensors[i]!.Length, $"tensor {i} is a view");
            for (int j = 0; j < i; j++)
            {
                Assert.False(tensors[i]!.Storage == tensors[j]!.Storage, $"tensors {i} and {j} share memory");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Passes))]
    public void Backward_OfTwoLeaves_GivesEachItsOwnMemory(string name, bool createGraph)
    {
        (Func<Tensor, Tensor, Tensor> function, double[] first, double[] second) = Functions[name];
        (Tensor a, Tensor b) = Leaves();
        function(a, b).Backward(createGraph: createGraph);
        AssertApart(a.RawGradient, b.RawGradient);
        F.Sum(a * 10).Backward();
        Assert.Equal(Array.ConvertAll(first, x => x + 10), a.RawGradient!.ToArray<double>());
        Assert.Equal(second, b.RawGradient!.ToArray<double>());

        // Backward of the same leaves again, into gradients that are there.
        function(a, b).Backward(createGraph: createGraph);
        AssertApart(a.RawGradient, b.RawGradient);
        Assert.Equal(Array.ConvertAll(first, x => x + x + 10), a.RawGradient!.ToArray<double>());

        // Forgetting one keeps the other.
        a.ZeroGrad();
        Assert.Equal(Array.ConvertAll(second, x => x + x), b.RawGradient!.ToArray<double>());
    }

    [Theory]
    [MemberData(nameof(Passes))]
    public void Of_TwoInputs_GivesEachItsOwnMemory(string name, bool createGraph)
    {
        (Func<Tensor, Tensor, Tensor> function, double[] first, double[] second) = Functions[name];
        (Tensor a, Tensor b) = Leaves();
        Tensor?[] gradients = Gradients.Of(function(a, b), [a, b, a], createGraph: createGraph);
        AssertApart(gradients);
        Assert.Equal(first, gradients[0]!.ToArray<double>());
        Assert.Equal(second, gradients[1]!.ToArray<double>());
        Assert.Equal(first, gradients[2]!.ToArray<double>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ClipGradients_OfLeavesOfOneSum_ScalesEachOnce(bool createGraph)
    {
        (Tensor a, Tensor b) = Leaves();
        F.Sum(a + b).Backward(createGraph: createGraph);
        Assert.Equal(2, new Sgd([a, b], 1).ClipGradients(1), 1e-15);
        Assert.Equal([0.5, 0.5], a.Gradient!.ToArray<double>());
        Assert.Equal([0.5, 0.5], b.Gradient!.ToArray<double>());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void PassedInGradient_IsNeitherTakenNorChangedNorKept(bool createGraph, bool retainGraph)
    {
        (Tensor a, Tensor b) = Leaves();
        Tensor seed;
        Tensor result;
        using (TidyScope scope = TensorPool.BeginTidy())
        {
            seed = Tensor.Full(2, 3, DataType.Float64);
            Tensor sum = a + b;
            result = scope.Keep(Gradients.Of(sum, [sum], seed, retainGraph: true, createGraph: createGraph)[0]!);
            sum.Backward(seed, retainGraph || createGraph, createGraph);
            a.Backward(seed, createGraph: createGraph);
            AssertApart(a.RawGradient, b.RawGradient, seed, result);
            a.ZeroGrad();
            b.ZeroGrad();
            F.Sum(a).Backward();
            Assert.Equal([3.0, 3], seed.ToArray<double>());
            Assert.Equal([3.0, 3], result.ToArray<double>());
        }

        Assert.True(seed.IsReleased);
        Assert.False(result.IsReleased);
    }

    [Fact]
    public void PassedInGradient_OfAFailedPass_EndsWithItsScope()
    {
        Tensor x = Leaf(1, 2);
        Tensor seed, other;
        using (TensorPool.BeginTidy())
        {
            seed = Tensor.Ones(2, DataType.Float64);
            other = F.Tanh(x * 1);
            Tensor y = F.Exp(other) + other;
            other.Detach().Fill(0);
            Assert.Throws<InvalidOperationException>(() => y.Backward(seed));
            Assert.Throws<InvalidOperationException>(() => Gradients.Of(y, [x, other, y], seed));
        }

        Assert.True(seed.IsReleased);
        Assert.True(other.IsReleased);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PassedInGradient_ThatIsTheLeafsOwn_StaysWhatItWas(bool createGraph)
    {
        // What arrives at the leaf first must not change what the other paths are multiplied by: 1 + 2·1 + 3·1.
        Tensor x = Leaf(0, 0);
        F.Sum(x).Backward();
        Tensor seed = x.Gradient!;
        ((x * 2) + (x.Clone() * 3)).Backward(seed, createGraph: createGraph);
        Assert.Equal([6.0, 6], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void GradientThatIsSet_IsCopied()
    {
        (Tensor a, Tensor b) = Leaves();
        Tensor given = Tensor.From(new[] { 3.0, 4 });
        a.Gradient = given;
        b.Gradient = a.Gradient;
        AssertApart(a.RawGradient, b.RawGradient, given);
        F.Sum(a).Backward();
        new Sgd([a], 1).ClipGradients(0.1);
        Assert.Equal([3.0, 4], given.ToArray<double>());
        Assert.Equal([3.0, 4], b.Gradient!.ToArray<double>());
        a.Gradient = Tensor.Scalar(7, DataType.Float64).Expand(2);
        AssertApart(a.RawGradient);
        a.ZeroGrad();
        b.ZeroGrad();
        Assert.Equal([3.0, 4], given.ToArray<double>());
    }

    [Fact]
    public void GradientOfALeaf_OutlivesItsScope_HoweverItCame()
    {
        (Tensor a, Tensor b) = Leaves();
        Tensor c = Leaf(5, 6);
        using (TensorPool.BeginTidy())
        {
            F.Sum(a * a).Backward(createGraph: true);
            F.Sum(a * a).Backward();
            F.Sum(b * b * b).Backward(createGraph: true);
            c.Gradient = Tensor.Ones(2, DataType.Float64);
        }

        Assert.Equal([4.0, 8], a.Gradient!.ToArray<double>());
        Assert.Equal([27.0, 48], b.Gradient!.ToArray<double>());
        Assert.Equal([1.0, 1], c.Gradient!.ToArray<double>());
    }

    [Fact]
    public void GradientsUnderWay_OfADifferentiablePass_EndWithTheirScope()
    {
        Tensor x = Leaf(1, 2);
        Tensor inner;
        using (TensorPool.BeginTidy())
        {
            using (TensorPool.BeginTidy())
            {
                inner = F.Tanh(x) * x;
                F.Sum(inner).Backward(createGraph: true);
            }

            Assert.True(inner.IsReleased);
            Assert.Equal(0, StorageScope.Current!.Count);
        }
    }

    [Fact]
    public void GradientAndTheGraphOfIt_DoNotShareMemory()
    {
        // The gradient of b is saved by the graph of the gradient of a. Scaling the one in place must not disturb the other.
        (Tensor a, Tensor b) = Leaves();
        F.Sum(F.Tanh(a) + b).Backward(createGraph: true);
        Tensor first = a.Gradient!;
        new Sgd([b], 1).ClipGradients(0.001);
        F.Sum(b).Backward();
        Tensor second = Gradients.Of(F.Sum(first), [a])[0]!;
        double t = Math.Tanh(1);
        Assert.Equal(-2 * t * (1 - (t * t)), second.ToArray<double>()[0], 1e-14);
    }

    [Fact]
    public void NodeThatReadsOnWhatItHasPassedOn_IsNotDisturbed()
    {
        // The weights' gradient reaches one bias twice, before queries and keys get theirs from the same numbers.
        Tensor Random(int stream, params int[] shape) =>
            Tensor.RandomNormal(Shape.Create(shape), new Hillock.Numbers.Philox(7, (ulong)stream), dataType: DataType.Float64);
        Tensor queries = Random(1, 3, 2).WithGradient(), keys = Random(2, 4, 2).WithGradient(), values = Random(3, 4, 2), factors = Random(4, 3, 4);
        Tensor bias = Random(5, 3, 4).WithGradient();
        Tensor Weights(AttentionMask mask)
        {
            F.ScaledDotProductAttention(queries, keys, values, out Tensor weights, mask);
            return F.Sum(weights * factors);
        }

        Weights(new AdditiveMask(bias) & new AdditiveMask(bias)).Backward();
        Tensor?[] expected = Gradients.Of(Weights(new AdditiveMask(bias * 2)), [queries, keys, bias]);
        Assert.Equal(expected[0]!.ToArray<double>(), queries.Gradient!.ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(expected[1]!.ToArray<double>(), keys.Gradient!.ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal(expected[2]!.ToArray<double>(), bias.Gradient!.ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-14);
    }

    /// <summary>These losses compute their gradients along with the value and keep them for the backward pass.</summary>
    [Theory]
    [InlineData("cross-entropy")]
    [InlineData("soft cross-entropy")]
    [InlineData("linear cross-entropy")]
    [InlineData("CTC")]
    public void GradientThatAGraphKeeps_IsNotHandedOutWhileTheGraphStays(string name)
    {
        Tensor classes = Tensor.From(new long[] { 2, 0 });
        Tensor[] leaves = [.. Enumerable.Range(0, 3).Select(i => OperationCatalogue.Reals(i, i == 0 ? [2, 3] : i == 1 ? [3, 3] : [3]).WithGradient())];
        Tensor loss = name switch
        {
            "cross-entropy" => F.CrossEntropy(leaves[0], classes),
            "soft cross-entropy" => F.CrossEntropy(leaves[1], OperationCatalogue.Reals(5, 3, 3)),
            "linear cross-entropy" => F.LinearCrossEntropy(leaves[0], leaves[1], leaves[2], classes),
            _ => F.Ctc(leaves[1], Tensor.From(new long[] { 1 })),
        };
        Tensor[] used = [.. leaves.Where((_, i) => name[0] == 'l' || i == (name.StartsWith("cross", StringComparison.Ordinal) ? 0 : 1))];
        Tensor?[] first = Gradients.Of(loss, used, retainGraph: true);
        double[][] expected = [.. first.Select(gradient => gradient!.ToArray<double>())];
        foreach (Tensor? gradient in first)
        {
            gradient!.MultiplyInPlace(7);
        }

        loss.Backward(retainGraph: true);
        loss.Backward(retainGraph: true);
        loss.Backward();
        for (int i = 0; i < used.Length; i++)
        {
            Assert.Equal(Array.ConvertAll(expected[i], x => x + x + x), used[i].Gradient!.ToArray<double>());
        }
    }
}
