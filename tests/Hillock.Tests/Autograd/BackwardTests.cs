using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Numbers.Functions;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Autograd;

public class BackwardTests
{
    private static Tensor Leaf(params double[] values) => Tensor.From(values).WithGradient();

    [Fact]
    public void Backward_OfASum_FillsTheLeaves()
    {
        Tensor x = Leaf(1, 2, 3);
        F.Sum(x * x).Backward();
        Assert.Equal([2.0, 4, 6], x.Gradient!.ToArray<double>());
        Assert.False(x.Gradient.RequiresGrad);
    }

    [Fact]
    public void Backward_Twice_Accumulates()
    {
        Tensor x = Leaf(1, 2);
        F.Sum(x * 3).Backward();
        Tensor first = x.Gradient!;
        F.Sum(x * x).Backward();
        Assert.Equal([5.0, 7], x.Gradient!.ToArray<double>());
        Assert.Same(first, x.Gradient);
        x.ZeroGrad();
        Assert.Null(x.Gradient);
        Assert.Equal([5.0, 7], first.ToArray<double>());
    }

    [Fact]
    public void ZeroGrad_OfAGradientNobodyHasSeen_HandsItsMemoryBack()
    {
        Tensor x = Leaf(1, 2);
        F.Sum(x * x).Backward();
        Tensor gradient = x.RawGradient!;
        x.ZeroGrad();
        Assert.True(gradient.IsReleased);
    }

    [Fact]
    public void Backward_ThroughOneTensorManyTimes_AddsUp()
    {
        // A diamond: y enters three times, once through a longer way.
        Tensor x = Leaf(0.5);
        Tensor y = x * 2;
        (y * y + F.Exp(y) * y).Backward(Tensor.From(new[] { 1.0 }));
        double v = 1.0;
        Assert.Equal(2 * ((2 * v) + (Math.E * v) + Math.E), x.Gradient!.Item<double>(), 1e-12);
    }

    [Fact]
    public void Backward_OfALeafItself_IsTheSeed()
    {
        Tensor x = Leaf(4);
        x.Backward(Tensor.From(new[] { 3.0 }));
        Assert.Equal(3.0, x.Gradient!.Item<double>());
    }

    [Fact]
    public void Backward_OfManyElements_NeedsAGradient()
    {
        Tensor y = Leaf(1, 2) * 2;
        Assert.Contains("expects the gradient of that shape; or reduce it", Assert.Throws<ArgumentException>(() => y.Backward()).Message);
        Assert.Contains("gradient of shape [2] but got [3]", Assert.Throws<ArgumentException>(() => y.Backward(Tensor.Ones(3, DataType.Float64))).Message);
    }

    [Fact]
    public void Backward_OfAConstant_IsRefused()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => F.Sum(Tensor.Ones(3)).Backward());
        Assert.Contains("requires a gradient", error.Message);
    }

    [Fact]
    public void Backward_SecondTime_NamesRetainGraph()
    {
        Tensor x = Leaf(1, 2);
        Tensor y = F.Sum(F.Exp(x));
        y.Backward(retainGraph: true);
        y.Backward();
        Assert.Equal(2 * Math.E, x.Gradient!.ToArray<double>()[0], 1e-12);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => y.Backward());
        Assert.Contains("ExpFunction a second time", error.Message);
        Assert.Contains("retainGraph: true", error.Message);
    }

    [Fact]
    public void Backward_AfterAFailedPass_StartsAfresh()
    {
        Tensor x = Leaf(1, 2);
        Tensor y = F.Exp(x);
        Tensor sum = F.Sum(y * x);
        sum.Backward(retainGraph: true);
        x.ZeroGrad();
        y.Detach().Fill(0);
        Assert.Throws<InvalidOperationException>(() => sum.Backward(retainGraph: true));
        x.ZeroGrad();
        F.Sum(x * 2).Backward();
        Assert.Equal([2.0, 2], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Backward_OfASavedTensorChangedInPlace_SaysWhich()
    {
        Tensor x = Leaf(1, 2);
        Tensor y = x * 2;
        Tensor z = F.Sum(F.Exp(y));
        y.Detach().Fill(1);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => z.Backward());
        Assert.Contains("A tensor of shape [2] that the gradient of ExpFunction needs has been changed in place", error.Message);
    }

    [Fact]
    public void Backward_OfAnUnneededTensorChangedInPlace_Works()
    {
        Tensor x = Leaf(1, 2);
        Tensor y = x * 2;
        Tensor z = F.Sum(y + 1);
        y.Detach().Fill(1);
        z.Backward();
        Assert.Equal([2.0, 2], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void ChangeInPlace_OfWhatIsRecorded_IsRefusedUnlessDisabled()
    {
        Tensor x = Leaf(1, 2);
        Assert.Contains("Gradients.Disabled()", Assert.Throws<InvalidOperationException>(() => x.Fill(0)).Message);
        Assert.Contains("computed by Scale", Assert.Throws<InvalidOperationException>(() => (x * 2).AddInPlace(x)).Message);
        Assert.Throws<InvalidOperationException>(() => x[0] = Tensor.Scalar(1));
        using (Gradients.Disabled())
        {
            x.Fill(3).AddInPlace(Tensor.Ones(1, DataType.Float64), 2).MultiplyInPlace(2);
        }

        Assert.Equal([10.0, 10], x.ToArray<double>());
        Assert.True(x.RequiresGrad);
    }

    [Fact]
    public void Disabled_Scope_RecordsNothing()
    {
        Tensor x = Leaf(1);
        using (Gradients.Disabled())
        {
            Assert.False((x * 2).RequiresGrad);
            using (Gradients.Enabled())
            {
                Assert.True((x * 2).RequiresGrad);
            }

            Assert.False(Gradients.AreEnabled);
        }

        Assert.True((x * 2).RequiresGrad);
        Assert.False((x.Detach() * 2).RequiresGrad);
    }

    [Fact]
    public void RequiresGrad_WhereItCannotBe_IsRefused()
    {
        Assert.Contains("int64", Assert.Throws<InvalidOperationException>(() => Tensor.Arange(3).RequiresGrad = true).Message);
        Tensor y = Leaf(1) * 2;
        Assert.Contains("Detach()", Assert.Throws<InvalidOperationException>(() => y.RequiresGrad = false).Message);
        Assert.False(y.IsLeaf);
        Assert.True(Leaf(1).IsLeaf);
        Assert.Throws<ArgumentException>(() => Leaf(1).Gradient = Tensor.Ones(2, DataType.Float64));
    }

    [Fact]
    public void Backward_OfAVeryDeepGraph_DoesNotOverflow()
    {
        Tensor x = Leaf(1);
        Tensor y = x;
        for (int i = 0; i < 200_000; i++)
        {
            y += 0.5;
        }

        y.Backward(Tensor.Ones(1, DataType.Float64));
        Assert.Equal(1.0, x.Gradient!.Item<double>());
    }

    [Fact]
    public void Of_Inputs_LeavesGradientsAlone()
    {
        Tensor x = Leaf(2);
        Tensor unused = Leaf(1);
        Tensor y = x * x;
        Tensor z = y * 3;
        Tensor?[] gradients = Gradients.Of(z, [x, y, unused, x]);
        Assert.Equal(12.0, gradients[0]!.Item<double>());
        Assert.Equal(3.0, gradients[1]!.Item<double>());
        Assert.Null(gradients[2]);
        Assert.Equal(12.0, gradients[3]!.Item<double>());
        Assert.Null(x.Gradient);
        Assert.Contains("Input 0 of shape [1] does not require", Assert.Throws<InvalidOperationException>(() => Gradients.Of(z, [Tensor.Ones(1)])).Message);
    }

    [Fact]
    public void Of_SeveralOutputs_AddsTheirGradients()
    {
        Tensor x = Leaf(2);
        Tensor?[] gradients = Gradients.Of([x * x, x * 5], [x], [null, Tensor.From(new[] { 10.0 })]);
        Assert.Equal(54.0, gradients[0]!.Item<double>());
    }

    [Fact]
    public void Derivatives_OfHighOrder_AreRight()
    {
        // sin is not at hand: x⁷ has derivatives that are known, and tanh's are compared with PyTorch's.
        Tensor x = Leaf(1.5);
        Tensor y = F.Pow(x, 7);
        double expected = Math.Pow(1.5, 7);
        for (int n = 1; n <= 8; n++)
        {
            y = Gradients.Of(F.Sum(y), [x], createGraph: true)[0]!;
            expected = expected * (8 - n) / 1.5;
            Assert.Equal(expected, y.Item<double>(), 1e-9 * (1 + Math.Abs(expected)));
        }

        // torch.autograd.grad of tanh at 0.7, orders 1 to 5, PyTorch 1.13.
        double[] tanh = [0.6347395899824586, -0.7672323100919166, 0.12159227738323643, 2.7749834227807857, -7.503529089750026];
        Tensor t = Leaf(0.7);
        Tensor d = F.Apply(t, default(Tanh));
        foreach (double value in tanh)
        {
            d = Gradients.Of(F.Sum(d), [t], createGraph: true)[0]!;
            Assert.Equal(value, d.Item<double>(), 1e-9);
        }
    }

    [Fact]
    public void Backward_WithGraph_GivesGradientsToDifferentiate()
    {
        Tensor x = Leaf(2, 3);
        F.Sum(x * x * x).Backward(createGraph: true);
        Tensor gradient = x.Gradient!;
        Assert.True(gradient.RequiresGrad);
        x.Gradient = null;
        F.Sum(gradient * gradient).Backward();
        Assert.Equal([2 * 12.0 * 12, 2 * 27.0 * 18], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Gradient_StolenByALeaf_IsNotSharedWithAnother()
    {
        // Both addends get the same tensor as gradient; the second pass adds to one of them in place.
        Tensor x = Leaf(1, 2);
        Tensor y = Leaf(1, 2);
        F.Sum(x + y).Backward();
        F.Sum(x * 1).Backward();
        Assert.Equal([2.0, 2], x.Gradient!.ToArray<double>());
        Assert.Equal([1.0, 1], y.Gradient!.ToArray<double>());
    }

    [Fact]
    public void SeedGradient_OfTheUser_IsNotChanged()
    {
        Tensor x = Tensor.Ones(3000).WithGradient();
        Tensor seed = Tensor.Full(3000, 2);
        (x + x * x).Backward(seed);
        x.Backward(seed);
        Assert.All(seed.ToArray<float>(), value => Assert.Equal(2f, value));
        Assert.Equal(8f, x.Gradient![2999].Item<float>());
    }

    [Fact]
    public void Backward_OnTwoThreadsWithSharedParameters_IsComplete()
    {
        Tensor w = Tensor.Full([50, 50], 0.01).WithGradient();
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 50; i++)
            {
                Tensor?[] gradients = Gradients.Of(F.Sum(F.MatMul(w, w)), [w]);
                Assert.Equal(1f, gradients[0]![1, 1].Item<float>(), 1e-4f);
            }
        });
    }

    /// <summary>Before anything is computed, and the graph is still there.</summary>
    [Fact]
    public void Of_GradientsThatDoNotMatchTheOutputs_NamesBothCounts()
    {
        Tensor w = Tensor.From(new[] { 1.0, 2 }).WithGradient();
        Tensor a = F.Sum(F.Exp(w)), b = F.Sum(w);
        foreach (Tensor?[] gradients in new Tensor?[][] { [null], [], [null, null, null] })
        {
            ArgumentException error = Assert.Throws<ArgumentException>("gradients", () => Gradients.Of([a, b], [w], gradients));
            Assert.Contains($"each of the 2 outputs but got {gradients.Length};", error.Message, StringComparison.Ordinal);
        }

        Assert.Contains("output 1 is null", Assert.Throws<ArgumentException>("outputs", () => Gradients.Of([a, null!], [w])).Message, StringComparison.Ordinal);
        Assert.Contains("input 0 is null", Assert.Throws<ArgumentException>("inputs", () => Gradients.Of([a], [null!])).Message, StringComparison.Ordinal);
        Assert.Equal([1 + Math.E, 1 + Math.Exp(2)], Gradients.Of([a, b], [w], [null, null])[0]!.ToArray<double>(), (x, y) => Math.Abs(x - y) < 1e-14);
    }

    /// <summary>Thousands of nodes wait at a time, in any order of their making, each for two gradients. Whole numbers: exact.</summary>
    [Fact]
    public void Of_ManyNodesThatWait_AddsUpEach()
    {
        const int Count = 3000;
        Tensor w = Tensor.Scalar(1, DataType.Float64).WithGradient();
        Tensor[] terms = new Tensor[2 * Count];
        for (int i = 0; i < Count; i++)
        {
            terms[i] = terms[Count + i] = w * (double)i;
            _ = w * 2.0;
        }

        int[] order = Tensor.Permutation(terms.Length, new Hillock.Numbers.Philox(3)).ToArray<int>();
        Tensor sum = terms[order[0]];
        foreach (int place in order.AsSpan(1))
        {
            sum += terms[place];
        }

        Assert.Equal((double)Count * (Count - 1), Gradients.Of(sum, [w])[0]!.Item<double>());
        Tensor?[] each = Gradients.Of(F.Sum(F.Stack(terms, 0)), terms, createGraph: true);
        Assert.All(each, gradient => Assert.Equal(2, gradient!.Item<double>()));
    }
}
