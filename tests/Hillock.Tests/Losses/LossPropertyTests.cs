using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;
using static Hillock.Tests.Losses.LossProperties;

namespace Hillock.Tests.Losses;

/// <summary>Properties of single losses that PyTorch's own tests check; a name ends with the number in the checklist.</summary>
[Trait("Speed", "slow")]
public class LossPropertyTests
{
    private static readonly Reduction[] Reductions = [Reduction.Mean, Reduction.Sum, Reduction.None];

    [Theory]
    [InlineData("BinaryCrossEntropy")]
    [InlineData("L1")]
    [InlineData("MeanSquaredError")]
    [InlineData("SmoothL1")]
    [InlineData("SoftMargin")]
    public void Result_HasNoAxesUnlessUnreduced_T154(string name)
    {
        foreach (Shape shape in (Shape[])[Shape.Create([5, 6]), Shape.Scalar])
        {
            foreach (Reduction reduction in Reductions)
            {
                Tensor x = Random(1, shape, 0.1f, 0.9f).WithGradient();
                Tensor t = Random(2, shape, 0, 1);
                Tensor loss = name switch
                {
                    "BinaryCrossEntropy" => F.BinaryCrossEntropy(x, t, reduction),
                    "L1" => F.L1(x, t, reduction),
                    "MeanSquaredError" => F.MeanSquaredError(x, t, reduction),
                    "SmoothL1" => F.SmoothL1(x, t, reduction),
                    _ => F.SoftMargin(x, t, reduction),
                };
                Assert.Equal(reduction == Reduction.None ? shape : Shape.Scalar, loss.Shape);
                Assert.Equal(shape, Gradients.Of([loss], [x], [Tensor.OnesLike(loss)])[0]!.Shape);
            }
        }
    }

    [Fact]
    public void BinaryCrossEntropy_AtTheEnds_IsNotNegative_T155()
    {
        foreach (double end in (double[])[0, 1])
        {
            Assert.Equal(0, F.BinaryCrossEntropy(Tensor.Full(5, end), Tensor.Full(5, end)).Item<float>());
        }
    }

    [Fact]
    public void BinaryCrossEntropyWithLogits_IsThatOfTheSigmoid_T158_T159()
    {
        Tensor x = Random(1, [64, 4], -0.5f, 0.5f), t = Random(2, [64, 4], 0, 1), weight = Random(3, [4], 0.5f, 1.5f);
        Near(F.BinaryCrossEntropy(F.Sigmoid(x), t), F.BinaryCrossEntropyWithLogits(x, t), 1e-6);
        Near(F.BinaryCrossEntropy(F.Sigmoid(x), t, weight: weight), F.BinaryCrossEntropyWithLogits(x, t, weight: weight), 1e-6);
        foreach (Reduction reduction in (Reduction[])[Reduction.Mean, Reduction.None])
        {
            Tensor low = Tensor.Full(1, -100.0, DataType.Float64), zero = Tensor.Zeros(1, DataType.Float64), one = Tensor.Ones(1, DataType.Float64);
            Near(F.BinaryCrossEntropy(F.Sigmoid(low), zero, reduction, one), F.BinaryCrossEntropyWithLogits(low, zero, reduction, one), 1e-12);
        }

        foreach (Reduction reduction in Reductions)
        {
            // In float64: the probability itself rounds too coarsely in float32.
            Tensor logits = Random(4, [1024, 256], -4, 4).To(DataType.Float64).WithGradient();
            Tensor targets = Random(5, [1024, 256], 0, 1).To(DataType.Float64);
            Tensor weights = Random(6, [256], 0.5f, 1.5f);
            Tensor a = F.BinaryCrossEntropyWithLogits(logits, targets, reduction, weights),
                b = F.BinaryCrossEntropy(F.Sigmoid(logits), targets, reduction, weights);
            Near(b, a, 1e-12);
            Near(Gradients.Of([b], [logits], [Tensor.OnesLike(b)])[0]!, Gradients.Of([a], [logits], [Tensor.OnesLike(a)])[0]!, 1e-12);
        }
    }

    [Fact]
    public void BinaryCrossEntropyWithLogits_AtZero_HasAHalfAsGradient_T161()
    {
        foreach (Tensor? positive in (Tensor?[])[null, Tensor.Ones([3, 1])])
        {
            Tensor x = Tensor.Zeros([3, 1]).WithGradient();
            F.BinaryCrossEntropyWithLogits(x, Tensor.Zeros([3, 1]), Reduction.Sum, null, positive).Backward();
            Assert.Equal([0.5f, 0.5f, 0.5f], x.Gradient!.ToArray<float>());
        }
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(1, 16)]
    public void Weights_Broadcast_T162(int columns, int rows)
    {
        Tensor x = Random(1, [16, 4], 0.1f, 0.9f), t = Random(2, [16, 4], 0, 1);
        Tensor weight = columns == 4 ? Random(3, [4], 0, 1) : Random(3, [rows, 1], 0, 1);
        Tensor full = weight.Expand(16, 4).Contiguous();
        Assert.Equal(F.BinaryCrossEntropy(x, t, weight: full).Item<float>(), F.BinaryCrossEntropy(x, t, weight: weight).Item<float>());
        Assert.Equal(F.BinaryCrossEntropyWithLogits(x, t, weight: full).Item<float>(), F.BinaryCrossEntropyWithLogits(x, t, weight: weight).Item<float>());
    }

    [Fact]
    public void PositiveWeights_OfAnyShape_Agree_T163_T164()
    {
        Tensor x = Random(1, [64, 4], -3, 3), t = Random(2, [64, 4], 0, 1), p = Random(3, [4], 0.5f, 2);
        Near(F.BinaryCrossEntropyWithLogits(x, t), F.BinaryCrossEntropyWithLogits(x, t, positiveWeight: Tensor.Ones(4)), 1e-6);
        float expected = F.BinaryCrossEntropyWithLogits(x, t, positiveWeight: p).Item<float>();
        Assert.Equal(expected, F.BinaryCrossEntropyWithLogits(x, t, positiveWeight: p.Reshape(1, 4)).Item<float>());
        Assert.Equal(expected, F.BinaryCrossEntropyWithLogits(x, t, positiveWeight: p.Expand(64, 4)).Item<float>());
        Tensor far = Tensor.From(new float[] { 0, -120 }), hard = Tensor.From(new float[] { 0, 1 });
        Assert.Equal([0.6931472f, 120], F.BinaryCrossEntropyWithLogits(far, hard, Reduction.None).ToArray<float>());
        Assert.Equal([0.6931472f, 60], F.BinaryCrossEntropyWithLogits(far, hard, Reduction.None, null, Tensor.Full(2, 0.5)).ToArray<float>());
    }

    [Fact]
    public void KLDivergence_OfEqualDistributions_IsZero_T179()
    {
        Tensor x = F.LogSoftmax(Tensor.From(new double[,] { { 1, 2, 3 }, { 5, 5, 5 } }), 1);
        Assert.Equal(0, F.KLDivergence(x, x, Reduction.BatchMean, logTarget: true).Item<double>());
        Assert.Equal(
            5 * 0.5 * (1 + Math.Log(0.5)), F.KLDivergence(Tensor.Full([2, 5], -1.0), Tensor.Full([2, 5], 0.5), Reduction.BatchMean).Item<float>(), 1e-6);
    }

    [Fact]
    public void SmoothL1_TimesBeta_IsHuber_T187_T189()
    {
        foreach (double beta in (double[])[0.5, 1, 1.5])
        {
            foreach (int size in (int[])[2, 64])
            {
                Tensor x = Random(1, [size, 2 * size], -2, 2).Slice(1, 0, step: 2), t = Random(2, [size, 2 * size], -2, 2).Slice(1, 0, step: 2);
                foreach (Reduction reduction in Reductions)
                {
                    Near(F.Huber(x, t, reduction, beta), F.SmoothL1(x, t, reduction, beta) * beta, 1e-6);
                }
            }
        }

        Tensor same = Random(3, [300, 256], -2, 2).WithGradient();
        F.SmoothL1(same, same.Detach(), Reduction.Sum, 0).Backward();
        Assert.All(same.Gradient!.ToArray<float>(), slope => Assert.Equal(0, slope));
    }

    [Fact]
    public void Loss_OfSixteenBits_IsComputedInFloat32_T190()
    {
        foreach (int[] shape in (int[][])[[1, 3, 1, 6], [1, 3, 1, 128], [1, 3, 128, 128]])
        {
            Tensor x = Random(1, Shape.Create(shape), -2, 2).To(DataType.BFloat16), t = Random(2, Shape.Create(shape), -2, 2).To(DataType.BFloat16);
            Tensor wide = F.SmoothL1(x.To(DataType.Float32), t.To(DataType.Float32));
            Tensor narrow = F.SmoothL1(x.WithGradient(), t);
            Assert.Equal(DataType.BFloat16, narrow.DataType);
            Assert.Equal(wide.To(DataType.BFloat16).ToArray<float>(), narrow.ToArray<float>());
        }

        // 70,000 losses of 2 add up to more than float16 holds.
        Tensor ones = Tensor.Ones(70_000, DataType.Float16);
        Assert.Equal(4, F.MeanSquaredError(ones, -ones).To(DataType.Float32).Item<float>());
    }

    [Fact]
    public void L1_OfALargeBatch_IsTheMeanMagnitude_T191()
    {
        float[] values = new float[5 * 3 * 1024 * 256];
        new Philox(7).FillUniform(values);
        double expected = values.Sum(value => (double)value) / values.Length;
        Tensor x = Tensor.From(values, [5, 3, 1024, 256]);
        Assert.Equal((float)expected, F.L1(x, Tensor.ZerosLike(x)).Item<float>());
    }

    [Fact]
    public void Margins_OfNoRows_AreEmpty_T192()
    {
        Tensor x = Tensor.Zeros([0, 10]).WithGradient();
        Tensor several = F.MultiLabelMargin(x, Tensor.Zeros([0, 10], DataType.Int64), Reduction.None);
        Tensor one = F.MultiMargin(x, Tensor.Zeros(0, DataType.Int64), Reduction.None);
        foreach (Tensor loss in (Tensor[])[several, one])
        {
            Assert.Equal(Shape.Create([0]), loss.Shape);
            Assert.Equal(x.Shape, Gradients.Of([loss], [x], [Tensor.OnesLike(loss)])[0]!.Shape);
        }

        Assert.True(float.IsNaN(F.MultiMargin(x, Tensor.Zeros(0, DataType.Int64)).Item<float>()));
        Assert.Equal(0, F.MultiMargin(x, Tensor.Zeros(0, DataType.Int64), emptyMean: EmptyMean.Zero).Item<float>());
        Assert.Equal(0, F.MultiMargin(x, Tensor.Zeros(0, DataType.Int64), Reduction.Sum).Item<float>());
    }

    [Fact]
    public void MultiMargin_OfOneRow_KeepsTheTargetsShape_T138_T150()
    {
        Tensor x = Random(1, [10], -1, 1);
        Assert.Equal(Shape.Create([1]), F.MultiMargin(x, Tensor.From(new long[] { 3 }), Reduction.None).Shape);
        Assert.Equal(Shape.Scalar, F.MultiMargin(x, Tensor.From(new long[] { 3 }, Shape.Scalar), Reduction.None).Shape);

        // Σ max(0, 1 − x_j + xᵢ)/4 for the labels 3 and 0 and the others 1 and 2.
        Tensor y = F.MultiLabelMargin(Tensor.From(new[] { 0.1f, 0.2f, 0.4f, 0.8f }), Tensor.From(new long[] { 3, 0, -1, 1 }), Reduction.None);
        Assert.Equal((0.4 + 0.6 + 1.1 + 1.3) / 4, y.Item<float>(), 1e-6);
    }

    [Fact]
    public void HingeEmbedding_OfABroadcastTarget_IsExpandedFirst_T193_T186()
    {
        Tensor x = Random(1, [5, 5], 0, 2), t = Tensor.From(new float[,] { { 1, -1, 1, -1, -1 } });
        Assert.Throws<ArgumentException>(() => F.HingeEmbedding(x, t));
        Near(F.HingeEmbedding(x, t.Expand(5, 5).Contiguous()), F.HingeEmbedding(x, t.Expand(5, 5)), 0);
        Tensor column = Random(2, [2, 1], -1, 1).WithGradient(), wide = Random(3, [2, 10], -1, 1);
        Assert.Throws<ArgumentException>(() => F.SmoothL1(column, wide));
        Tensor loss = F.SmoothL1(column.Expand(2, 10), wide, Reduction.None);
        Assert.Equal(wide.Shape, loss.Shape);
        Assert.Equal(column.Shape, Gradients.Of([loss], [column], [Tensor.OnesLike(loss)])[0]!.Shape);
    }

    [Fact]
    public void CosineSimilarity_OfEqualAndZeroVectors_T201()
    {
        for (int i = 0; i < 84; i++)
        {
            Tensor x = Tensor.Full([1, 10], i);
            Assert.True(F.CosineSimilarity(x, x).Item<float>() <= 1.0000001f);
            Assert.True(F.CosineEmbedding(x, x, Tensor.Ones(1)).Item<float>() is >= 0 and <= 1);
        }

        Tensor zero = Tensor.Zeros([1, 2], DataType.Float64).WithGradient();
        Tensor other = Tensor.From(new double[,] { { 3, 4 } }).WithGradient();
        Tensor cosine = F.CosineSimilarity(zero, other);
        Tensor?[] gradients = Gradients.Of([cosine], [zero, other], [Tensor.OnesLike(cosine)]);
        Assert.Equal([0, 0], gradients[1]!.ToArray<double>());
        Assert.Equal(0.6e8, gradients[0]!.ToArray<double>()[0], 1);
        Assert.Equal([1, 2, 1], F.CosineSimilarity(Tensor.Ones([1, 3, 2, 1]), Tensor.Ones([1, 3, 2, 1])).Shape.Dimensions.ToArray());
        Assert.Equal([2], F.CosineSimilarity(Tensor.Ones([2, 3]), Tensor.Ones([1, 1])).Shape.Dimensions.ToArray());
    }

    [Fact]
    public void GaussianNegativeLogLikelihood_OfASmallVariance_KeepsItsGradient()
    {
        Tensor v = Tensor.From(new[] { 0.0, 1e-9 }).WithGradient();
        Tensor x = Tensor.From(new[] { 1.0, 2 }), t = Tensor.Zeros(2, DataType.Float64);
        Tensor loss = F.GaussianNegativeLogLikelihood(x, t, v, Reduction.None);

        // With the variance 1e-6: ½(ln 1e-6 + d²·1e6), ½(1e6 − d²·1e12), as PyTorch.
        Assert.Equal(0.5 * (Math.Log(1e-6) + 4e6), loss.ToArray<double>()[1], 1e-6);
        Assert.Equal(
            [0.5 * (1e6 - 1e12), 0.5 * (1e6 - 4e12)], Gradients.Of([loss], [v], [Tensor.OnesLike(loss)])[0]!.ToArray<double>(),
            (a, b) => Math.Abs(a / b - 1) < 1e-12);
    }

    [Fact]
    public void Module_ComputesItsFunction()
    {
        Tensor x = Random(1, [4, 3], 0.1f, 0.9f), t = Random(2, [4, 3], 0.1f, 0.9f), classes = Tensor.From(new long[] { 0, 1, 2, 0 }),
            w = Random(3, [3], 0.5f, 1.5f);
        Tensor signs = Tensor.From(new float[] { 1, -1, 1, 1 });
        Tensor sign = F.Where(t > 0.5, Tensor.OnesLike(t), -1);
        Same(F.MeanSquaredError(x, t), new MeanSquaredErrorLoss().Forward(x, t));
        Same(F.L1(x, t, Reduction.Sum), new L1Loss(Reduction.Sum).Forward(x, t));
        Same(F.SmoothL1(x, t, beta: 0.1), new SmoothL1Loss(beta: 0.1).Forward(x, t));
        Same(F.Huber(x, t, delta: 0.1), new HuberLoss(delta: 0.1).Forward(x, t));
        Same(F.BinaryCrossEntropy(x, t, weight: w), new BinaryCrossEntropyLoss(weight: w).Forward(x, t));
        Same(
            F.BinaryCrossEntropyWithLogits(x, t, weight: w, positiveWeight: w),
            new BinaryCrossEntropyWithLogitsLoss(weight: w, positiveWeight: w).Forward(x, t));
        Same(F.KLDivergence(x, t, Reduction.BatchMean, true), new KLDivergenceLoss(Reduction.BatchMean, true).Forward(x, t));
        Same(F.PoissonNegativeLogLikelihood(x, t, full: true), new PoissonNegativeLogLikelihoodLoss(full: true).Forward(x, t));
        Same(F.GaussianNegativeLogLikelihood(x, t, t, full: true), new GaussianNegativeLogLikelihoodLoss(full: true).Forward(x, t, t));
        Same(F.SoftMargin(x, sign), new SoftMarginLoss().Forward(x, sign));
        Same(F.HingeEmbedding(x, sign, margin: 0.5), new HingeEmbeddingLoss(margin: 0.5).Forward(x, sign));
        Same(F.Focal(x, t, gamma: 1), new FocalLoss(gamma: 1).Forward(x, t));
        Same(F.NegativeLogLikelihood(x, classes, weight: w), new NegativeLogLikelihoodLoss(weight: w).Forward(x, classes));
        Same(F.CrossEntropy(x, t, labelSmoothing: 0.1), new CrossEntropyLoss(labelSmoothing: 0.1).Forward(x, t));
        Same(F.MultiMargin(x, classes, p: 2, weight: w), new MultiMarginLoss(p: 2, weight: w).Forward(x, classes));
        Same(F.MultiLabelMargin(x, Tensor.Zeros([4, 3], DataType.Int64)), new MultiLabelMarginLoss().Forward(x, Tensor.Zeros([4, 3], DataType.Int64)));
        Same(F.MultiLabelSoftMargin(x, t, weight: w), new MultiLabelSoftMarginLoss(weight: w).Forward(x, t));
        Same(F.MarginRanking(x, t, sign, margin: 0.2), new MarginRankingLoss(margin: 0.2).Forward(x, t, sign));
        Same(F.CosineEmbedding(x, t, signs, margin: 0.2), new CosineEmbeddingLoss(margin: 0.2).Forward(x, t, signs));
        Same(F.TripletMargin(x, t, t * t, swap: true), new TripletMarginLoss(swap: true).Forward(x, t, t * t));
        Same(F.TripletMarginWithDistance(x, t, t * t, margin: 0.2), new TripletMarginWithDistanceLoss(margin: 0.2).Forward(x, t, t * t));
        Same(Tensor.Scalar(0), new L1Loss { EmptyMean = EmptyMean.Zero }.Forward(Tensor.Zeros(0), Tensor.Zeros(0)));
        Assert.Equal(["weight", "pos_weight"], new BinaryCrossEntropyWithLogitsLoss(weight: w, positiveWeight: w).StateDict().Keys);
    }

    [Fact]
    public void Catalog_FindsNamesAndAliases()
    {
        Assert.Equal(LossCatalog.All.Select(loss => loss.Name).Order(StringComparer.Ordinal), LossCatalog.All.Select(loss => loss.Name));
        Assert.All(
            LossDefinitions.Types.Select(type => type.Name).Except([nameof(MarginRanking)])
                .Concat(["CrossEntropy", "NegativeLogLikelihood", "MultiMargin", "MultiLabelMargin", "MultiLabelSoftMargin"]),
            name => Assert.Equal(name, LossDefinitions.Info(name).DisplayName));
        Assert.Equal("PoissonNegativeLogLikelihood", LossCatalog.Find("poisson-nll")!.DisplayName);
        Assert.Equal("KLDivergence", LossCatalog.Find("KLDivergence")!.DisplayName);
        Assert.Null(LossCatalog.Find("no-such-loss"));
        Tensor x = Random(1, [4], -1, 1), t = Random(2, [4], -1, 1);
        Same(F.Huber(x, t, Reduction.Sum, 0.3), LossCatalog.Find("huber")!.Compute(new(x, t) { Reduction = Reduction.Sum }, 0.3));
        Assert.Throws<ArgumentException>(() => LossCatalog.Find("huber")!.Compute(new(x, t), 1, 2));
        Assert.Throws<ArgumentException>(() => LossCatalog.Find("huber")!.Compute(new(x, t) { Weight = x }));
        Assert.Throws<ArgumentException>(() => LossCatalog.Find("gaussian-nll")!.Compute(new(x, t)));
    }
}
