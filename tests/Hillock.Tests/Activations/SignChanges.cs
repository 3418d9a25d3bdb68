using Hillock.Tests.Oracle;

namespace Hillock.Tests.Activations;

/// <summary>Where a derivative changes its sign, and how large it is nearby: the scale of errors there.</summary>
/// <remarks>
/// Rounding x alone changes a function near its zero by more than an ulp. Within an eighth of the zero (of |z|; of 1 for z = 0) an error is
/// therefore measured in ulps of what the function has grown to at an eighth: |slope at z|/8·|z|. A jump over zero is not such a place.
/// </remarks>
internal sealed class SignChanges
{
    private readonly List<(double Zero, double Radius, double Scale)> _places = [];

    public SignChanges(OracleSet set, int order)
    {
        (double X, double Y)[] points =
        [
            .. set.Points
                .Where(point => double.IsFinite(point.X) && (point.X == 0 || Math.Abs(point.X) > 1e-30))
                .Select(point => (point.X, Y: Ulp.NearestDouble(point.Derivative(order))))
                .Where(point => point.Y != 0 && !double.IsNaN(point.Y)),
        ];
        double largest = points.Select(point => Math.Abs(point.Y)).DefaultIfEmpty(0).Max();
        for (int i = 1; i < points.Length; i++)
        {
            (double a, double b) = (points[i - 1].X, points[i].X);
            if (Math.Sign(points[i - 1].Y) != Math.Sign(points[i].Y))
            {
                bool atZero = a < 0 && b > 0;
                double zero = atZero ? 0 : a;
                double radius = (atZero ? 1 : Math.Abs(a)) / 8;
                double scale = Math.Abs((points[i].Y - points[i - 1].Y) / (b - a)) * radius;
                if (scale <= largest)
                {
                    _places.Add((zero, radius, scale));
                }
            }
        }
    }

    /// <summary>The scale of errors at x: 0 away from every sign change, where the function's own magnitude is it.</summary>
    public double ScaleAt(double x) =>
        _places.Where(place => Math.Abs(x - place.Zero) <= place.Radius).Select(place => place.Scale).DefaultIfEmpty(0).Max();
}
