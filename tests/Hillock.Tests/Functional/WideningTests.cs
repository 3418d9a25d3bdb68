using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Architecture;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Functions of several operations in 16-bit types: value, gradients and second gradients are those of float64, rounded once.</summary>
public class WideningTests
{
    private static readonly Dictionary<string, (Func<Tensor[], Tensor> Function, Shape[] Shapes)> Composites = new()
    {
        ["softmax"] = (static x => F.Softmax(x[0], 1, 0.7), [[5, 40]]),
        ["softmax, axis 0"] = (static x => F.Softmax(x[0], 0), [[5, 40]]),
        ["log-softmax"] = (static x => F.LogSoftmax(x[0], -1), [[5, 40]]),
        ["softmin"] = (static x => F.Softmin(x[0], -1), [[7, 3]]),
        ["sparsemax"] = (static x => F.Sparsemax(x[0], -1), [[7, 9]]),
        ["masked softmax"] = (static x => F.MaskedSoftmax(x[0], F.Greater(x[0].Detach(), -0.5), -1), [[7, 9]]),
        ["layer norm"] = (static x => F.LayerNorm(x[0], Shape.Create([40]), x[1], x[2]), [[5, 40], [40], [40]]),
        ["rms norm"] = (static x => F.RmsNorm(x[0], Shape.Create([40]), x[1], 1e-5), [[5, 40], [40]]),
        ["product, broadcast"] = (static x => x[0] * x[1], [[300, 7], [7]]),
        ["product of one number"] = (static x => x[0] * x[1], [[300, 7], []]),
        ["quotient"] = (static x => x[0] / x[1], [[30, 7], [30, 7]]),
        ["quotient, broadcast"] = (static x => x[0] / x[1], [[300, 7], [300, 1]]),
        ["learned slope"] = (static x => F.Apply(x[0], x[1], default(PRelu)), [[60, 5], [5]]),
        ["learned swish"] = (static x => F.Apply(x[0], x[1], default(LearnableSwish)), [[60, 5], []]),
        ["gated"] = (static x => F.SwiGlu(x[0]), [[9, 20]]),
        ["random slope"] = (static x => F.RandomActivation(x[0], new Philox(3), new RRelu()), [[90]]),
        ["largest"] = (static x => F.Max(F.Clamp(x[0], -0.7, 0.7), 1), [[9, 20]]),
        ["mean"] = (static x => F.Mean(x[0], 0), [[300, 4]]),
        ["running sum"] = (static x => F.CumSum(x[0], 0), [[300, 4]]),
        ["entropy"] = (static x => F.Entropy(F.Abs(x[0])), [[9, 20]]),
        ["divergence"] = (static x => F.KLDivergenceOfDistributions(F.Abs(x[0]), F.Abs(x[1])), [[9, 20], [9, 20]]),
        ["batched product"] = (static x => F.MatMul(x[0], x[1]), [[6, 4, 5], [1, 5, 3]]),
        ["variance"] = (static x => F.Variance(x[0], [0]), [[30, 4]]),
        ["deviation"] = (static x => F.StandardDeviation(x[0], [1, 2], keepDims: true), [[3, 4, 5]]),
        ["log-sum-exp"] = (static x => F.LogSumExp(x[0], [0, 2]), [[3, 4, 5]]),
        ["norm"] = (static x => F.Norm(x[0]), [[3, 40]]),
        ["norm of order 3, axis 0"] = (static x => F.Norm(x[0], 3, [0]), [[3, 40]]),
        ["cosine, broadcast"] = (static x => F.CosineSimilarity(x[0], x[1], 1), [[30, 7], [1, 7]]),
        ["distance, broadcast"] = (static x => F.PairwiseDistance(x[0], x[1]), [[30, 7], [7]]),
        ["tanh"] = (static x => F.Tanh(x[0]), [[300]]),
        ["gelu"] = (static x => F.Gelu(x[0]), [[300]]),
    };

    public static TheoryData<string, DataType> Cases
    {
        get
        {
            var data = new TheoryData<string, DataType>();
            foreach (string name in Composites.Keys)
            {
                data.Add(name, DataType.Float16);
                data.Add(name, DataType.BFloat16);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Function_OfA16BitType_IsRoundedOnce(string name, DataType type)
    {
        (Func<Tensor[], Tensor> function, Shape[] shapes) = Composites[name];
        Tensor[] narrow = [.. shapes.Select((shape, k) => Wave(shape, k).To(type).WithGradient())];
        Tensor[] wide = [.. narrow.Select(static x => x.Detach().To(DataType.Float64).WithGradient())];
        Tensor actual = function(narrow), expected = function(wide);

        // Float32 in between, 13 bits finer than float16, whose sums cancel a little.
        const double Bound = 0.53;
        Assert.Equal(type, actual.DataType);
        RoundedOnce.Check(type, expected, actual, "value", Bound);
        Tensor upstream = Wave(actual.Shape, 7).To(type);
        Tensor?[] gradients = Gradients.Of([actual], narrow, [upstream], createGraph: true);
        Tensor?[] reference = Gradients.Of([expected], wide, [upstream.To(DataType.Float64)], createGraph: true);
        for (int i = 0; i < narrow.Length; i++)
        {
            RoundedOnce.Check(type, reference[i]!, gradients[i]!, $"gradient {i}", Bound);
        }

        Tensor?[] direct = Gradients.Of([function(narrow)], narrow, [upstream]);
        for (int i = 0; i < narrow.Length; i++)
        {
            RoundedOnce.Check(type, reference[i]!, direct[i]!, $"gradient {i}, not recorded", Bound);
        }
    }

    [Fact]
    public void SixteenBitTypes_AreWidenedInOnePlace()
    {
        // One way to widen a composite: nobody else asks for these types in order to convert.
        string[] ofOneOperation = ["Widening.cs", "Elementwise.Binary.cs", "F.ArgExtremes.cs", "F.MatMul.cs", "F.Linear.cs", "F.Sum.cs", "F.CumSum.cs"];
        string[] others = [.. SourceTree.Files("src/Hillock/Functional").Where(static file => file.Text.Contains("Float16 or DataType.BFloat16", StringComparison.Ordinal))
            .Select(static file => file.Name).Except(ofOneOperation)];
        Assert.Empty(others);
    }

    private static Tensor Wave(Shape shape, int k) =>
        Tensor.From([.. Enumerable.Range(0, shape.Length).Select(i => ((((7919L * i) + (3571 * k)) % 1009 / 1009.0) - 0.5) * 3)], shape);
}
