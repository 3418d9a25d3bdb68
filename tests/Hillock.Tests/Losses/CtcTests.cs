using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>The edges of connectionist temporal classification.</summary>
[Trait("Speed", "slow")]
public class CtcTests
{
    private static readonly Tensor Golden = F.LogSoftmax(Tensor.From(new double[,] { { 0.1, 0.2, 0.3 }, { 0.3, 0.1, 0.2 }, { 0.2, 0.5, 0.1 } }), 1);

    private static Tensor Labels(params long[] labels) => Tensor.From(labels);

    private static Tensor Logits(int steps, int count, int classes) =>
        (LossCase.Weights([steps, count, classes], 7, DataType.Float64) - 1) * 4;

    [Fact]
    public void GoldenNumbers()
    {
        Assert.Equal(0.9439, F.Ctc(Golden, Labels(1, 2)).Item<double>(), 4);
        Assert.Equal(3.3840, F.Ctc(Golden, Labels()).Item<double>(), 4);
        Assert.Equal(double.PositiveInfinity, F.Ctc(Golden, Labels(1, 1, 1)).Item<double>());
    }

    // T196: nothing but blanks can give no labels.
    [Fact]
    public void EmptyTargets_AreTheBlanksAlone()
    {
        Tensor y = F.LogSoftmax(Logits(50, 3, 15), 2);
        Tensor loss = F.Ctc(y, Labels(), [50, 50, 50], [0, 0, 0], reduction: Reduction.None);
        Near.Assert(F.Negate(F.Sum(y.Select(2, 0), 0)), loss, 1e-14, "loss");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GradientChecks_OfBothOrders_Pass(bool fromLogits)
    {
        // Log-probabilities that are not normalised: the gradient is the true partial derivative.
        Tensor x = Logits(5, 4, 3).WithGradient();
        foreach (Reduction reduction in Enum.GetValues<Reduction>().Where(one => one != Reduction.BatchMean))
        {
            Tensor Loss(IReadOnlyList<Tensor> inputs) => fromLogits
                ? F.CtcWithLogits(inputs[0], Labels(1, 2, 2, 1, 2), [5, 4, 5, 0], [2, 1, 2, 0], reduction: reduction)
                : F.Ctc(inputs[0], Labels(1, 2, 2, 1, 2), [5, 4, 5, 0], [2, 1, 2, 0], reduction: reduction);
            GradientReport first = GradientCheck.First(Loss, [x]);
            Assert.True(first.Passed, first.ToString());
            GradientReport second = GradientCheck.Second(Loss, [x]);
            Assert.True(second.Passed, second.ToString());
        }
    }

    // T197.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GradientCheck_OfLongSequences_Passes(bool varied)
    {
        int[] inputs = [.. Enumerable.Range(0, 4).Select(n => varied ? 20 + (10 * n) : 50)];
        int[] targets = [.. Enumerable.Range(0, 4).Select(n => varied ? 5 * n : 15)];
        Tensor labels = Tensor.From(Enumerable.Range(0, targets.Sum()).Select(i => (long)(1 + (i * i % 6))).ToArray());
        GradientReport report = GradientCheck.First(x => F.Ctc(F.LogSoftmax(x[0], 2), labels, inputs, targets), [Logits(50, 4, 7).WithGradient()]);
        Assert.True(report.Passed, report.ToString());
    }

    // T199.
    [Theory]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.Sum)]
    [InlineData(Reduction.None)]
    public void OneSequence_IsABatchOfOne(Reduction reduction)
    {
        Tensor x = Logits(40, 1, 13).Squeeze(1).WithGradient();
        Tensor batch = x.Detach().Unsqueeze(1).Clone().WithGradient();
        Tensor targets = Tensor.From(Enumerable.Range(1, 12).Select(i => (long)i).ToArray());
        Tensor one = F.CtcWithLogits(x, targets, reduction: reduction, zeroInfinity: true);
        Tensor all = F.CtcWithLogits(batch, targets.Unsqueeze(0), reduction: reduction, zeroInfinity: true);
        Tensor scalars = F.CtcWithLogits(x, targets, Tensor.Full(Shape.Scalar, 40, DataType.Int64), Tensor.Full(Shape.Scalar, 12, DataType.Int32), reduction: reduction);
        Assert.Equal(0, one.Rank);
        Assert.Equal(one.Item<double>(), all.Item<double>());
        Assert.Equal(one.Item<double>(), scalars.Item<double>());
        Assert.Equal(Gradients.Of(F.Sum(one), [x])[0]!.ToArray<double>(), Gradients.Of(F.Sum(all), [batch])[0]!.ToArray<double>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ImpossibleSequence_IsInfinite_OrZero(bool zero)
    {
        foreach (bool graph in (bool[])[false, true])
        {
            // The second repeats a label, which takes a blank between; the third has no steps.
            Tensor x = Logits(4, 3, 3).WithGradient();
            Tensor loss = F.CtcWithLogits(x, Labels(1, 2, 1, 1, 2), [4, 2, 0], [2, 2, 1], reduction: Reduction.None, zeroInfinity: zero);
            double[] losses = loss.ToArray<double>();
            Assert.True(double.IsFinite(losses[0]));
            double expected = zero ? 0 : double.PositiveInfinity;
            Assert.Equal([expected, expected], losses[1..]);
            Tensor gradient = Gradients.Of(F.Sum(loss), [x], createGraph: graph)[0]!;
            Assert.All(gradient.Select(1, 0).ToArray<double>(), value => Assert.True(double.IsFinite(value) && value != 0));
            Assert.All(gradient.Select(1, 1).Slice(0, 0, 2).ToArray<double>(), value => Assert.Equal(zero ? 0 : double.NaN, value));
            Assert.All(gradient.Select(1, 1).Slice(0, 2, 4).ToArray<double>(), value => Assert.Equal(0, value));
            Assert.All(gradient.Select(1, 2).ToArray<double>(), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void NoStepsAndNoLabels_AreCertain()
    {
        Tensor x = Logits(4, 1, 3).WithGradient();
        Tensor loss = F.Ctc(x, Labels(), [0], [0]);
        Assert.Equal(0, loss.Item<double>());
        Assert.All(Gradients.Of(loss, [x])[0]!.ToArray<double>(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void MeanOfNoSequences_IsWhatEmptyMeanSays()
    {
        Tensor x = Tensor.Empty([4, 0, 3]);
        Assert.True(float.IsNaN(F.Ctc(x, Labels(), [], []).Item<float>()));
        Assert.Equal(0, F.Ctc(x, Labels(), [], [], emptyMean: EmptyMean.Zero).Item<float>());
        Assert.Equal(0, F.Ctc(x, Labels(), [], [], reduction: Reduction.Sum).Item<float>());
        Assert.Throws<InvalidOperationException>(() => F.Ctc(x, Labels(), [], [], emptyMean: EmptyMean.Throw));
    }

    [Fact]
    public void InfiniteAndUndefinedPredictions()
    {
        // A label of probability 0 that the other paths go around has gradient 0; one that none can, is impossible.
        double[,] values = { { 0, 0, 0 }, { 0, double.NegativeInfinity, 0 }, { 0, 0, double.NegativeInfinity } };
        foreach (bool fromLogits in (bool[])[true, false])
        {
            foreach (bool graph in (bool[])[true, false])
            {
                Tensor x = Tensor.From(values).WithGradient();
                Tensor Loss(Tensor labels) => fromLogits ? F.CtcWithLogits(x, labels) : F.Ctc(x, labels);
                Tensor loss = Loss(Labels(1));
                Assert.True(double.IsFinite(loss.Item<double>()));
                double[] gradient = Gradients.Of(loss, [x], createGraph: graph)[0]!.ToArray<double>();
                Assert.All(gradient, value => Assert.True(double.IsFinite(value)));
                Assert.Equal(0, gradient[4]);
                Assert.Equal(double.PositiveInfinity, Loss(Labels(2, 1, 2)).Item<double>());
            }
        }

        // A NaN is passed on, from where it counts: not from a class that is no label, and not from behind the end.
        Tensor y = Logits(3, 2, 4).Clone();
        y.AsSpan<double>()[3] = double.NaN;
        y.AsSpan<double>()[20] = double.NaN;
        y.RequiresGrad = true;
        Tensor losses = F.Ctc(y, Labels(3, 2), [2, 2], [1, 1], reduction: Reduction.None);
        Assert.Equal([true, false], losses.ToArray<double>().Select(double.IsNaN));
        losses = F.Ctc(y, Labels(2, 2), [2, 2], [1, 1], reduction: Reduction.None);
        Assert.All(losses.ToArray<double>(), loss => Assert.True(double.IsFinite(loss)));
        Assert.Equal([true, false], F.CtcWithLogits(y, Labels(2, 2), [2, 2], [1, 1], reduction: Reduction.None).ToArray<double>().Select(double.IsNaN));
    }

    // Six hundred confident steps: the probability is far below the smallest double, the gradient cancels, and the loss is tiny or huge.
    [Theory]
    [InlineData(30, 0)]
    [InlineData(-30, 1)]
    public void ConfidentPredictions_KeepTheirPrecision(double confidence, int kind)
    {
        const int Steps = 600;
        Tensor x = Tensor.Zeros([Steps, 2], DataType.Float64);
        Span<double> span = x.AsSpan<double>();
        for (int t = 0; t < Steps; t++)
        {
            span[2 * t] = confidence;
        }

        // Blanks alone: every step costs ln(1 + e^-confidence).
        double expected = Steps * (kind == 0 ? Math.Exp(-30) * (1 - (Math.Exp(-30) / 2)) : 30 + Math.Exp(-30));
        Assert.Equal(1, F.CtcWithLogits(x, Labels()).Item<double>() / expected, 1e-14);
    }

    [Fact]
    public void StridedPredictionsAndTargets_AreAccepted()
    {
        Tensor x = Logits(6, 2, 4);
        Tensor batchFirst = x.Transpose(0, 1).Contiguous();
        Tensor targets = Tensor.From(new long[,] { { 1, 2 }, { 3, 1 } });
        double expected = F.CtcWithLogits(x, targets, [6, 5], [2, 1]).Item<double>();
        Assert.Equal(expected, F.CtcWithLogits(batchFirst.Transpose(0, 1), targets.Transpose().Contiguous().Transpose(), [6, 5], [2, 1]).Item<double>());
    }

    [Fact]
    public void HalfPrecision_IsRoundedOnce()
    {
        Tensor x = Logits(6, 2, 4).To(DataType.Float16);
        Tensor targets = Tensor.From(new long[,] { { 1, 2 }, { 3, 1 } });
        Tensor loss = F.CtcWithLogits(x, targets);
        Assert.Equal(DataType.Float16, loss.DataType);
        Assert.Equal((double)(Half)F.CtcWithLogits(x.To(DataType.Float32), targets).Item<float>(), loss.Item<double>(), 1e-3);
    }

    [Fact]
    public void Modules_AreTheFunctions()
    {
        Tensor x = Logits(6, 2, 4);
        Tensor targets = Tensor.From(new long[,] { { 0, 2 }, { 2, 1 } });
        var loss = new CtcLoss(Reduction.Sum, blank: 3, zeroInfinity: true);
        var withLogits = new CtcWithLogitsLoss(Reduction.Sum, blank: 3);
        Assert.Equal(F.Ctc(x, targets, [6, 5], [2, 1], 3, Reduction.Sum).Item<double>(), loss.Forward(x, targets, [6, 5], [2, 1]).Item<double>());
        Assert.Equal(F.CtcWithLogits(x, targets, null, null, 3, Reduction.Sum).Item<double>(), withLogits.Forward(x, targets).Item<double>());
        Assert.Equal("CtcLoss()", loss.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => new CtcLoss(blank: -1));
    }
}
