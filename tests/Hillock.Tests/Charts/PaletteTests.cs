using System.Globalization;
using Hillock.Charts;
using Xunit;

namespace Hillock.Tests.Charts;

/// <summary>Whether people of any colour vision tell nine lines apart.</summary>
public class PaletteTests
{
    // Severity 1.0 of the tables of Machado, Oliveira and Fernandes (2009), for linear red, green and blue.
    private static readonly Dictionary<string, double[][]> Visions = new()
    {
        ["normal"] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        ["protanopia"] = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        ["deuteranopia"] = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        ["tritanopia"] = [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    };

    public static TheoryData<string, bool> Cases => [.. Visions.Keys.SelectMany(vision => new[] { (vision, false), (vision, true) })];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Colours_AnyVision_DifferBy14InCiede2000(string vision, bool dark)
    {
        Func<int, string> colourOf = dark ? Palette.DarkSeries : Palette.Series;
        double[][] colours = [.. Enumerable.Range(0, Palette.Count).Select(i => Lab(Seen(Linear(colourOf(i)), Visions[vision])))];
        for (int i = 0; i < colours.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double difference = Ciede2000(colours[i], colours[j]);
                Assert.True(difference >= 14, $"Colours {j} and {i} differ by {difference:0.0} only.");
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Colours_OnTheirBackground_HaveAContrastOf3(bool dark)
    {
        double back = Luminance(dark ? Palette.DarkBackground : Palette.Background);
        for (int i = 0; i < Palette.Count; i++)
        {
            double colour = Luminance(dark ? Palette.DarkSeries(i) : Palette.Series(i));
            double contrast = (Math.Max(colour, back) + 0.05) / (Math.Min(colour, back) + 0.05);
            Assert.True(contrast >= 3, $"Colour {i} has a contrast of {contrast:0.00}.");
        }
    }

    // The first, second, seventh and last pairs of table 1 of Sharma, Wu and Dalal (2005), and one of large difference.
    [Theory]
    [InlineData(50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425)]
    [InlineData(50, 3.1571, -77.2803, 50, 0, -82.7485, 2.8615)]
    [InlineData(50, 0, 0, 50, -1, 2, 2.3669)]
    [InlineData(50, 2.5, 0, 73, 25, -18, 27.1492)]
    [InlineData(2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082)]
    public void Ciede2000_PublishedPairs_GivesTheirDifference(double l1, double a1, double b1, double l2, double a2, double b2, double expected) =>
        Assert.Equal(expected, Ciede2000([l1, a1, b1], [l2, a2, b2]), 1e-4);

    private static double[] Linear(string colour) =>
        [.. new[] { 1, 3, 5 }.Select(at => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))];

    private static double Luminance(string colour) => Linear(colour).Zip([0.2126729, 0.7151522, 0.0721750], (value, weight) => value * weight).Sum();

    private static double[] Seen(double[] linear, double[][] vision) =>
        [.. vision.Select(row => Math.Clamp(row.Zip(linear, (weight, value) => weight * value).Sum(), 0, 1))];

    // CIE L*a*b* under D65.
    private static double[] Lab(double[] linear)
    {
        double[][] matrix = [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]];
        double[] f = [.. matrix.Select(row => row.Zip(linear, (weight, value) => weight * value).Sum() / row.Sum())
            .Select(value => value > 216.0 / 24389 ? Math.Cbrt(value) : (24389.0 / 27 * value + 16) / 116)];
        return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])];
    }

    private static double Ciede2000(double[] one, double[] other)
    {
        double meanChroma = (Math.Sqrt(one[1] * one[1] + one[2] * one[2]) + Math.Sqrt(other[1] * other[1] + other[2] * other[2])) / 2;
        double g = 0.5 * (1 - Math.Sqrt(Math.Pow(meanChroma, 7) / (Math.Pow(meanChroma, 7) + Math.Pow(25, 7))));
        (double c1, double h1) = Polar((1 + g) * one[1], one[2]);
        (double c2, double h2) = Polar((1 + g) * other[1], other[2]);
        double dh = c1 * c2 == 0 ? 0 : h2 - h1 > 180 ? h2 - h1 - 360 : h2 - h1 < -180 ? h2 - h1 + 360 : h2 - h1;
        double dHue = 2 * Math.Sqrt(c1 * c2) * Sin(dh / 2);
        double l = (one[0] + other[0]) / 2, c = (c1 + c2) / 2;
        double h = c1 * c2 == 0 ? h1 + h2 : Math.Abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
        double t = 1 - 0.17 * Cos(h - 30) + 0.24 * Cos(2 * h) + 0.32 * Cos(3 * h + 6) - 0.20 * Cos(4 * h - 63);
        double rotation = -Sin(60 * Math.Exp(-Math.Pow((h - 275) / 25, 2))) * 2 * Math.Sqrt(Math.Pow(c, 7) / (Math.Pow(c, 7) + Math.Pow(25, 7)));
        double lightness = (other[0] - one[0]) / (1 + 0.015 * (l - 50) * (l - 50) / Math.Sqrt(20 + (l - 50) * (l - 50)));
        double chroma = (c2 - c1) / (1 + 0.045 * c), hue = dHue / (1 + 0.015 * c * t);
        return Math.Sqrt(lightness * lightness + chroma * chroma + hue * hue + rotation * chroma * hue);
    }

    private static (double Chroma, double Hue) Polar(double a, double b)
    {
        double hue = Math.Atan2(b, a) * 180 / Math.PI;
        return (Math.Sqrt(a * a + b * b), a == 0 && b == 0 ? 0 : hue < 0 ? hue + 360 : hue);
    }

    private static double Cos(double degrees) => Math.Cos(degrees * Math.PI / 180);

    private static double Sin(double degrees) => Math.Sin(degrees * Math.PI / 180);
}
