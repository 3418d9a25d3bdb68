using System.Globalization;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Hillock.Tests.Functional;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>Every loss, with every option, of 16-bit types: value and gradients are those in float64 of the same numbers, rounded once.</summary>
[Trait("Speed", "slow")]
public class SixteenBitLossTests
{
    public static TheoryData<string> Cases => [.. LossCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_OfFloat16_IsRoundedOnce(string name) => Check(name, DataType.Float16);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_OfBFloat16_IsRoundedOnce(string name) => Check(name, DataType.BFloat16);

    [Theory]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    public void Losses_OfManyRows_AreRoundedOnce(DataType type)
    {
        // Sums that are out of the type's range, and classes beyond what it counts.
        Tensor x = Tensor.From([.. Enumerable.Range(0, 300_000).Select(static i => (7919L * i % 1009 / 100.0) - 5)], [100_000, 3]).To(type);
        Tensor y = Tensor.From([.. Enumerable.Range(0, 300_000).Select(static i => (3571L * i % 997 / 100.0) - 5)], [100_000, 3]).To(type);
        Tensor classes = Tensor.From([.. Enumerable.Range(0, 100_000).Select(static i => (long)(i % 3))]);
        Tensor signs = Tensor.From([.. Enumerable.Range(0, 100_000).Select(static i => i % 3 == 0 ? 1.0 : -1)]).To(type);
        Compare(type, [x, classes], static t => F.MultiMargin(t[0], t[1], Reduction.Mean, p: 2));
        Compare(type, [x, classes], static t => F.NegativeLogLikelihood(t[0], t[1]));
        Compare(type, [x, classes], static t => F.CrossEntropy(t[0], t[1]));
        Compare(type, [x, y], static t => F.MultiLabelSoftMargin(t[0], t[1]));
        Compare(type, [x, y, signs], static t => F.CosineEmbedding(t[0], t[1], t[2], margin: 0.3));
        Compare(type, [x, y, x.Slice(0, 0) * 0 + 1], static t => F.TripletMargin(t[0], t[1], t[2]));
        Compare(type, [x, y, Tensor.Full(x.Shape, 0.3, type)], static t => F.GaussianNegativeLogLikelihood(t[0], t[1], t[2]));
        Compare(type, [x.Select(1, 0), y.Select(1, 0), signs], static t => F.MarginRanking(t[0], t[1], t[2], margin: 0.3));
        Compare(type, [x, y], static t => F.MeanSquaredError(t[0], t[1]));
    }

    private static void Check(string name, DataType type)
    {
        LossCase one = LossCase.Of(name);
        Compare(type, one.Inputs(type), inputs => TorchLosses.Compute(one, inputs));
    }

    private static void Compare(DataType type, Tensor[] inputs, Func<IReadOnlyList<Tensor>, Tensor> loss)
    {
        bool[] own =
            [
                .. inputs.Select(
                    (input, i) => input.DataType.IsFloatingPoint() && (input.RequiresGrad || !inputs.Any(static any => any.RequiresGrad)) && (i < 2)),
            ];
        Tensor[] narrow = [.. inputs.Select((input, i) => Leaf(input, own[i]))];
        Tensor[] wide = [.. inputs.Select((input, i) => Leaf(input.DataType == type ? input.Detach().To(DataType.Float64) : input, own[i]))];
        Tensor actual = loss(narrow), expected = loss(wide);
        Assert.Equal(type, actual.DataType);
        RoundedOnce.Check(type, expected, actual, "loss");
        Tensor upstream = LossCase.Weights(actual.Shape, 40, type);
        Tensor[] leaves = [.. narrow.Where((_, i) => own[i])];
        Tensor?[] gradients = Gradients.Of([actual], leaves, [upstream]);
        Tensor?[] reference = Gradients.Of([expected], [.. wide.Where((_, i) => own[i])], [upstream.To(DataType.Float64)]);
        for (int i = 0; i < leaves.Length; i++)
        {
            RoundedOnce.Check(type, reference[i]!, gradients[i]!, string.Create(CultureInfo.InvariantCulture, $"gradient {i}"));
        }
    }

    private static Tensor Leaf(Tensor x, bool tracked) => tracked ? x.Detach().Clone().WithGradient() : x.Detach();
}
