using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Autograd;

/// <summary>Backward passes of several threads over one graph.</summary>
[Trait("Speed", "slow")]
public class ConcurrentPassTests
{
    private const int Threads = 4;

    private static readonly Dictionary<string, OperationCase> Cases = OperationCatalogue.All().ToDictionary(one => one.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    /// <summary>
    /// Of the outputs (k + 1)·h and h = e²ʷ with gradients of ⅛ that of h is (k + 2)/8 and that of w, where it is 0, twice as much: exact in float32.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_OneGraph_GivesEachThreadItsOwnGradients(bool createGraph)
    {
        Tensor w = Tensor.Zeros(600).WithGradient();
        Tensor h = F.Exp(w * 2);
        Tensor seed = Tensor.Full(600, 0.125);
        Run(Threads, k =>
        {
            for (int i = 0; i < 1500; i++)
            {
                Tensor?[] gradients = Gradients.Of([h * (k + 1.0), h], [w, h], [seed, seed], retainGraph: true, createGraph: createGraph);
                Assert.True(gradients[0]!.ToArray<float>().AsSpan().IndexOfAnyExcept(0.25f * (k + 2)) < 0);
                Assert.True(gradients[1]!.ToArray<float>().AsSpan().IndexOfAnyExcept(0.125f * (k + 2)) < 0);
            }
        });
        Assert.Equal(0, seed.Storage.References);
        Assert.Equal(0, h.Storage.References);
        Assert.True(seed.ToArray<float>().AsSpan().IndexOfAnyExcept(0.125f) < 0);
    }

    /// <summary>Of every operation: what one thread gets alone, by a graph of its own, is what each of several gets from one graph.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Of_OneGraphOfEachOperation_HasTheBitsOfOneThread(string name)
    {
        Tensor y = Record(Cases[name], out Tensor[] leaves);
        if (!y.RequiresGrad)
        {
            return;
        }

        double[][] expected = Numbers(Gradients.Of(y, leaves, retainGraph: true));
        Run(3, _ =>
        {
            for (int i = 0; i < 5; i++)
            {
                Assert.Equal(expected, Numbers(Gradients.Of(y, leaves, retainGraph: true)));
            }
        });
        Assert.Equal(expected, Numbers(Gradients.Of(y, leaves)));
    }

    /// <summary>Of every operation: a thread that frees the graph beside others that do not. They are right, or told that it is gone.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Of_AGraphThatAnotherThreadFrees_IsRightOrRefused(string name)
    {
        for (int round = 0; round < 3; round++)
        {
            Tensor y = Record(Cases[name], out Tensor[] leaves);
            if (!y.RequiresGrad)
            {
                return;
            }

            double[][] expected = Numbers(Gradients.Of(y, leaves, retainGraph: true));
            int right = 0;
            Run(3, k =>
            {
                try
                {
                    Assert.Equal(expected, Numbers(Gradients.Of(y, leaves, retainGraph: k != 0)));
                    Interlocked.Increment(ref right);
                }
                catch (InvalidOperationException error)
                {
                    Assert.NotEqual(0, k);
                    Assert.Contains("a second time, and its saved tensors are freed", error.Message, StringComparison.Ordinal);
                }
            });
            Assert.True(right > 0);
        }
    }

    /// <summary>Of passes that all free, one is first at each node with something to free; no two can both be first.</summary>
    [Fact]
    public void Of_AGraphThatAllFree_IsRightForOneAndRefusedToTheOthers()
    {
        for (int round = 0; round < 200; round++)
        {
            Tensor w = Tensor.Zeros(600).WithGradient();
            Tensor y = F.Exp(w);
            int right = 0;
            Run(Threads, _ =>
            {
                try
                {
                    Assert.True(Gradients.Of(y, [w], Tensor.Ones(600))[0]!.ToArray<float>().AsSpan().IndexOfAnyExcept(1) < 0);
                    Interlocked.Increment(ref right);
                }
                catch (InvalidOperationException error)
                {
                    Assert.Contains("a second time", error.Message, StringComparison.Ordinal);
                }
            });
            Assert.Equal(1, right);
        }
    }

    /// <summary>
    /// The linear cross-entropy gives its own memory to the leaves of the pass that frees it, while another pass may have the same memory on its way.
    /// </summary>
    [Fact]
    public void Backward_OfMemoryThatAnotherPassHolds_LeavesItAlone()
    {
        Tensor classes = Tensor.From(new long[] { 2, 0 });
        for (int round = 0; round < 100; round++)
        {
            Tensor x = OperationCatalogue.Reals(1, 2, 3).WithGradient(), weight = OperationCatalogue.Reals(2, 3, 3).WithGradient();
            Tensor once = x.Clone();
            Tensor loss = F.LinearCrossEntropy(once, weight, null, classes);
            double[][] expected = Numbers(Gradients.Of(loss, [x, weight], retainGraph: true));
            Run(2, k =>
            {
                if (k == 0)
                {
                    loss.Backward();
                    F.Sum(x.Gradient!).Item<double>();
                    x.Gradient!.MultiplyInPlace(0);
                    weight.Gradient!.MultiplyInPlace(0);
                    return;
                }

                try
                {
                    Assert.Equal(expected, Numbers(Gradients.Of(loss, [x, weight], retainGraph: true)));
                }
                catch (InvalidOperationException error)
                {
                    Assert.Contains("a second time", error.Message, StringComparison.Ordinal);
                }
            });
        }
    }

    private static Tensor Record(OperationCase one, out Tensor[] leaves)
    {
        Tensor[] tensors = [.. one.Tensors.Select(tensor => tensor.DataType.IsFloatingPoint() ? tensor.Clone().WithGradient() : tensor.Clone())];
        leaves = Array.FindAll(tensors, tensor => tensor.RequiresGrad);
        Tensor y = one.Call(tensors);
        return y.RequiresGrad ? F.Sum(F.Multiply(y, OperationCatalogue.Reals(9, [1, .. y.Shape.Dimensions]).Reshape(y.Shape).To(y.DataType))) : y;
    }

    private static double[][] Numbers(Tensor?[] gradients) => [.. gradients.Select(gradient => gradient?.ToArray<double>() ?? [])];

    private static void Run(int count, Action<int> work)
    {
        Exception? failure = null;
        using Barrier start = new Barrier(count);
        Thread[] threads = [.. Enumerable.Range(0, count).Select(k => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                work(k);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Null(failure);
    }
}
