using System.Globalization;
using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Losses and normalisations whose results are ordinary numbers though a step on the way leaves the type's range, against 50 digits.</summary>
public class RangeTests
{
    private static readonly Lazy<JsonElement[]> Cases = new(static () =>
    {
        using FileStream file = File.OpenRead(Path.Combine(OracleFile.DataFolder, "ranges.json"));
        return [.. JsonDocument.Parse(file).RootElement.GetProperty("cases").EnumerateArray()];
    });

    public static TheoryData<string> Functions => [.. Cases.Value.Select(static one => one.GetProperty("function").GetString()!).Distinct()];

    [Theory]
    [MemberData(nameof(Functions))]
    public void ResultsAndGradients_AreOrdinaryNumbers(string function)
    {
        List<string> faults = new List<string>();
        foreach (JsonElement one in Cases.Value.Where(one => one.GetProperty("function").GetString() == function))
        {
            DataType type = Enum.Parse<DataType>(one.GetProperty("type").GetString()!, ignoreCase: true);
            double[] numbers = Numbers(one.GetProperty("x"));
            Tensor upstream = Tensor.From(Numbers(one.GetProperty("upstream"))).To(type);
            foreach (bool createGraph in new[] { false, true })
            {
                Tensor x = Tensor.From(numbers).To(type).WithGradient();
                Tensor y = Compute(function, x, one);
                Tensor gradient = Gradients.Of([y], [x], [upstream.Reshape(y.Shape)], createGraph: createGraph)[0]!;
                Compare(one, "result", y, one.GetProperty("results"), faults);
                Compare(one, createGraph ? "recorded gradient" : "gradient", gradient, one.GetProperty("gradient"), faults);
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Normalisation_OfSubnormalAndHugeRows_HasTheGradientsOfTheScaledRow(bool centered)
    {
        // Weight and bias, and a gradient of a gradient, with an ordinary row beside: as of the rows times a power of two, which normalising does not see.
        double[] ordinary = [3, -1, 4, 2.5];
        double tiny = Math.ScaleB(1, -1040), huge = Math.ScaleB(1, 1021);
        (Tensor weight, Tensor bias, Tensor own) = Of(1, 1);
        (Tensor expectedWeight, Tensor expectedBias, Tensor expectedOwn) = Of(tiny, huge);
        Assert.Equal(weight.ToArray<double>(), expectedWeight.ToArray<double>());
        Assert.Equal(bias.ToArray<double>(), expectedBias.ToArray<double>());
        Assert.Equal(own.ToArray<double>(), expectedOwn.ToArray<double>());

        (Tensor Weight, Tensor Bias, Tensor Own) Of(double first, double second)
        {
            Tensor x = Tensor.From([.. ordinary.Select(value => value * first), .. ordinary, .. ordinary.Select(value => value * second)], [3, 4]);
            Tensor w = Tensor.From([1.0, 2, 0.5, -1]).WithGradient(), b = Tensor.From([0.5, 0, 1, 2]).WithGradient();
            Tensor y = centered ? F.LayerNorm(x, [4], w, b, epsilon: 0) : F.Add(F.RmsNorm(x, [4], w, epsilon: 0), b);
            Tensor?[] gradients = Gradients.Of([F.Sum(F.Square(y))], [w, b]);
            return (gradients[0]!, gradients[1]!, y);
        }
    }

    [Theory]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    [InlineData(DataType.BFloat16)]
    public void CrossEntropy_WithoutClasses_OfIgnoredRows_IsZero(DataType type)
    {
        Tensor x = Tensor.Zeros([2, 0], type).WithGradient(), ignored = Tensor.Full([2], -100, DataType.Int64);
        Assert.Equal(0, F.CrossEntropy(x, ignored, Reduction.Sum).ToArray<double>().Single());
        Assert.Equal([0, 0], F.CrossEntropy(x, ignored, Reduction.None).ToArray<double>());
        Assert.True(double.IsNaN(F.CrossEntropy(x, ignored).ToArray<double>().Single()));
        Assert.Equal(0, F.CrossEntropy(x, ignored, emptyMean: EmptyMean.Zero).ToArray<double>().Single());
        Assert.Equal(0, F.NegativeLogLikelihood(x, ignored, Reduction.Sum).ToArray<double>().Single());
        Assert.Equal([0, 0], F.NegativeLogLikelihood(x, ignored, Reduction.None).ToArray<double>());
        Assert.Equal(0, Gradients.Of([F.CrossEntropy(x, ignored, Reduction.Sum)], [x])[0]!.Length);
        Assert.Throws<ArgumentException>(() => F.CrossEntropy(x, Tensor.Full([2], 0, DataType.Int64)));
    }

    private static Tensor Compute(string function, Tensor x, JsonElement one)
    {
        Reduction reduction = one.TryGetProperty("reduction", out JsonElement name) && name.GetString() == "sum" ? Reduction.Sum : Reduction.Mean;
        double[] others = one.TryGetProperty("t", out JsonElement targets) ? Numbers(targets) : [];
        Tensor t = Tensor.From(others).To(x.DataType);
        return function switch
        {
            "L1" => F.L1(x, t, reduction),
            "MeanSquaredError" => F.MeanSquaredError(x, t, reduction),
            "Huber" => F.Huber(x, t, reduction),
            "SmoothL1" => F.SmoothL1(x, t, reduction),
            "SoftMargin" => F.SoftMargin(x, t, reduction),
            "BinaryCrossEntropyWithLogits" => F.BinaryCrossEntropyWithLogits(x, t, reduction),
            "BinaryCrossEntropy" => F.BinaryCrossEntropy(x, t, reduction),
            "PoissonNegativeLogLikelihood" => F.PoissonNegativeLogLikelihood(x, t, reduction),
            "CrossEntropy" => F.CrossEntropy(x.Reshape(others.Length, x.Length / others.Length), t.To(DataType.Int64), reduction),
            "LayerNorm" => F.LayerNorm(x, [x.Length], epsilon: one.GetProperty("epsilon").GetDouble()),
            "RmsNorm" => F.RmsNorm(x, [x.Length], epsilon: one.GetProperty("epsilon").GetDouble()),
            _ => throw new InvalidDataException(function),
        };
    }

    private static void Compare(JsonElement one, string what, Tensor actual, JsonElement expected, List<string> faults)
    {
        double[] values = actual.ToArray<double>();
        string[] exact = [.. expected.EnumerateArray().Select(static element => element.GetString()!)];

        // A normalisation is made of differences from the mean, its gradient of others.
        double noise = !one.TryGetProperty("scale", out JsonElement scale) ? 0
            : Math.ScaleB(1, -50)
                * (what == "result"
                    ? exact.Max(static value => Math.Abs(Ulp.NearestDouble(value)))
                    : Math.Min(double.MaxValue, Ulp.NearestDouble(scale.GetString()!)));
        for (int i = 0; i < values.Length; i++)
        {
            if (!(Ulp.Distance(values[i], exact[i], actual.DataType) <= 2) && !(Math.Abs(values[i] - Ulp.NearestDouble(exact[i])) <= noise))
            {
                faults.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{what} [{i}] of {one.GetRawText()[..Math.Min(120, one.GetRawText().Length)]} is {values[i]:R}, expected {exact[i]}"));
            }
        }
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(static element => element.GetDouble())];
}
