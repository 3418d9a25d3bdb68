using System.Globalization;
using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>Values and gradients of the element-wise losses against 50 digits, in units in the last place.</summary>
public class LossAccuracyTests
{

    private static readonly JsonElement[] Sets = Load();

    public static TheoryData<int, bool> Cases
    {
        get
        {
            TheoryData<int, bool> cases = [];
            for (int i = 0; i < Sets.Length; i++)
            {
                cases.Add(i, true);
                cases.Add(i, false);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_OfPoints_IsAccurate(int index, bool isSingle)
    {
        JsonElement set = Sets[index];
        string name = set.GetProperty("name").GetString()!;
        string[][] points = [.. set.GetProperty("points").EnumerateArray().Select(point => point.EnumerateArray().Select(item => item.GetString()!).ToArray())];
        DataType type = isSingle ? DataType.Float32 : DataType.Float64;
        Tensor Column(int i) => Tensor.From(points.Select(point => double.Parse(point[i], CultureInfo.InvariantCulture)).ToArray()).To(type).WithGradient();
        (Tensor x, Tensor t) = (Column(0), Column(1));
        Tensor loss = Compute(name, set.GetProperty("parameters"), x, t);
        Tensor?[] gradients = Gradients.Of([loss], [x, t], [Tensor.OnesLike(loss)]);
        Check(points, 0, loss, isSingle, name);
        Check(points, 1, gradients[0]!, isSingle, name + " by x");
        Check(points, 2, gradients[1]!, isSingle, name + " by t");
    }

    /// <summary>The bound is in units in the last place of the result, or of the largest term where terms cancel.</summary>
    private static void Check(string[][] points, int column, Tensor actual, bool isSingle, string what)
    {
        double[] values = actual.ToArray<double>();
        double worst = 0;
        string where = "";
        for (int i = 0; i < points.Length; i++)
        {
            string exact = points[i][2 + column];
            double error = isSingle ? Ulp.Distance((float)values[i], exact) : Ulp.Distance(values[i], exact);
            double value = Math.Abs(Ulp.NearestDouble(exact));
            double size = double.Parse(points[i][5 + column], CultureInfo.InvariantCulture);
            error *= size > value ? Spacing(value, isSingle) / Spacing(size, isSingle) : 1;
            if (!(error <= worst))
            {
                (worst, where) = (error, $"({points[i][0]}, {points[i][1]}): {values[i]:R} for {exact}");
            }
        }

        // The focal loss is a product of up to five rounded numbers.
        Assert.True(
            worst <= (what.StartsWith("Focal", StringComparison.Ordinal) ? 6 : 2),
            string.Create(CultureInfo.InvariantCulture, $"{what} is off by {worst:F2} units in the last place at {where}"));
    }

    private static double Spacing(double value, bool isSingle) =>
        isSingle ? (double)MathF.BitIncrement((float)value) - (float)value : Math.BitIncrement(value) - value;

    private static Tensor Compute(string name, JsonElement parameters, Tensor x, Tensor t)
    {
        double Number(string parameter, double otherwise) => parameters.TryGetProperty(parameter, out JsonElement value) ? value.GetDouble() : otherwise;
        bool Flag(string parameter, bool otherwise = false) => parameters.TryGetProperty(parameter, out JsonElement value) ? value.GetBoolean() : otherwise;
        return name switch
        {
            "MeanSquaredError" => F.MeanSquaredError(x, t, Reduction.None),
            "L1" => F.L1(x, t, Reduction.None),
            "SmoothL1" => F.SmoothL1(x, t, Reduction.None, Number("beta", 1)),
            "Huber" => F.Huber(x, t, Reduction.None, Number("delta", 1)),
            "BinaryCrossEntropy" => F.BinaryCrossEntropy(x, t, Reduction.None),
            "BinaryCrossEntropyWithLogits" => F.BinaryCrossEntropyWithLogits(x, t, Reduction.None),
            "KLDivergence" => F.KLDivergence(x, t, Reduction.None, Flag("logTarget")),
            "PoissonNegativeLogLikelihood" =>
                F.PoissonNegativeLogLikelihood(x, t, Reduction.None, Flag("logInput", true), Flag("full"), Number("epsilon", 1e-8)),
            "SoftMargin" => F.SoftMargin(x, t, Reduction.None),
            "Focal" => F.Focal(x, t, Reduction.None, Number("alpha", 0.25), Number("gamma", 2)),
            "GaussianNegativeLogLikelihood" => F.ElementwiseLoss(new GaussianNegativeLogLikelihood(Flag("full")), x, t, Reduction.None, name),
            _ => throw new ArgumentException(name),
        };
    }

    private static JsonElement[] Load()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(OracleFile.DataFolder, "losses.json")));
        return [.. document.RootElement.Clone().GetProperty("sets").EnumerateArray()];
    }
}
