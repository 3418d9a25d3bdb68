using System.Globalization;
using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>
/// Losses where a logarithm or a quotient is steep, at subnormal numbers and zeros, against 50 digits: values, first and second derivatives, chains.
/// </summary>
public class SteepSlopeTests
{
    private static readonly JsonElement Data = Load();

    public static TheoryData<string, DataType> Sets => Names("sets");

    public static TheoryData<string, DataType> Chains => Names("chains");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Loss_WhereItIsSteep_HasItsDerivatives(string name, DataType type)
    {
        JsonElement set = Data.GetProperty("sets").EnumerateArray().First(one => IsOf(one, name, type));
        string[][] points =
            [.. set.GetProperty("points").EnumerateArray().Select(static point => point.EnumerateArray().Select(static item => item.GetString()!).ToArray())];
        Tensor Column(int i) => Tensor.From(points.Select(point => double.Parse(point[i], CultureInfo.InvariantCulture)).ToArray()).To(type).WithGradient();
        (Tensor x, Tensor y) = (Column(0), Column(1));
        Tensor loss = Compute(name, x, y), ones = Tensor.Ones(points.Length, type);
        List<string> faults = new List<string>();
        Check(points, 0, 0, loss, type, faults);
        Tensor?[] plain = Gradients.Of([loss], [x, y], [ones]);
        Check(points, 1, 1, plain[0], type, faults);
        Check(points, 2, 2, plain[1], type, faults);
        Tensor?[] first = Gradients.Of([Compute(name, x, y)], [x, y], [ones], createGraph: true);
        Check(points, 1, 1, first[0], type, faults);
        Tensor?[] byX = Second(first[0], x, y), byY = Second(first[1], x, y);
        Check(points, 3, 3, byX[0], type, faults);
        Check(points, 4, null, byX[1], type, faults);
        Check(points, 5, null, byY[1], type, faults);
        Assert.True(faults.Count == 0, $"{name}: {faults.Count} faults\n{string.Join('\n', faults.Take(20))}");
    }

    [Theory]
    [MemberData(nameof(Chains))]
    public void Gradient_ThroughASaturatedSigmoidOrSoftmax_IsKept(string name, DataType type)
    {
        foreach (JsonElement chain in Data.GetProperty("chains").EnumerateArray().Where(one => IsOf(one, name, type)))
        {
            Tensor z = Tensor.From(chain.GetProperty("z").EnumerateArray().Select(static item => item.GetDouble()).ToArray()).To(type).WithGradient();
            Tensor Of(params double[] values) => Tensor.From(values).To(type);
            Tensor loss = name switch
            {
                "BinaryCrossEntropy" => F.BinaryCrossEntropy(F.Sigmoid(z), Of(0)),
                "KLDivergence" => F.KLDivergence(Of(-1, -1), F.Softmax(z, 0), Reduction.Sum),
                "Entropy" => F.Entropy(F.Softmax(z, 0)),
                "CrossEntropyOfDistributions" => F.CrossEntropyOfDistributions(Of(1, 0), F.Softmax(z, 0)),
                _ => F.KLDivergenceOfDistributions(F.Softmax(z, 0), Of(0.5, 0.5)),
            };
            Tensor gradient = Gradients.Of(loss, [z], createGraph: true)[0]!;
            Near(chain.GetProperty("gradient"), gradient);
            if (chain.GetProperty("second").GetArrayLength() > 0)
            {
                Near(chain.GetProperty("second"), Gradients.Of(gradient.Reshape(Shape.Scalar), [z])[0]!);
            }
        }
    }

    [Theory]
    [InlineData(1e-39)]
    [InlineData(2.9e-39)]
    [InlineData(1e-310)]
    [InlineData(0)]
    public void ElementOfWeightZero_WhereTheSlopeIsInfinite_CountsForNothing(double probability)
    {
        foreach (DataType type in new[] { DataType.Float32, DataType.Float64 })
        {
            Tensor Of(double value) => Tensor.From([value, 0.5]).To(type);
            Tensor x = Of(probability).WithGradient(), ones = Tensor.Ones(2, type);
            Tensor gradient = Gradients.Of(F.BinaryCrossEntropy(x, ones, weight: Of(0)), [x], createGraph: true)[0]!;
            Assert.Equal([0, -0.5], gradient.ToArray<double>());

            // And where nothing that comes from above counts.
            Assert.Equal([0, 0], Gradients.Of(F.BinaryCrossEntropy(x, ones), [x], Tensor.Zeros(Shape.Scalar, type))[0]!.ToArray<double>());
        }
    }

    // ½·½·(1/v − 0): the mean of two, whose gradient float32 holds where 1/v is beyond it.
    [Fact]
    public void GaussianNegativeLogLikelihood_OfASubnormalVariance_HasItsGradient()
    {
        Tensor v = Tensor.From([1e-39f, 1f]).WithGradient(), one = Tensor.Ones(2);
        Tensor gradient = Gradients.Of(F.GaussianNegativeLogLikelihood(one, one, v, epsilon: 1e-45), [v])[0]!;
        Assert.Equal([2.4999995e38f, 0.25f], gradient.ToArray<float>());
    }

    private static Tensor?[] Second(Tensor? gradient, Tensor x, Tensor y) =>
        gradient is { RequiresGrad: true } ? Gradients.Of([gradient], [x, y], [Tensor.OnesLike(gradient)]) : [null, null];

    private static void Check(string[][] points, int column, int? size, Tensor? actual, DataType type, List<string> faults)
    {
        double[] values = actual?.ToArray<double>() ?? new double[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            // In units in the last place of the result, or of the largest term where terms cancel; second derivatives have the bound of 16.
            string exact = points[i][2 + column];
            double error = Ulp.Distance(values[i], exact, type), bound = column < 3 ? 2 : 16;
            double cancelled = size is { } of ? Ulp.Size(type, points[i][8 + of]) / Ulp.Size(type, exact) : 1;
            if (!(error <= bound * Math.Max(1, cancelled)))
            {
                faults.Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"column {column} at ({points[i][0]}, {points[i][1]}) is {values[i]:R}, expected {exact}: {error:F2} units"));
            }
        }
    }

    // The probabilities are subnormal: they have few bits. A gradient next to 1 less 1 is of the size of their rounding.
    private static void Near(JsonElement expected, Tensor actual)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.GetArrayLength(), values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            double exact = double.Parse(expected[i].GetString()!, CultureInfo.InvariantCulture);
            Assert.InRange(values[i] - exact, -Tolerance(exact, i), Tolerance(exact, i));
        }

        double Tolerance(double exact, int i) => (Math.Abs(exact) * 1e-5) + (i == 0 && values.Length > 1 ? 1e-6 : 0);
    }

    private static Tensor Compute(string name, Tensor x, Tensor y) => name switch
    {
        "BinaryCrossEntropy" => F.BinaryCrossEntropy(x, y, Reduction.None),
        "KLDivergence" => F.KLDivergence(x, y, Reduction.None),
        "GaussianNegativeLogLikelihood" => F.ElementwiseLoss(new GaussianNegativeLogLikelihood(false), x, y, Reduction.None, name),
        "PoissonNegativeLogLikelihood" => F.PoissonNegativeLogLikelihood(x, y, Reduction.None, logInput: false, epsilon: 0),
        "Entropy" => F.Entropy(x.Unsqueeze(1)),
        "CrossEntropyOfDistributions" => F.CrossEntropyOfDistributions(x.Unsqueeze(1), y.Unsqueeze(1)),
        "KLDivergenceOfDistributions" => F.KLDivergenceOfDistributions(x.Unsqueeze(1), y.Unsqueeze(1)),
        _ => throw new ArgumentException(name),
    };

    private static bool IsOf(JsonElement one, string name, DataType type) =>
        one.GetProperty("name").GetString() == name && one.GetProperty("type").GetString() == type.ToString();

    private static TheoryData<string, DataType> Names(string part)
    {
        TheoryData<string, DataType> names = [];
        foreach ((string name,
            DataType type) in Data.GetProperty(part).EnumerateArray()
                .Select(static one => (one.GetProperty("name").GetString()!, Enum.Parse<DataType>(one.GetProperty("type").GetString()!))).Distinct())
        {
            names.Add(name, type);
        }

        return names;
    }

    private static JsonElement Load()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(OracleFile.DataFolder, "steep.json")));
        return document.RootElement.Clone();
    }
}
