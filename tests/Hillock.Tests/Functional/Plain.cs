using System.Globalization;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Softmax or its logarithm along an axis by the textbook's formulas in double precision, with first and second derivatives.</summary>
internal sealed class Plain(Tensor x, int axis, bool log)
{
    private readonly double[] _x = x.To(DataType.Float64).ToArray<double>();
    private readonly int _length = x.Rank == 0 ? 1 : x.Shape[axis];
    private readonly int _inner = x.Rank == 0 ? 1 : x.Shape.Dimensions[(axis < 0 ? axis + x.Rank + 1 : axis + 1)..].ToArray().Aggregate(1, (a, b) => a * b);

    /// <summary>Compares a function's values, gradient and gradient of the gradient.</summary>
    /// <param name="function">The function.</param>
    /// <param name="at">Its argument.</param>
    /// <param name="tolerance">Relative to 1 and the largest of the slice.</param>
    /// <param name="sign">−1 where the function negates its argument first.</param>
    public void Check(Func<Tensor, Tensor> function, Tensor at, double tolerance, double sign = 1)
    {
        Tensor x = at.Clone().WithGradient();
        Tensor g = Tensor.RandomNormal(x.Shape, new Philox(1)).To(x.DataType).WithGradient();
        Tensor v = Tensor.RandomNormal(x.Shape, new Philox(2)).To(x.DataType);
        Tensor y = function(x);
        Tensor dx = Gradients.Of([y], [x], [g], createGraph: true)[0]!;
        Tensor?[] second = Gradients.Of(F.Sum(dx * v), [x, g]);
        double[] gs = g.ToArray<double>(), vs = v.ToArray<double>();
        double[] ys = new double[_x.Length], dxs = new double[_x.Length], ofX = new double[_x.Length], ofG = new double[_x.Length];
        for (int start = 0; start < _x.Length; start++)
        {
            if (start / _inner % _length == 0)
            {
                Slice(start, sign, gs, vs, ys, dxs, ofX, ofG);
            }
        }

        Close("value", ys, y, tolerance);
        Close("gradient", dxs, dx, tolerance);
        Close("second derivative", ofX, second[0]!, tolerance);
        Close("derivative in the gradient", ofG, second[1]!, tolerance);
    }

    private void Slice(int start, double sign, double[] g, double[] v, double[] y, double[] dx, double[] ofX, double[] ofG)
    {
        int[] places = [.. Enumerable.Range(0, _length).Select(i => start + (i * _inner))];
        double largest = places.Max(i => _x[i]);
        double total = places.Sum(i => Math.Exp(_x[i] - largest));
        double[] p = [.. places.Select(i => Math.Exp(_x[i] - largest) / total)];
        double Dot(Func<int, double> a) => places.Select((place, i) => p[i] * a(place)).Sum();
        double pg = Dot(i => g[i]), pv = Dot(i => v[i]), pvg = Dot(i => v[i] * g[i]), sum = places.Sum(i => g[i]);
        for (int k = 0; k < _length; k++)
        {
            int i = places[k];
            if (log)
            {
                y[i] = _x[i] - largest - Math.Log(total);
                dx[i] = sign * (g[i] - (p[k] * sum));
                ofX[i] = -sum * p[k] * (v[i] - pv);
                ofG[i] = sign * (v[i] - pv);
            }
            else
            {
                // h = Σ v·p·(g − Σ p·g): its slope in p, taken through the softmax.
                double Slope(int j) => (v[j] * (g[j] - pg)) - (g[j] * pv);
                y[i] = p[k];
                dx[i] = sign * p[k] * (g[i] - pg);
                ofX[i] = p[k] * (Slope(i) - (pvg - (2 * pv * pg)));
                ofG[i] = sign * p[k] * (v[i] - pv);
            }
        }
    }

    private static void Close(string what, double[] expected, Tensor actual, double tolerance)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        double scale = expected.Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - values[i]) <= tolerance * Math.Max(1, scale)))
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what}[{i}]: expected {expected[i]:R} but got {values[i]:R}, largest {scale:R}."));
            }
        }
    }
}
