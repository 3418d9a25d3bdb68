using System.Runtime.InteropServices;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>The same bits for every vector width and thread count, of losses and gradients.</summary>
[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public class LossDeterminismTests
{
    // Above the length from which every kernel uses threads.
    private const int Rows = 1301;
    private const int Columns = 53;

    public static TheoryData<string> Losses => [.. Functions.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor, Reduction, Tensor>> Functions = new()
    {
        ["MeanSquaredError"] = (x, t, r) => F.MeanSquaredError(x, t, r),
        ["L1"] = (x, t, r) => F.L1(x, t, r),
        ["SmoothL1"] = (x, t, r) => F.SmoothL1(x, t, r, 0.7),
        ["Huber"] = (x, t, r) => F.Huber(x, t, r, 0.7),
        ["BinaryCrossEntropy"] = (x, t, r) => F.BinaryCrossEntropy(F.Sigmoid(x), t, r, Tensor.Full(Columns, 0.3, x.DataType)),
        ["BinaryCrossEntropyWithLogits"] = (x, t, r) => F.BinaryCrossEntropyWithLogits(x, t, r),
        ["BinaryCrossEntropyWithLogits, positive weight"] = (x, t, r) => F.BinaryCrossEntropyWithLogits(x, t, r, null, Tensor.Full(Columns, 0.3, x.DataType)),
        ["KLDivergence"] = (x, t, r) => F.KLDivergence(x, t, r),
        ["KLDivergence, logarithms"] = (x, t, r) => F.KLDivergence(x, t, r, true),
        ["PoissonNegativeLogLikelihood"] = (x, t, r) => F.PoissonNegativeLogLikelihood(x, t, r, true, true),
        ["PoissonNegativeLogLikelihood, rates"] = (x, t, r) => F.PoissonNegativeLogLikelihood(F.Softplus(x), t, r, false),
        ["GaussianNegativeLogLikelihood"] = (x, t, r) => F.GaussianNegativeLogLikelihood(x, t, F.Softplus(x.Detach()), r),
        ["SoftMargin"] = (x, t, r) => F.SoftMargin(x, t, r),
        ["HingeEmbedding"] = (x, t, r) => F.HingeEmbedding(x, F.Where(t > 0.5, Tensor.OnesLike(t), -1), r),
        ["Focal"] = (x, t, r) => F.Focal(x, t, r, 0.25, 1.5),
        ["NegativeLogLikelihood"] = (x, _, r) => F.NegativeLogLikelihood(x, Classes(x), r, ignoreIndex: 3),
        ["CrossEntropy"] = (x, _, r) => F.CrossEntropy(x, Classes(x), r, ignoreIndex: 3),
        ["CrossEntropy of probabilities"] = (x, t, r) => F.CrossEntropy(x, t, r, labelSmoothing: 0.1),
        ["MultiMargin"] = (x, _, r) => F.MultiMargin(x, Classes(x), r, p: 2),
        ["MultiLabelSoftMargin"] = (x, t, r) => F.MultiLabelSoftMargin(x, t, r),
        ["CosineEmbedding"] = (x, t, r) => F.CosineEmbedding(x, t, F.Where(t.Select(1, 0) > 0.5, Tensor.OnesLike(t.Select(1, 0)), -1), r),
        ["Ctc"] = (x, _, r) => Ctc(x, (y, t) => F.Ctc(F.LogSoftmax(y, 2), t, reduction: r)),
        ["CtcWithLogits"] = (x, _, r) => Ctc(x, (y, t) => F.CtcWithLogits(y, t, reduction: r)),
        ["TripletMargin"] = (x, t, r) => F.TripletMargin(x, t, t * t, r, swap: true),
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public void Loss_OfAnyWidthAndThreadCount_HasTheSameBits(string name)
    {
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            foreach (Reduction reduction in (Reduction[])[Reduction.Mean, Reduction.None])
            {
                double[]? expected = null;
                foreach (int width in WidthScope.All)
                {
                    foreach (int threads in (int[])[1, 3])
                    {
                        double[] actual = At(width, threads, () => Run(Functions[name], reduction, type));
                        expected ??= actual;
                        Assert.True(
                            MemoryMarshal.AsBytes(expected.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(actual.AsSpan())),
                            $"{type}, {reduction}, {width} bits, {threads} threads");
                    }
                }
            }
        }
    }

    /// <summary>Rows are steps: 100 of 13 sequences with 20 labels each.</summary>
    private static Tensor Ctc(Tensor x, Func<Tensor, Tensor, Tensor> loss) =>
        loss(
            x.Slice(0, 0, 1300).Reshape(100, 13, Columns),
            Tensor.From(Enumerable.Range(0, 13 * 20).Select(i => (long)(1 + (7 * i % (Columns - 1)))).ToArray(), [13, 20]));

    private static double[] Run(Func<Tensor, Tensor, Reduction, Tensor> function, Reduction reduction, DataType type)
    {
        Philox random = new(11);
        float[] values = new float[Rows * Columns];
        random.FillNormal(values);
        float[] targets = new float[Rows * Columns];
        random.WithStream(1).FillUniform(targets);
        Tensor x = Tensor.From(values.Select(value => 3 * value).ToArray(), [Rows, Columns]).To(type).WithGradient();
        Tensor t = Tensor.From(targets, [Rows, Columns]).To(type);
        Tensor loss = function(x, t, reduction);
        Tensor gradient = Gradients.Of([loss], [x], [LossCase.Weights(loss.Shape, 3, type)])[0]!;
        return [.. loss.ToArray<double>(), .. gradient.ToArray<double>()];
    }

    private static double[] At(int width, int threads, Func<double[]> evaluate)
    {
        using ThreadScope scope = new ThreadScope(threads);
        using WidthScope vectors = new WidthScope(width);
        return evaluate();
    }

    private static Tensor Classes(Tensor x) => Tensor.From(Enumerable.Range(0, x.Shape[0]).Select(i => (long)(7 * i % x.Shape[1])).ToArray());
}
