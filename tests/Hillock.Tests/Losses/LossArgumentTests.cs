using Hillock.Functional;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>Bad input: each error names the argument, what was expected and what came.</summary>
public class LossArgumentTests
{
    private static readonly Tensor Two = Tensor.From(new float[] { 0.25f, 0.5f });
    private static readonly Tensor Matrix = Tensor.From(new float[,] { { 0.25f, 0.5f, 0.125f }, { 0.75f, 0, 1 } });
    private static readonly Tensor Labels = Tensor.From(new long[] { 0, 2 });

    private static readonly Dictionary<string, Func<Reduction, Tensor>> All = new()
    {
        ["MeanSquaredError"] = r => F.MeanSquaredError(Two, Two, r),
        ["L1"] = r => F.L1(Two, Two, r),
        ["SmoothL1"] = r => F.SmoothL1(Two, Two, r),
        ["Huber"] = r => F.Huber(Two, Two, r),
        ["BinaryCrossEntropy"] = r => F.BinaryCrossEntropy(Two, Two, r),
        ["BinaryCrossEntropy, weighted"] = r => F.BinaryCrossEntropy(Two, Two, r, Two),
        ["BinaryCrossEntropyWithLogits"] = r => F.BinaryCrossEntropyWithLogits(Two, Two, r),
        ["BinaryCrossEntropyWithLogits, positive weight"] = r => F.BinaryCrossEntropyWithLogits(Two, Two, r, null, Two),
        ["KLDivergence"] = r => F.KLDivergence(Two, Two, r),
        ["PoissonNegativeLogLikelihood"] = r => F.PoissonNegativeLogLikelihood(Two, Two, r),
        ["GaussianNegativeLogLikelihood"] = r => F.GaussianNegativeLogLikelihood(Two, Two, Two, r),
        ["SoftMargin"] = r => F.SoftMargin(Two, Two, r),
        ["HingeEmbedding"] = r => F.HingeEmbedding(Two, Tensor.Ones(2), r),
        ["Focal"] = r => F.Focal(Two, Two, r),
        ["NegativeLogLikelihood"] = r => F.NegativeLogLikelihood(Matrix, Labels, r),
        ["CrossEntropy"] = r => F.CrossEntropy(Matrix, Labels, r),
        ["CrossEntropy of probabilities"] = r => F.CrossEntropy(Matrix, Matrix, r),
        ["MultiMargin"] = r => F.MultiMargin(Matrix, Labels, r),
        ["MultiLabelMargin"] = r => F.MultiLabelMargin(Matrix, Tensor.Zeros([2, 3], DataType.Int64), r),
        ["MultiLabelSoftMargin"] = r => F.MultiLabelSoftMargin(Matrix, Matrix, r),
        ["MarginRanking"] = r => F.MarginRanking(Two, Two, Tensor.Ones(2), r),
        ["CosineEmbedding"] = r => F.CosineEmbedding(Matrix, Matrix, Tensor.Ones(2), r),
        ["TripletMargin"] = r => F.TripletMargin(Matrix, Matrix, Matrix, r),
        ["TripletMarginWithDistance"] = r => F.TripletMarginWithDistance(Matrix, Matrix, Matrix, null, r),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    // T153.
    [Theory]
    [MemberData(nameof(Names))]
    public void Reduction_ThatDoesNotExist_IsRefused(string name)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => All[name]((Reduction)7));
        Assert.Equal("reduction", error.ParamName);
        Assert.Contains("Mean, Sum", error.Message, StringComparison.Ordinal);
        Assert.Contains("got 7", error.Message, StringComparison.Ordinal);
        All[name](Reduction.None);
        if (name != "KLDivergence")
        {
            Assert.Contains(
                "got BatchMean", Assert.Throws<ArgumentOutOfRangeException>(() => All[name](Reduction.BatchMean)).Message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string, Action> Errors => new()
    {
        { "T156 another shape", "[25, 1]", () => F.BinaryCrossEntropy(Tensor.Zeros(25), Tensor.Zeros([25, 1])) },
        { "T156 below 0", "predictions[1, 0] is -0.5", () => F.BinaryCrossEntropy(Tensor.From(new float[,] { { 0, 1 }, { -0.5f, 0 } }), Tensor.Zeros([2, 2])) },
        { "T156 above 1", "predictions[0] is 1.0000001", () => F.BinaryCrossEntropy(Tensor.From(new[] { MathF.BitIncrement(1) }), Tensor.Ones(1)) },
        { "a negative subnormal", "predictions[0] is", () => F.BinaryCrossEntropy(Tensor.From(new[] { -float.Epsilon }), Tensor.Zeros(1), Reduction.None) },
        { "a NaN probability", "predictions[0] is NaN", () => F.BinaryCrossEntropy(Tensor.From(new[] { float.NaN }), Tensor.Zeros(1)) },
        { "a target above 1", "targets[1] is 1.5", () => F.BinaryCrossEntropy(Two, Tensor.From(new[] { 0, 1.5f })) },
        { "a NaN target of probabilities", "targets[1] is NaN", () => F.BinaryCrossEntropy(Two, Tensor.From(new[] { 0, float.NaN }), Reduction.None) },
        { "T157 (5) against (5, 1)", "reshape", () => F.BinaryCrossEntropyWithLogits(Tensor.Zeros(5), Tensor.Zeros([5, 1])) },
        { "T157 (5, 1) against (5)", "reshape", () => F.BinaryCrossEntropyWithLogits(Tensor.Zeros([5, 1]), Tensor.Zeros(5)) },
        { "a weight that would broadcast the loss", "weight", () => F.BinaryCrossEntropy(Two, Two, weight: Tensor.Ones([3, 2])) },
        { "a positive weight of another size", "positiveWeight", () => F.BinaryCrossEntropyWithLogits(Two, Two, positiveWeight: Tensor.Ones(3)) },
        { "T165 rows", "[10, 3] and [3]", () => F.NegativeLogLikelihood(Tensor.Zeros([10, 3]), Tensor.Zeros(3, DataType.Int64)) },
        { "T165 rank", "one-hot", () => F.NegativeLogLikelihood(Tensor.Zeros([10, 3]), Tensor.Zeros([10, 3], DataType.Int64)) },
        { "T165 four weights", "3 classes", () => F.NegativeLogLikelihood(Matrix, Labels, weight: Tensor.Ones(4)) },
        { "T165 a row of weights", "[1, 3]", () => F.NegativeLogLikelihood(Matrix, Labels, weight: Tensor.Ones([1, 3])) },
        { "a class out of range", "targets[1] is 3", () => F.NegativeLogLikelihood(Matrix, Tensor.From(new long[] { 0, 3 })) },
        { "a class out of range, several axes", "targets[1, 0] is -1", () => F.CrossEntropy(
            Tensor.Zeros([2, 3, 2]), Tensor.From(new long[] { 0, 1, -1, 0 }, [2, 2])) },
        { "classes that are no whole numbers", "float32", () => F.NegativeLogLikelihood(Matrix, Tensor.Zeros(2)) },
        { "T175 smoothing", "1.2", () => F.CrossEntropy(Matrix, Labels, labelSmoothing: 1.2) },
        { "smoothing below 0", "-0.1", () => F.CrossEntropy(Matrix, Matrix, labelSmoothing: -0.1) },
        { "a negative probability", "targets[1, 0] is -0.25", () => F.CrossEntropy(Matrix, Tensor.From(new[,] { { 0, 1, 0 }, { -0.25f, 1.25f, 0 } })) },
        { "a NaN probability of a class", "targets[0, 1] is NaN", () => F.CrossEntropy(
            Matrix, Tensor.From(new[,] { { 0, float.NaN, 0 }, { 0, 1f, 0 } }), Reduction.None) },
        { "an index to ignore of probabilities", "ignoreIndex", () => F.CrossEntropy(Matrix, Matrix, ignoreIndex: 1) },
        { "a negative probability of a divergence", "targets[1] is -1", () => F.KLDivergence(Two, Tensor.From(new[] { 0f, -1 })) },
        { "T181 a column of targets", "[15, 1]", () => F.CosineEmbedding(Tensor.Zeros([15, 10]), Tensor.Zeros([15, 10]), Tensor.Ones([15, 1])) },
        { "T181 vectors with targets", "[2] and [2]", () => F.CosineEmbedding(Two, Two, Tensor.Ones(2)) },
        { "T181 a matrix with one target", "[2, 3] and []", () => F.CosineEmbedding(Matrix, Matrix, Tensor.Scalar(1)) },
        { "T181 other sizes", "[1, 6]", () => F.CosineEmbedding(Tensor.Zeros([1, 5]), Tensor.Zeros([1, 6]), Tensor.Ones(1)) },
        { "a sign that is none", "targets[1] is 0", () => F.CosineEmbedding(Matrix, Matrix, Tensor.From(new[] { 1f, 0 })) },
        { "a rank that is none", "targets[0] is 0", () => F.MarginRanking(Two, Two, Tensor.From(new[] { 0f, 1 })) },
        { "a kind that is none", "targets[1] is 2", () => F.HingeEmbedding(Two, Tensor.From(new[] { 1f, 2 })) },
        { "T185 margin", "-1", () => F.TripletMargin(Matrix, Matrix, Matrix, margin: -1) },
        { "T185 the positive", "positive", () => F.TripletMargin(Matrix, Two, Matrix) },
        { "T185 the negative", "negative", () => F.TripletMarginWithDistance(Matrix, Matrix, Tensor.Zeros([2, 4])) },
        { "T185 the anchor", "anchor", () => F.TripletMargin(Two, Matrix, Matrix) },
        { "T187 beta", "-1", () => F.SmoothL1(Two, Two, beta: -1) },
        { "T188 delta 0", "Delta must be", () => F.Huber(Two, Two, delta: 0) },
        { "T188 delta", "-0.5", () => F.Huber(Two, Two, delta: -0.5) },
        { "T192 no classes", "[0]", () => F.MultiMargin(Tensor.Zeros(0), Tensor.Zeros(10, DataType.Int64)) },
        { "T192 rows without classes", "[10, 0]", () => F.MultiMargin(Tensor.Zeros([10, 0]), Tensor.Zeros(10, DataType.Int64)) },
        { "T192 no labels", "[10, 0]", () => F.MultiLabelMargin(Tensor.Zeros([10, 0]), Tensor.Zeros([10, 0], DataType.Int64)) },
        { "a power of 3", "3", () => F.MultiMargin(Matrix, Labels, p: 3) },
        { "a class of a hinge out of range", "targets[1] is 3", () => F.MultiMargin(Matrix, Tensor.From(new long[] { 0, 3 })) },
        { "a label out of range", "targets[0, 1] is 3", () => F.MultiLabelMargin(Matrix, Tensor.From(new long[] { 0, 3, -1, 0, 0, 0 }, [2, 3])) },
        { "a label below −1", "targets[1, 2] is -2", () => F.MultiLabelMargin(Matrix, Tensor.From(new long[] { 0, -1, 0, 0, 0, -2 }, [2, 3])) },
        { "T194 a variance of another size", "[3]", () => F.GaussianNegativeLogLikelihood(Two, Two, Tensor.Ones(3)) },
        { "T194 a target of another size", "[3]", () => F.GaussianNegativeLogLikelihood(Two, Tensor.Ones(3), Two) },
        { "a negative variance", "variance[1] is -0.5", () => F.GaussianNegativeLogLikelihood(Two, Two, Tensor.From(new[] { 1f, -0.5f })) },
        { "T195 other shapes", "[5, 4]", () => F.PoissonNegativeLogLikelihood(Tensor.Zeros([5, 4]), Tensor.Zeros(5)) },
        { "a negative rate", "predictions[0] is -1", () => F.PoissonNegativeLogLikelihood(Tensor.From(new[] { -1f, 1 }), Two, logInput: false) },
        { "whole numbers", "int64", () => F.L1(Labels, Labels) },
        { "other types", "float64", () => F.L1(Two, Two.To(DataType.Float64)) },
        { "a module's parameter", "Delta", () => _ = new HuberLoss(delta: 0) },
        { "a module's reduction", "HuberLoss", () => _ = new HuberLoss((Reduction)9) },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Loss_OfBadInput_SaysWhatIsWrong(string what, string expected, Action action)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(action);
        Assert.True(error.Message.Contains(expected, StringComparison.Ordinal), $"{what}: {error.Message}");
        Assert.NotNull(error.ParamName);
    }

    private static readonly Tensor Missing = Tensor.From(new[] { 1, float.NaN });

    private static readonly Dictionary<string, Func<Reduction, Tensor>> WithNaN = new()
    {
        ["MeanSquaredError"] = r => F.MeanSquaredError(Two, Missing, r),
        ["L1"] = r => F.L1(Two, Missing, r),
        ["SmoothL1"] = r => F.SmoothL1(Two, Missing, r),
        ["Huber"] = r => F.Huber(Two, Missing, r),
        ["BinaryCrossEntropy"] = r => F.BinaryCrossEntropy(Two, Missing, r),
        ["BinaryCrossEntropyWithLogits"] = r => F.BinaryCrossEntropyWithLogits(Two, Missing, r),
        ["BinaryCrossEntropyWithLogits, positive weight"] = r => F.BinaryCrossEntropyWithLogits(Two, Missing, r, null, Two),
        ["KLDivergence"] = r => F.KLDivergence(Two, Missing, r),
        ["PoissonNegativeLogLikelihood"] = r => F.PoissonNegativeLogLikelihood(Two, Missing, r, full: true),
        ["GaussianNegativeLogLikelihood"] = r => F.GaussianNegativeLogLikelihood(Two, Missing, Two, r),
        ["SoftMargin"] = r => F.SoftMargin(Two, Missing, r),
        ["HingeEmbedding"] = r => F.HingeEmbedding(Two, Missing, r),
        ["Focal"] = r => F.Focal(Two, Missing, r),
        ["MarginRanking"] = r => F.MarginRanking(Two, Two, Missing, r),
        ["CosineEmbedding"] = r => F.CosineEmbedding(Matrix, Matrix, Missing, r),
        ["MultiLabelSoftMargin"] = r => F.MultiLabelSoftMargin(Two, Missing, r),
    };

    public static TheoryData<string> NamesWithNaN => [.. WithNaN.Keys];

    [Theory]
    [MemberData(nameof(NamesWithNaN))]
    public void Target_ThatIsNaN_IsNamed(string name)
    {
        foreach (Reduction reduction in (Reduction[])[Reduction.None, Reduction.Mean, Reduction.Sum])
        {
            Assert.Contains("targets[1] is NaN", Assert.Throws<ArgumentException>(() => WithNaN[name](reduction)).Message, StringComparison.Ordinal);
        }
    }
}
