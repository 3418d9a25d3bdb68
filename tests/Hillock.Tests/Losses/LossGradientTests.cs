using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>Gradients of every order by central differences, with respect to predictions, targets, weights and variances.</summary>
[Trait("Speed", "slow")]
public class LossGradientTests
{
    private static readonly Dictionary<string, (Func<IReadOnlyList<Tensor>, Reduction, Tensor> Loss, Tensor[] Inputs)> Subjects = new()
    {
        ["T134 MeanSquaredError"] = ((x, r) => F.MeanSquaredError(x[0], x[1], r), [Wave(0, 3, 3), Wave(1, 3, 3)]),
        ["T134 L1"] = ((x, r) => F.L1(x[0], x[1], r), [Wave(0, 3, 3), Wave(1, 3, 3)]),
        ["T134 SmoothL1"] = ((x, r) => F.SmoothL1(x[0], x[1], r, 0.8), [Wave(0, 3, 3), Wave(1, 3, 3)]),
        ["T134 Huber"] = ((x, r) => F.Huber(x[0], x[1], r, 0.8), [Wave(0, 3, 3), Wave(1, 3, 3)]),
        ["BinaryCrossEntropy"] = ((x, r) => F.BinaryCrossEntropy(x[0], x[1], r, x[2]),
            [Positive(0, 0.1, 0.9, 3, 3), Positive(1, 0.1, 0.9, 3, 3), Positive(2, 0.5, 2, 3)]),
        ["T160 BinaryCrossEntropyWithLogits"] = ((x, r) => F.BinaryCrossEntropyWithLogits(x[0], x[1], r, x[2]),
            [Wave(0, 4, 3, 5), Wave(1, 2, 3, 5), Positive(2, 0.5, 2, 5)]),
        ["T163 BinaryCrossEntropyWithLogits, positive weight"] = ((x, r) => F.BinaryCrossEntropyWithLogits(x[0], x[1], r, null, x[2]),
            [Wave(0, 4, 3, 5), Positive(1, 0.1, 0.9, 3, 5), Positive(2, 0.5, 2, 5)]),
        ["KLDivergence"] = ((x, r) => F.KLDivergence(x[0], x[1], r), [Wave(0, 3, 3), Positive(1, 0.1, 2, 3)]),
        ["KLDivergence, logarithms"] = ((x, r) => F.KLDivergence(x[0], x[1], r, logTarget: true), [Wave(0, 3, 3), Wave(1, 1, 3)]),
        ["PoissonNegativeLogLikelihood"] = ((x, r) => F.PoissonNegativeLogLikelihood(x[0], x[1], r, full: true), [Wave(0, 2, 3), Positive(1, 0.2, 5, 3)]),
        ["PoissonNegativeLogLikelihood, rates"] = ((x, r) => F.PoissonNegativeLogLikelihood(x[0], x[1], r, logInput: false),
            [Positive(0, 0.5, 3, 3), Positive(1, 0.2, 5, 3)]),
        ["T194 GaussianNegativeLogLikelihood"] = ((x, r) => F.GaussianNegativeLogLikelihood(x[0], x[1], x[2], r, full: true),
            [Wave(0, 2, 3, 2), Wave(1, 2, 3, 2), Positive(2, 0.5, 2, 3, 1)]),
        ["SoftMargin"] = ((x, r) => F.SoftMargin(x[0], x[1], r), [Wave(0, 3, 3, 2), Wave(1, 2, 3, 2)]),
        ["HingeEmbedding"] = ((x, r) => F.HingeEmbedding(x[0], Signs(4), r), [Wave(0, 3, 4)]),
        ["Focal"] = ((x, r) => F.Focal(x[0], x[1], r), [Wave(0, 3, 3, 3), Positive(1, 0, 1, 3, 3)]),
        ["Focal, fractional"] = ((x, r) => F.Focal(x[0], x[1], r, -1, 1.7), [Wave(0, 3, 3, 3), Positive(1, 0.1, 0.9, 3, 3)]),
        ["NegativeLogLikelihood"] = ((x, r) => F.NegativeLogLikelihood(x[0], Classes(3, 4), r, Positive(3, 0.5, 2, 4).To(x[0].DataType), 1),
            [Wave(0, 3, 3, 4)]),
        ["CrossEntropy"] = ((x, r) => F.CrossEntropy(x[0], Classes(3, 4), r, Positive(3, 0.5, 2, 4), 1, 0.1), [Wave(0, 3, 3, 4)]),
        ["CrossEntropy of probabilities"] = ((x, r) => F.CrossEntropy(x[0], x[1], r, weight: Positive(3, 0.5, 2, 4), labelSmoothing: 0.1),
            [Wave(0, 3, 2, 4, 2), Positive(1, 0.1, 0.9, 2, 4, 2)]),
        ["MultiMargin"] = ((x, r) => F.MultiMargin(x[0], Classes(3, 4), r, Positive(3, 0.5, 2, 4), 2, 0.7), [Wave(0, 3, 3, 4)]),
        ["MultiLabelMargin"] = ((x, r) => F.MultiLabelMargin(x[0], Tensor.From(new long[] { 1, 3, -1, 0, -1, 2, 2, 1 }, [2, 4]), r), [Wave(0, 3, 2, 4)]),
        ["MultiLabelSoftMargin"] = ((x, r) => F.MultiLabelSoftMargin(x[0], x[1], r, Positive(3, 0.5, 2, 4)), [Wave(0, 3, 3, 4), Positive(1, 0, 1, 3, 4)]),
        ["T182 MarginRanking"] = ((x, r) => F.MarginRanking(x[0], x[1], Signs(5), r, 0.5), [Wave(0, 10, 5), Wave(1, 10, 5)]),
        ["T181 CosineEmbedding"] = ((x, r) => F.CosineEmbedding(x[0], x[1], Signs(5), r, 0.1), [Wave(0, 3, 5, 3), Wave(1, 3, 5, 3)]),
        ["T183 TripletMargin"] = ((x, r) => F.TripletMargin(x[0], x[1], x[2], r, swap: true), [Wave(0, 3, 3, 4), Wave(1, 3, 3, 4), Wave(2, 3, 3, 4)]),
        ["T184 TripletMarginWithDistance"] = (
            (x, r) => F.TripletMarginWithDistance(x[0], x[1], x[2], (a, b) => 1 - F.CosineSimilarity(a, b, -1), r),
            [Wave(0, 3, 3, 4), Wave(1, 3, 3, 4), Wave(2, 3, 3, 4)]),
        ["T202 PairwiseDistance"] = ((x, _) => F.PairwiseDistance(x[0], x[1]), [Wave(0, 3, 4, 4), Wave(1, 3, 4, 4)]),
    };

    static LossGradientTests()
    {
        // A definition that is not listed is checked at its oracle's points, where they are small, away from 0 and from each other.
        foreach (string name in LossDefinitions.Types.Select(type => type.Name).Where(name => !Subjects.Keys.Any(key => key.Split(' ', ',').Contains(name))))
        {
            (double X, double T)[] points =
                [
                    .. LossDefinitions.Points(name)
                        .Where(point => Math.Abs(point.X) is > 1e-3 and < 5 && Math.Abs(point.T) < 5 && Math.Abs(point.X - point.T) > 1e-3).Take(9),
                ];
            Tensor x = Tensor.From([.. points.Select(point => point.X)]), t = Tensor.From([.. points.Select(point => point.T)]);
            Subjects.Add(name, ((inputs, r) => LossDefinitions.Compute(name, new LossInputs(inputs[0], inputs[1]) { Reduction = r }, _ => null), [x, t]));
        }
    }

    public static TheoryData<string, Reduction> Cases
    {
        get
        {
            TheoryData<string, Reduction> cases = [];
            foreach (string name in Subjects.Keys)
            {
                cases.Add(name, Reduction.None);
                cases.Add(name, Reduction.Mean);
                cases.Add(name, Reduction.Sum);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_OfFirstOrder_IsTheDifferences(string name, Reduction reduction)
    {
        (Func<IReadOnlyList<Tensor>, Reduction, Tensor>? loss, Tensor[]? inputs) = Subjects[name];
        GradientCheck.First(x => loss(x, reduction), inputs).ThrowIfFailed();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_OfSecondOrder_IsTheDifferences(string name, Reduction reduction)
    {
        (Func<IReadOnlyList<Tensor>, Reduction, Tensor>? loss, Tensor[]? inputs) = Subjects[name];
        GradientCheck.Second(x => loss(x, reduction), inputs).ThrowIfFailed();
    }

    // Of a loss that is linear there is nothing to check.
    public static TheoryData<string, Reduction> CurvedCases => [.. Cases.Where(one => one.Data.Item1 != "NegativeLogLikelihood")];

    // The second-order check of the gradient, contracted with fixed numbers, is one of third order.
    [Theory]
    [MemberData(nameof(CurvedCases))]
    public void Gradient_OfThirdOrder_IsTheDifferences(string name, Reduction reduction)
    {
        (Func<IReadOnlyList<Tensor>, Reduction, Tensor>? loss, Tensor[]? inputs) = Subjects[name];
        GradientCheck.Second(x => Contracted(loss(x, reduction), x), inputs).ThrowIfFailed();
    }

    // One order more than is written out: made while running.
    [Theory]
    [InlineData("T160 BinaryCrossEntropyWithLogits")]
    [InlineData("SoftMargin")]
    [InlineData("PoissonNegativeLogLikelihood")]
    public void Gradient_OfFourthOrder_IsTheDifferences(string name)
    {
        (Func<IReadOnlyList<Tensor>, Reduction, Tensor>? loss, Tensor[]? inputs) = Subjects[name];
        GradientCheck.Second(x => Contracted(Contracted(loss(x, Reduction.Mean), x), x), inputs).ThrowIfFailed();
    }

    /// <summary>The sum of the gradients of a loss times fixed numbers.</summary>
    private static Tensor Contracted(Tensor loss, IReadOnlyList<Tensor> inputs)
    {
        Tensor[] own = [.. inputs.Where(input => input.RequiresGrad)];
        if (!loss.RequiresGrad)
        {
            return Tensor.Scalar(0, DataType.Float64);
        }

        Tensor?[] gradients = Gradients.Of([loss], own, [Wave(7, 2, [.. loss.Shape.Dimensions])], createGraph: true);
        Tensor sum = Tensor.Scalar(0, DataType.Float64);
        for (int i = 0; i < own.Length; i++)
        {
            sum += gradients[i] is { } gradient ? F.Sum(gradient * Wave(8 + i, 2, [.. own[i].Shape.Dimensions])) : Tensor.Scalar(0, DataType.Float64);
        }

        return sum;
    }

    /// <summary>Numbers between −size/2 and size/2, no two alike.</summary>
    private static Tensor Wave(int k, double size, params int[] shape) => (LossCase.Weights(Shape.Create(shape), k, DataType.Float64) - 1) * size;

    private static Tensor Positive(int k, double least, double most, params int[] shape) =>
        ((LossCase.Weights(Shape.Create(shape), k, DataType.Float64) - 0.5) * (most - least)) + least;

    private static Tensor Signs(int length) => Tensor.From(Enumerable.Range(0, length).Select(i => i % 2 == 0 ? 1.0 : -1).ToArray());

    private static Tensor Classes(int length, int count) => Tensor.From(Enumerable.Range(0, length).Select(i => (long)((3 * i) + 1) % count).ToArray());
}
