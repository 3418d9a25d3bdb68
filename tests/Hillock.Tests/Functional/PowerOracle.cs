using System.Globalization;
using System.Text.Json;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>The file of <c>tools/oracle/pow.py</c>: arguments by their bits, and the true values as decimals of 50 digits.</summary>
internal static class PowerOracle
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllText(Path.Combine(OracleFile.DataFolder, "pow.json"))).RootElement;

    public static PowerPoint[] Pairs(DataType type) => Read(Root.GetProperty("pairs").GetProperty(type.Name()));

    public static PowerPoint[] Constants(DataType type) => Read(Root.GetProperty("constants").GetProperty(type.Name()));

    public static PowerPoint[] Special => Read(Root.GetProperty("special"));

    public static PowerPoint[] Slopes => Read(Root.GetProperty("slopes"));

    /// <summary>Runs a check at every width of vectors.</summary>
    public static void AtEveryWidth(Action<int> check)
    {
        foreach (int width in WidthScope.All)
        {
            using WidthScope scope = new(width);
            check(width);
        }
    }

    /// <summary>Compares with the values of one column: within 1 unit in the last place, and in 16-bit types within a rounding of a float32.</summary>
    public static void AssertAccurate(IReadOnlyList<PowerPoint> points, int column, Tensor actual, string what)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(points.Count, values.Length);
        List<string> faults = [];
        for (int i = 0; i < values.Length; i++)
        {
            double error = Distance(values[i], points[i].Values[column], actual.DataType);
            if (!(error <= (actual.DataType is DataType.Float32 or DataType.Float64 ? 1 : 0.502)))
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{points[i]}: {values[i]:R} for {points[i].Values[column]}, {error:0.###} ulp"));
            }
        }

        Assert.True(faults.Count == 0, $"{what} in {actual.DataType}: {faults.Count} of {values.Length}\n{string.Join("\n", faults.Take(6))}");
    }

    /// <summary>Compares with decided values: to the bit, NaN and the sign of <c>-0</c> included.</summary>
    public static void AssertEqual(IReadOnlyList<PowerPoint> points, int column, Tensor actual, string what)
    {
        double[] values = actual.ToArray<double>();
        for (int i = 0; i < values.Length; i++)
        {
            string expected = points[i].Values[column];
            bool equal = Ulp.NearestDouble(expected).Equals(values[i]) && Ulp.HasDecidedSign(values[i], expected);
            Assert.True(equal, FormattableString.Invariant($"{what} in {actual.DataType} at {points[i]}: {values[i]:R} for {expected}"));
        }
    }

    private static double Distance(double actual, string exact, DataType type)
    {
        if (type is DataType.Float32 or DataType.Float64)
        {
            return type == DataType.Float32 ? Ulp.Distance((float)actual, exact) : Ulp.Distance(actual, exact);
        }

        // The nearest double is as good as the true value beside 11 or 8 bits.
        double expected = Ulp.NearestDouble(exact);
        (int precision, int least, int greatest) = type == DataType.Float16 ? (11, -14, 15) : (8, -126, 127);
        double end = Math.ScaleB(1, greatest + 1), unit = Math.ScaleB(1, Math.Clamp(Exponent(expected), least, greatest) - precision + 1);
        if (double.IsNaN(expected) || Math.Abs(expected) >= end - (0.5 * unit))
        {
            return double.IsNaN(expected) ? (double.IsNaN(actual) ? 0 : double.NaN) : actual == Math.CopySign(double.PositiveInfinity, expected) ? 0 : double.PositiveInfinity;
        }

        return Math.Abs((double.IsInfinity(actual) ? Math.CopySign(end, actual) : actual) - expected) / unit;
    }

    private static int Exponent(double x) => x == 0 || !double.IsFinite(x) ? -1022 : Math.ILogB(x);

    private static PowerPoint[] Read(JsonElement rows) => [.. rows.EnumerateArray().Select(static row =>
    {
        string[] columns = [.. row.EnumerateArray().Select(static value => value.GetString()!)];
        return new PowerPoint(Number(columns[0]), Number(columns[1]), columns[2..]);
    })];

    private static double Number(string bits) => BitConverter.UInt64BitsToDouble(ulong.Parse(bits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
}

/// <summary>A base, an exponent and what is expected there.</summary>
internal sealed record PowerPoint(double X, double Y, string[] Values)
{
    public override string ToString() => FormattableString.Invariant($"{X:R}^{Y:R}");
}
