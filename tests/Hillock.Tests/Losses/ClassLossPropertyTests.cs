using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Xunit;
using static Hillock.Tests.Losses.LossProperties;

namespace Hillock.Tests.Losses;

/// <summary>Properties of losses of classes that PyTorch's own tests check; a name ends with the number in the checklist.</summary>
public class ClassLossPropertyTests
{
    private static readonly Reduction[] Reductions = [Reduction.Mean, Reduction.Sum, Reduction.None];

    [Fact]
    public void NegativeLogLikelihood_WithAnIndexToIgnoreOutsideTheClasses_IgnoresIt_T166_T170()
    {
        Tensor x = Random(1, [3, 4], -3, 0).WithGradient();
        Tensor classes = Tensor.From(new long[] { 1, 255, 3 });
        Tensor loss = F.NegativeLogLikelihood(x, classes, ignoreIndex: 255);
        loss.Backward();
        float[] values = x.ToArray<float>();
        Assert.Equal(-(values[1] + values[11]) / 2, loss.Item<float>(), 1e-6f);
        Assert.Equal([0, 0, 0, 0], x.Gradient!.ToArray<float>()[4..8]);
        Assert.Equal(0, F.NegativeLogLikelihood(x, classes, Reduction.None, ignoreIndex: 255).ToArray<float>()[1]);
        Assert.Equal(loss.Item<float>(), F.NegativeLogLikelihood(x, classes.To(DataType.UInt8), ignoreIndex: 255).Item<float>());
    }

    public static TheoryData<int[]> EmptyShapes => new((int[])[0, 3], (int[])[0, 3, 5, 7], (int[])[2, 3, 0, 7], (int[])[2, 3, 5, 0], (int[])[2, 3, 5, 7, 0]);

    [Theory]
    [MemberData(nameof(EmptyShapes))]
    public void NegativeLogLikelihood_OfNothing_IsEmptyNaNOrZero_T167(int[] shape)
    {
        Shape targetShape = Shape.Create([shape[0], .. shape[2..]]);
        Tensor x = Tensor.Zeros(Shape.Create(shape)).WithGradient();
        Tensor targets = Tensor.Zeros(targetShape, DataType.Int64);
        foreach (bool softmax in (bool[])[false, true])
        {
            Tensor Loss(Reduction reduction, EmptyMean empty = EmptyMean.NaN) =>
                softmax ? F.CrossEntropy(x, targets, reduction, emptyMean: empty) : F.NegativeLogLikelihood(x, targets, reduction, emptyMean: empty);
            Assert.Equal(targetShape, Loss(Reduction.None).Shape);
            Assert.True(float.IsNaN(Loss(Reduction.Mean).Item<float>()));
            Assert.Equal(0, Loss(Reduction.Mean, EmptyMean.Zero).Item<float>());
            Assert.Contains(
                "EmptyMean.Zero", Assert.Throws<InvalidOperationException>(() => Loss(Reduction.Mean, EmptyMean.Throw)).Message, StringComparison.Ordinal);
            Tensor sum = Loss(Reduction.Sum);
            Assert.Equal(0, sum.Item<float>());
            Assert.Equal(Shape.Create(shape), Gradients.Of([sum], [x], [Tensor.OnesLike(sum)])[0]!.Shape);
        }
    }

    public static TheoryData<int[]> WeightShapes => new((int[])[2, 3], (int[])[2, 3, 5, 7], (int[])[2, 3, 5, 7, 9]);

    [Theory]
    [MemberData(nameof(WeightShapes))]
    public void NegativeLogLikelihood_WithoutWeightOrRows_IsZeroOrNaN_T168_T169(int[] shape)
    {
        Tensor x = Random(1, Shape.Create(shape), -3, 0).WithGradient();
        Shape targetShape = Shape.Create([shape[0], .. shape[2..]]);
        foreach (bool ignored in (bool[])[false, true])
        {
            Tensor targets = Tensor.Full(targetShape, ignored ? -100 : 1, DataType.Int64);
            Tensor? weight = ignored ? null : Tensor.Zeros(3);
            foreach (bool softmax in (bool[])[false, true])
            {
                Tensor Loss(Reduction reduction, EmptyMean empty = EmptyMean.NaN) => softmax
                    ? F.CrossEntropy(x, targets, reduction, weight: weight, emptyMean: empty)
                    : F.NegativeLogLikelihood(x, targets, reduction, weight: weight, emptyMean: empty);
                Assert.Equal(0, Loss(Reduction.Sum).Item<float>());
                Assert.True(float.IsNaN(Loss(Reduction.Mean).Item<float>()));
                Assert.All(Loss(Reduction.None).ToArray<float>(), loss => Assert.Equal(0, loss));
                Assert.Throws<InvalidOperationException>(() => Loss(Reduction.Mean, EmptyMean.Throw));
                Tensor zero = Loss(Reduction.Mean, EmptyMean.Zero);
                Assert.Equal(0, zero.Item<float>());
                Assert.All(Gradients.Of([zero], [x], [Tensor.OnesLike(zero)])[0]!.ToArray<float>(), slope => Assert.Equal(0, slope));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void CrossEntropy_OfOneHotProbabilities_IsThatOfClasses_T172_T174_T176_T177(int axes)
    {
        Shape shape = Shape.Create([10, 4, .. Enumerable.Repeat(2, axes)]);
        Shape targetShape = Shape.Create([10, .. Enumerable.Repeat(2, axes)]);
        Tensor x = Random(1, shape, -3, 3).To(DataType.Float64);
        Tensor classes = Tensor.From(Enumerable.Range(0, targetShape.Length).Select(i => (long)(3 * i % 4)).ToArray(), targetShape);
        Tensor oneHot = F.OneHot(classes, 4).To(DataType.Float64).Permute([0, axes + 1, .. Enumerable.Range(1, axes)]);
        Tensor weight = Random(2, [4], 0.5f, 1.5f);
        foreach (Reduction reduction in Reductions)
        {
            Near(F.CrossEntropy(x, classes, reduction), F.CrossEntropy(x, oneHot, reduction), 1e-12);
            Near(F.CrossEntropy(x, classes, reduction), F.CrossEntropy(x, classes, reduction, weight: Tensor.Ones(4)), 1e-12);
            Near(F.CrossEntropy(x, oneHot, reduction), F.CrossEntropy(x, oneHot, reduction, weight: Tensor.Ones(4)), 1e-12);
            if (reduction != Reduction.Mean)
            {
                Near(F.CrossEntropy(x, classes, reduction, weight: weight), F.CrossEntropy(x, oneHot, reduction, weight: weight), 1e-12);
            }

            foreach (double smoothing in (double[])[0.05, 0.15])
            {
                Tensor smooth = (oneHot * (1 - smoothing)) + (smoothing / 4);
                Near(F.CrossEntropy(x, smooth, reduction), F.CrossEntropy(x, classes, reduction, labelSmoothing: smoothing), 1e-12);
                Near(F.CrossEntropy(x, smooth, reduction), F.CrossEntropy(x, oneHot, reduction, labelSmoothing: smoothing), 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(-100)]
    [InlineData(-2)]
    [InlineData(2)]
    public void CrossEntropy_WithSmoothing_DropsIgnoredRows_T178(long ignore)
    {
        foreach (Tensor? weight in (Tensor?[])[null, Tensor.From(new[] { 0.3f, 0.6f })])
        {
            Tensor x = Random(1, [3, 2], -2, 2), other = x.Clone();
            other[1, 0] = Tensor.Scalar(50);
            Tensor targets = Tensor.From(new[] { 0, ignore, 1L });
            Tensor kept = F.IndexSelect(x, 0, Tensor.From(new long[] { 0, 2 })), keptTargets = Tensor.From(new long[] { 0, 1 });
            foreach (Reduction reduction in Reductions)
            {
                Tensor loss = F.CrossEntropy(x, targets, reduction, weight, ignore, 0.05);
                Assert.Equal(loss.ToArray<float>(), F.CrossEntropy(other, targets, reduction, weight, ignore, 0.05).ToArray<float>());
                if (reduction != Reduction.None)
                {
                    Near(F.CrossEntropy(kept, keptTargets, reduction, weight, ignore, 0.05), loss, 1e-6);
                }
            }
        }
    }

    // PyTorch: 0·(−∞) = NaN.
    [Fact]
    public void CrossEntropy_OfMaskedLogits_CountsOnlyWhatHasProbability()
    {
        double inf = double.PositiveInfinity;
        Tensor x = Tensor.From(new[,] { { 0, -inf, 1 }, { 2, 1, -inf } }).WithGradient();
        Tensor p = Tensor.From(new[,] { { 0.5, 0, 0.5 }, { 1.0, 0, 0 } }).WithGradient();
        Tensor loss = F.CrossEntropy(x, p, Reduction.None);
        double first = Math.Log(1 + Math.E) - 0.5, second = Math.Log(1 + Math.Exp(-1));
        Assert.Equal(first, loss.ToArray<double>()[0], 1e-14);
        Assert.Equal(second, loss.ToArray<double>()[1], 1e-14);
        Tensor?[] gradients = Gradients.Of([loss], [x, p], [Tensor.OnesLike(loss)]);
        Assert.DoesNotContain(gradients[0]!.ToArray<double>(), double.IsNaN);
        Assert.DoesNotContain(gradients[1]!.ToArray<double>(), value => !double.IsFinite(value));
        Assert.Equal(inf, F.CrossEntropy(x, Tensor.From(new[,] { { 0, 1.0, 0 }, { 1, 0, 0 } }), Reduction.None).ToArray<double>()[0]);
    }

    [Fact]
    public void CrossEntropy_OfAnAlmostCertainOneHotTarget_KeepsItsPrecision()
    {
        Tensor x = Tensor.From(new float[,] { { 0, 20, 1 } }).WithGradient();
        Tensor loss = F.CrossEntropy(x, Tensor.From(new float[,] { { 0, 1, 0 } }));
        loss.Backward();
        double expected = Math.Exp(-20) + Math.Exp(-19);
        Assert.Equal(1, loss.Item<float>() / expected, 1e-6);
        Assert.Equal(1, x.Gradient!.ToArray<float>()[1] / -expected, 1e-6);
    }
}
