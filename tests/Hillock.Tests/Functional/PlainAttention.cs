using System.Globalization;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Attention by the textbook's formulas, pair by pair in double precision, with its gradients.</summary>
internal sealed class PlainAttention
{
    /// <summary>Which pairs count, from the batch index (with heads), the query and the key; all when null.</summary>
    public Func<int, int, int, bool>? Visible { get; init; }

    /// <summary>What is added to the scores.</summary>
    public Func<int, int, int, double>? Bias { get; init; }

    /// <summary>What the weights are multiplied by.</summary>
    public Func<int, int, int, double>? Kept { get; init; }

    public double? Scale { get; init; }

    public double Beta { get; init; } = 1;

    public double? Cap { get; init; }

    /// <summary>Compares outputs, weights and the gradients of queries, keys and values with the function's.</summary>
    /// <param name="q">Queries [..., L, E].</param>
    /// <param name="k">Keys of the same batch axes.</param>
    /// <param name="v">Values of the same batch axes.</param>
    /// <param name="mask">The function's mask.</param>
    /// <param name="options">The function's options.</param>
    /// <param name="tolerance">Relative to the largest.</param>
    public void Check(Tensor q, Tensor k, Tensor v, AttentionMask? mask, AttentionOptions? options, double tolerance)
    {
        Tensor q1 = Leaf(q), k1 = Leaf(k), v1 = Leaf(v);
        Tensor output = F.ScaledDotProductAttention(q1, k1, v1, mask, options);
        Tensor g = Tensor.RandomNormal(output.Shape, new Philox(77)).To(q.DataType);
        Tensor?[] gradients = Gradients.Of([output], [q1, k1, v1], [g]);
        Tensor again = F.ScaledDotProductAttention(q, k, v, out Tensor weights, mask, options);
        Assert.Equal(output.ToArray<double>(), again.ToArray<double>());
        Assert.Equal(q.DataType, output.DataType);
        Assert.Equal(q.DataType, weights.DataType);

        int batch = F.Sum(Tensor.Ones(q.Shape)).Item<int>() == 0 ? 0 : q.Length / (q.Shape[-1] * q.Shape[-2]);
        (double[] o, double[] w, double[] dq, double[] dk, double[] dv) = Compute(
            q.ToArray<double>(), k.ToArray<double>(), v.ToArray<double>(), g.ToArray<double>(), batch, q.Shape[-2], k.Shape[-2], q.Shape[-1], v.Shape[-1]);
        Close("output", o, output, tolerance);
        Close("weights", w, weights, tolerance);
        Close("gradient of the queries", dq, gradients[0]!, tolerance);
        Close("gradient of the keys", dk, gradients[1]!, tolerance);
        Close("gradient of the values", dv, gradients[2]!, tolerance);

        // The same strides on the way in.
        static Tensor Leaf(Tensor x) => x.Detach().WithGradient();
    }

    public (double[] O, double[] W, double[] DQ, double[] DK, double[] DV) Compute(
        double[] q, double[] k, double[] v, double[] g, int batch, int queries, int keys, int width, int valueWidth)
    {
        double[] o = new double[batch * queries * valueWidth], w = new double[batch * queries * keys];
        double[] dq = new double[q.Length], dk = new double[k.Length], dv = new double[v.Length];
        double scale = Scale ?? 1 / Math.Sqrt(width);
        double[] z = new double[keys], slope = new double[keys], p = new double[keys];
        for (int b = 0; b < batch; b++)
        {
            for (int i = 0; i < queries; i++)
            {
                int qi = ((b * queries) + i) * width, oi = ((b * queries) + i) * valueWidth;
                double largest = double.NegativeInfinity;
                for (int j = 0; j < keys; j++)
                {
                    int kj = ((b * keys) + j) * width;
                    slope[j] = 1;
                    z[j] = double.NegativeInfinity;
                    double bias = Bias?.Invoke(b, i, j) ?? 0;
                    if (Visible?.Invoke(b, i, j) == false || double.IsNegativeInfinity(bias))
                    {
                        continue;
                    }

                    double s = 0;
                    for (int e = 0; e < width; e++)
                    {
                        s += q[qi + e] * k[kj + e];
                    }

                    s *= scale;
                    if (Cap is { } cap)
                    {
                        double t = Math.Tanh(s / cap);
                        slope[j] = 1 - (t * t);
                        s = cap * t;
                    }

                    z[j] = Beta * (s + bias);
                    largest = Math.Max(largest, z[j]);
                }

                double sum = 0;
                for (int j = 0; j < keys; j++)
                {
                    p[j] = double.IsNegativeInfinity(z[j]) ? 0 : Math.Exp(z[j] - largest);
                    sum += p[j];
                }

                double dot = 0;
                for (int j = 0; j < keys; j++)
                {
                    p[j] = p[j] == 0 ? 0 : p[j] / sum;
                    double kept = Kept?.Invoke(b, i, j) ?? 1;
                    w[(((b * queries) + i) * keys) + j] = p[j] * kept;
                    for (int e = 0; e < valueWidth && !double.IsNegativeInfinity(z[j]); e++)
                    {
                        o[oi + e] += p[j] * kept * v[(((b * keys) + j) * valueWidth) + e];
                        dv[(((b * keys) + j) * valueWidth) + e] += p[j] * kept * g[oi + e];
                    }
                }

                for (int e = 0; e < valueWidth; e++)
                {
                    dot += g[oi + e] * o[oi + e];
                }

                for (int j = 0; j < keys; j++)
                {
                    if (double.IsNegativeInfinity(z[j]))
                    {
                        continue;
                    }

                    int kj = ((b * keys) + j) * width;
                    double dp = 0;
                    for (int e = 0; e < valueWidth; e++)
                    {
                        dp += g[oi + e] * v[(((b * keys) + j) * valueWidth) + e];
                    }

                    double ds = p[j] * ((dp * (Kept?.Invoke(b, i, j) ?? 1)) - dot) * Beta * slope[j] * scale;
                    for (int e = 0; e < width; e++)
                    {
                        dq[qi + e] += ds * k[kj + e];
                        dk[kj + e] += ds * q[qi + e];
                    }
                }
            }
        }

        return (o, w, dq, dk, dv);
    }

    public static void Close(string what, double[] expected, Tensor actual, double tolerance)
    {
        double[] values = actual.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        double scale = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - values[i]) <= tolerance * scale) && !(double.IsNaN(expected[i]) && double.IsNaN(values[i])))
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what}[{i}]: expected {expected[i]:R} but got {values[i]:R}, largest {scale:R}."));
            }
        }
    }
}
