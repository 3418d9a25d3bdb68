using Hillock.Autograd;
using Hillock.Charts;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Samples.Claims;

/// <summary>Functions on numbers, tables and curves, as the claims need them.</summary>
public static class Sheet
{
    private const int CurveSteps = 120;

    /// <summary>A function of the catalogue, such as <c>elu:alpha=0.5</c>.</summary>
    public static Func<Tensor, Tensor> Of(string name) => Named.Function(name).Forward;

    /// <summary>Numbers as a tensor of float64.</summary>
    public static Tensor Vector(params double[] values) => Tensor.From(values);

    /// <summary>Standard normal numbers.</summary>
    public static Tensor Normal(int count, ulong seed = 0) => Tensor.RandomNormal(count, new Philox(seed), dataType: DataType.Float64);

    /// <summary>The value at a point.</summary>
    public static double At(string name, double x) => Of(name)(Vector(x)).ToArray<double>()[0];

    /// <summary>The derivative at a point.</summary>
    public static double Slope(string name, double x) => Slopes(Of(name), [x])[0];

    /// <summary>The derivative at points.</summary>
    public static double[] Slopes(Func<Tensor, Tensor> function, double[] points)
    {
        Tensor x = Vector(points).WithGradient();
        return Gradients.Of(function(x), [x], Tensor.OnesLike(x))[0]!.ToArray<double>();
    }

    /// <summary>A curve.</summary>
    public static Series Curve(string name, int style, Func<Tensor, Tensor> function, double low = -4, double high = 4)
    {
        double[] x = Grid(low, high);
        double[] y = function(Vector(x)).ToArray<double>();
        return Line(name, style, x, y);
    }

    /// <summary>A curve that may jump, and is broken there.</summary>
    public static Series Broken(string name, int style, Func<Tensor, Tensor> function, double low, double high) =>
        new(name, Palette.WithDash(style), CurveSampler.Sample(x => function(Vector(x)).ToArray<double>()[0], low, high));

    /// <summary>The curve of a derivative.</summary>
    public static Series SlopeCurve(string name, int style, Func<Tensor, Tensor> function, double low = -4, double high = 4)
    {
        double[] x = Grid(low, high);
        return Line(name, style, x, Slopes(function, x));
    }

    /// <summary>A line through points.</summary>
    public static Series Line(string name, int style, IEnumerable<double> x, IEnumerable<double> y) =>
        new(name, Palette.WithDash(style), [.. x.Zip(y, (a, b) => new Point(a, b))]);

    /// <summary>A line through values at 0, 1, 2 ... or at <paramref name="first"/>, and on.</summary>
    public static Series Steps(string name, int style, IEnumerable<double> y, int first = 0) => Line(name, style, Enumerable.Range(first, int.MaxValue - first).Select(i => (double)i), y);

    /// <summary>A chart of smooth curves over x.</summary>
    public static LineChart Curves(string title, string yTitle, params Series[] series) => new()
    {
        Title = title,
        XTitle = "x",
        YTitle = yTitle,
        Series = series,
        ZeroLines = true,
        Markers = false,
        Width = 640,
        Height = 340,
    };

    /// <summary>The same chart of something that happens over steps.</summary>
    public static LineChart History(string title, string xTitle, string yTitle, params Series[] series) =>
        Curves(title, yTitle, series) with { XTitle = xTitle, ZeroLines = false };

    /// <summary>The same chart over categories.</summary>
    public static LineChart Categories(string title, string xTitle, string yTitle, IEnumerable<string> names, params Series[] series) =>
        History(title, xTitle, yTitle, series) with { XKind = AxisKind.Categories, Categories = [.. names], Markers = true };

    /// <summary>Lines of a table: the first column to the left, the others to the right.</summary>
    public static IEnumerable<string> Table(string[] headings, IEnumerable<string[]> rows)
    {
        string[][] all = [headings, .. rows];
        int[] widths = [.. Enumerable.Range(0, headings.Length).Select(column => all.Max(row => row[column].Length))];
        return all.Select(row => string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).TrimEnd());
    }

    /// <summary>A number with decimals.</summary>
    public static string N(double value, int decimals = 3) => Label.Number(value, decimals);

    /// <summary>A number with two significant digits.</summary>
    public static string S(double value) => value != 0 && Math.Abs(value) < 1e-3 ? value.ToString("0.0e+0", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−') : Label.Significant(value, 2);

    /// <summary>A share in per cent.</summary>
    public static string P(double share, int decimals = 1) => Label.Percent(share, decimals) + " %";

    /// <summary>The largest absolute difference.</summary>
    public static double Distance(Tensor x, Tensor y) => x.ToArray<double>().Zip(y.ToArray<double>(), (a, b) => Math.Abs(a - b)).Max();

    private static double[] Grid(double low, double high) => [.. Enumerable.Range(0, CurveSteps + 1).Select(i => low + ((high - low) * i / CurveSteps))];
}
