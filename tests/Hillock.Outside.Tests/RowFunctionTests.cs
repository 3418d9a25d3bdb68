using System.Numerics;
using Extending;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Outside.Tests;

/// <summary>Operations on rows: axes, lengths, threads, and what is refused.</summary>
[Collection("Threads")]
public class RowFunctionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Result_DoesNotDependOnThreads(int length)
    {
        Tensor x = Tensor.From([.. Enumerable.Range(0, 200_000 / length * length).Select(static i => (i % 97) + 1.0)]).Reshape(-1, length).WithGradient();
        int before = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            (double[] y, double[] dx) = Both();
            Parallelism.Threads = 4;
            (double[] again, double[] gradient) = Both();
            Assert.Equal(y, again);
            Assert.Equal(dx, gradient);
        }
        finally
        {
            Parallelism.Threads = before;
        }

        (double[] Y, double[] Gradient) Both()
        {
            Tensor y = F.RowFunction(x, new UnitRows());
            return (y.ToArray<double>(), Gradients.Of(y, [x], y.Detach() + 1)[0]!.ToArray<double>());
        }
    }

    [Fact]
    public void Axis_InTheMiddle_GivesOneNumberForEachSlice()
    {
        Tensor x = Tensor.Arange(24, dataType: DataType.Float64).Reshape(2, 3, 4).WithGradient();
        Tensor y = F.RowFunction(x, new LogSumExp(), axis: 1);
        Assert.Equal(Shape.Create([2, 1, 4]), y.Shape);
        Torch.Near(F.LogSumExp(x.Detach(), 1, keepDims: true), y, 1e-15, "log-sum-exp");
        Torch.Near(F.Softmax(x.Detach(), 1), Gradients.Of(y.Sum(), [x])[0], 1e-14, "softmax");
    }

    [Fact]
    public void Rows_WithoutElements_AndNone_HaveResults()
    {
        Assert.Equal(
            [double.NegativeInfinity, double.NegativeInfinity], F.RowFunction(Tensor.Zeros([2, 0], DataType.Float64), new LogSumExp()).ToArray<double>());
        Assert.Equal(Shape.Create([0, 1]), F.RowFunction(Tensor.Zeros([0, 5]), new LogSumExp()).Shape);
        Tensor number = Tensor.Scalar(-3).WithGradient();
        Assert.Equal(-1, F.RowFunction(number, new UnitRows()).Item<float>());
    }

    [Fact]
    public void SecondDerivative_WithoutItsFunctions_IsRefused()
    {
        Tensor x = Tensor.From([1.0, 2, 3]).WithGradient();
        Tensor gradient = Gradients.Of(F.RowFunction(x, new LogSumExp(IsTwice: false)).Sum(), [x], createGraph: true)[0]!;
        Torch.Near(F.Softmax(x.Detach()), gradient, 1e-15, "gradient");
        Assert.Contains(
            "LogSumExp is differentiable once alone", Assert.Throws<InvalidOperationException>(() => Gradients.Of(gradient.Sum(), [x])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_SayWhatWasExpected()
    {
        Tensor x = Tensor.Ones([2, 3], DataType.Float64).WithGradient();
        Assert.Contains(
            "floating-point", Assert.Throws<ArgumentException>(() => F.RowFunction(Tensor.Ones(3, DataType.Int64), new UnitRows())).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => F.RowFunction(x, new UnitRows(), 2));
        Assert.Contains(
            "ResultLength of Wrong expects 0 or more", Assert.Throws<InvalidOperationException>(() => F.RowFunction(x, new Wrong(-1))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "BackwardOfRows of Wrong expects float64 [2, 3] but returned float64 [2]",
            Assert.Throws<InvalidOperationException>(() => Gradients.Of(F.RowFunction(x, new Wrong(1)).Sum(), [x], createGraph: true)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Module_AppliesTheOperationAndPrintsItsName()
    {
        Tensor x = Tensor.From([3f, 4, 6, 8], [2, 2]);
        Assert.Equal([0.6f, 0.8f, 0.6f, 0.8f], new RowFunction<UnitRows>().Forward(x).ToArray<float>());
        Assert.Equal("UnitRows(axis=0)", new RowFunction<UnitRows>(new UnitRows(), axis: 0).ToString());
    }

    private sealed record Wrong(int Length) : IRowFunction
    {
        string IRowFunction.Name => "Wrong";

        public int ResultLength(int length) => Length;

        public void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => y.Clear();

        public void Backward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => dx.Clear();

        public Tensor BackwardOfRows(Tensor x, Tensor y, Tensor dy) => x.Sum(-1);
    }
}

/// <summary>Tests that set the process-wide number of threads run beside no other.</summary>
[CollectionDefinition("Threads", DisableParallelization = true)]
public sealed class ThreadCollection;
