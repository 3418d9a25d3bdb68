using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>Kinks, infinities, zeros and NaN: what PyTorch does where that is right, the limit where it is not.</summary>
public class LossSpecialValueTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    public static TheoryData<string, double, double, double, double, double> Points => new()
    {
        // Loss, x, t, value, gradient by x, gradient by t (NaN alone: not decided).
        { "L1", 2, 2, 0, 0, 0 },
        { "L1", Inf, 1, Inf, 1, -1 },
        { "SmoothL1", 3, 2, 0.5, 1, -1 },
        { "SmoothL1", 1, 2, 0.5, -1, 1 },
        { "SmoothL1", -Inf, 2, Inf, -1, 1 },
        { "T144 T187 SmoothL1 of 0", 2, 2, 0, 0, 0 },
        { "T144 SmoothL1 of 0", 2, 5, 3, -1, 1 },
        { "Huber", 3, 2, 0.5, 1, -1 },
        { "Huber of 2", 5, 0, 8, 2, -2 },
        { "Huber of 2", Inf, 0, Inf, 2, -2 },
        { "MeanSquaredError", Inf, 0, Inf, Inf, -Inf },
        { "MeanSquaredError", Inf, Inf, NaN, NaN, NaN },

        // 0·ln 0 = 0, and the ends count as the nearest numbers: ln 2¹⁰²² and ln 2⁵³.
        { "T155 BinaryCrossEntropy", 0, 0, 0, 1, 708.39641853226408 },
        { "T155 BinaryCrossEntropy", 1, 1, 0, -1, -36.736800569677101 },
        { "BinaryCrossEntropy", 0, 1, 708.39641853226408, -4.49423283715579e307, 708.39641853226408 },
        { "BinaryCrossEntropy", 1, 0, 36.736800569677101, 9007199254740992, -36.736800569677101 },

        { "T161 BinaryCrossEntropyWithLogits", 0, 0, 0.69314718055994531, 0.5, 0 },
        { "BinaryCrossEntropyWithLogits", 0, 1, 0.69314718055994531, -0.5, 0 },
        { "BinaryCrossEntropyWithLogits", -0.0, 0.5, 0.69314718055994531, 0, 0 },
        { "T164 BinaryCrossEntropyWithLogits", -120, 1, 120, -1, 120 },
        { "T164 BinaryCrossEntropyWithLogits", -120, 0, 7.6676480737219996e-53, 7.6676480737219996e-53, 120 },
        { "BinaryCrossEntropyWithLogits", Inf, 1, 0, 0, -double.MaxValue },
        { "BinaryCrossEntropyWithLogits", Inf, 0, Inf, 1, -Inf },
        { "BinaryCrossEntropyWithLogits", -Inf, 0, 0, 0, double.MaxValue },
        { "BinaryCrossEntropyWithLogits", -Inf, 1, Inf, -1, Inf },
        { "BinaryCrossEntropyWithLogits", NaN, 1, NaN, NaN, NaN },
        { "positive weight", Inf, 1, 0, 0, -double.MaxValue },
        { "positive weight", -Inf, 0, 0, 0, double.MaxValue },
        { "positive weight", Inf, 0, Inf, 1, -Inf },

        { "KLDivergence", -Inf, 0, 0, 0, 0 },
        { "KLDivergence", -2, 0, 0, 0, 0 },
        { "KLDivergence", -Inf, 0.5, Inf, -0.5, Inf },
        { "T179 KLDivergence of logarithms", -1.25, -1.25, 0, -0.28650479686019009, 0.28650479686019009 },
        { "KLDivergence of logarithms", -Inf, -Inf, 0, 0, 0 },
        { "KLDivergence of logarithms", -3, -Inf, 0, 0, 0 },

        { "PoissonNegativeLogLikelihood", -Inf, 0, 0, 0, double.MaxValue },
        { "PoissonNegativeLogLikelihood", Inf, 3, Inf, Inf, NaN },
        { "PoissonNegativeLogLikelihood", 800, 3, Inf, Inf, NaN },
        { "full", 1, 0, 2.7182818284590452, 2.7182818284590452, -1 },
        { "full", 1, 1, 1.7182818284590452, 1.7182818284590452, -1 },
        { "rates", 0, 0, 0, 1, 18.420680743952366 },

        { "SoftMargin", -90, 1, 90, -1, 90 },
        { "SoftMargin", -Inf, 1, Inf, -1, NaN },
        { "SoftMargin", 800, 1, 0, 0, 0 },
        { "SoftMargin", 0, -1, 0.69314718055994531, 0.5, 0 },

        { "HingeEmbedding", 0.3, 1, 0.3, 1, 0 },
        { "HingeEmbedding", 1, -1, 0, -1, 0 },
        { "HingeEmbedding", 1.5, -1, 0, 0, 0 },
        { "T193 HingeEmbedding", NaN, -1, NaN, NaN, NaN },
        { "T193 HingeEmbedding", Inf, 1, Inf, 1, 0 },
        { "T193 HingeEmbedding", Inf, -1, 0, 0, 0 },

        { "Focal", 0, 1, 0.04332169878499658, -0.07457169878499658, NaN },
        { "Focal", Inf, 1, 0, 0, NaN },
        { "Focal", -Inf, 1, Inf, -0.25, NaN },
        { "Focal", Inf, 0, Inf, 0.75, NaN },
    };

    [Theory]
    [MemberData(nameof(Points))]
    public void Loss_AtASpecialPoint_IsDecided(string name, double x, double t, double value, double byX, double byT)
    {
        Tensor xs = Tensor.From(new[] { x, x }).WithGradient();
        Tensor ts = Tensor.From(new[] { t, t }).WithGradient();
        Tensor loss = Compute(name, xs, ts);
        Tensor?[] gradients = Gradients.Of([loss], [xs, ts], [Tensor.OnesLike(loss)]);
        Near(value, loss.ToArray<double>()[0]);
        Near(byX, gradients[0]!.ToArray<double>()[1]);
        if (!double.IsNaN(byT) || double.IsNaN(byX))
        {
            Near(byT, gradients[1]!.ToArray<double>()[0]);
        }
    }

    // PyTorch gives 0 from −17 on: x − ln σ(x) cancels.
    [Fact]
    public void BinaryCrossEntropyWithLogits_OfEasyNegatives_KeepsTheExponential()
    {
        float[] x = [-16, -17, -30, -80, -87];
        float[] loss = F.BinaryCrossEntropyWithLogits(Tensor.From(x), Tensor.Zeros(5), Reduction.None).ToArray<float>();
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(1, loss[i] / (Math.Exp(x[i]) / (1 + (Math.Exp(x[i]) / 2))), 2e-7);
        }
    }

    // A sigmoid that has rounded to 1 still has a slope, and the loss's gradient at 1 is about its reciprocal.
    [Fact]
    public void BinaryCrossEntropy_OfASaturatedSigmoid_StillLearns()
    {
        Tensor x = Tensor.From(new[] { 17.4f }).WithGradient();
        Tensor p = F.Sigmoid(x);
        Assert.Equal(1, p.ToArray<float>()[0]);
        F.BinaryCrossEntropy(p, Tensor.Zeros(1)).Backward();
        Assert.InRange(x.Gradient!.ToArray<float>()[0], 0.3f, 3f);
    }

    [Theory]
    [InlineData("T193 HingeEmbedding")]
    [InlineData("L1")]
    [InlineData("SmoothL1")]
    [InlineData("Huber")]
    [InlineData("BinaryCrossEntropyWithLogits")]
    [InlineData("SoftMargin")]
    public void Gradient_OfANaNPrediction_IsNaN(string name)
    {
        Tensor x = Tensor.From(new[] { 0.5, NaN, 0.25 }).WithGradient();
        double[] gradient = Gradients.Of([Compute(name, x, Tensor.Ones(3, DataType.Float64))], [x], [Tensor.Ones(3, DataType.Float64)])[0]!.ToArray<double>();
        Assert.Equal([false, true, false], gradient.Select(double.IsNaN));
    }

    private static void Near(double expected, double actual)
    {
        if (double.IsFinite(expected) && expected != 0)
        {
            Assert.Equal(1, actual / expected, 2e-6);
        }
        else
        {
            Assert.Equal(expected, actual, 1e-300);
        }
    }

    private static Tensor Compute(
        string name, Tensor x,
        Tensor t) => (name[0] == 'T' ? string.Join(' ', name.Split(' ').SkipWhile(word => word[0] == 'T' && char.IsDigit(word[1]))) : name) switch
        {
            "L1" => F.L1(x, t, Reduction.None),
            "SmoothL1" => F.SmoothL1(x, t, Reduction.None),
            "SmoothL1 of 0" => F.SmoothL1(x, t, Reduction.None, 0),
            "Huber" => F.Huber(x, t, Reduction.None),
            "Huber of 2" => F.Huber(x, t, Reduction.None, 2),
            "MeanSquaredError" => F.MeanSquaredError(x, t, Reduction.None),
            "BinaryCrossEntropy" => F.BinaryCrossEntropy(x, t, Reduction.None),
            "BinaryCrossEntropyWithLogits" => F.BinaryCrossEntropyWithLogits(x, t, Reduction.None),
            "positive weight" => F.BinaryCrossEntropyWithLogits(x, t, Reduction.None, null, Tensor.Ones(1, DataType.Float64)),
            "KLDivergence" => F.KLDivergence(x, t, Reduction.None),
            "KLDivergence of logarithms" => F.KLDivergence(x, t, Reduction.None, true),
            "PoissonNegativeLogLikelihood" => F.PoissonNegativeLogLikelihood(x, t, Reduction.None),
            "full" => F.PoissonNegativeLogLikelihood(x, t, Reduction.None, full: true),
            "rates" => F.PoissonNegativeLogLikelihood(x, t, Reduction.None, logInput: false),
            "SoftMargin" => F.SoftMargin(x, t, Reduction.None),
            "HingeEmbedding" => F.HingeEmbedding(x, t, Reduction.None),
            "Focal" => F.Focal(x, t, Reduction.None),
            _ => throw new ArgumentException(name),
        };
}
