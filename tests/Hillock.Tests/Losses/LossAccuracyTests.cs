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

    /// <summary>By its name alone; only the variance of a normal distribution is what the definition takes for a target.</summary>
    private static Tensor Compute(string name, JsonElement parameters, Tensor x, Tensor t) => name == nameof(GaussianNegativeLogLikelihood)
        ? F.ElementwiseLoss(
            x, t, new GaussianNegativeLogLikelihood(parameters.TryGetProperty("full", out JsonElement full) && full.GetBoolean()), Reduction.None)
        : LossDefinitions.Compute(
            name, new LossInputs(x, t) { Reduction = Reduction.None }, parameter => parameters.TryGetProperty(parameter, out JsonElement value) ? value : null);

    private static JsonElement[] Load() => [.. LossDefinitions.Data.SelectMany(data => data.GetProperty("sets").EnumerateArray())];
}
