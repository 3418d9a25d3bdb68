using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Tests.Modules;

/// <summary>Multi-head attention written out in loops and doubles, for whole numbers of random draws.</summary>
internal static class PlainMultiheadAttention
{
    /// <summary>Computes batches of <c>[L, N, E]</c> with a module's parameters.</summary>
    /// <param name="module">The module, whose parameters may be of any type.</param>
    /// <param name="query">The queries <c>[L, N, E]</c>.</param>
    /// <param name="key">The keys <c>[S, N, kDim]</c>, or projected ones <c>[N·heads, S, d]</c>.</param>
    /// <param name="value">The values.</param>
    /// <param name="isStatic">Whether keys and values are projected.</param>
    /// <param name="added">What is added to the score of item, head, query and key; −∞ hides.</param>
    /// <returns>The output <c>[L, N, E]</c> and the weights <c>[N, heads, L, S + appended]</c>.</returns>
    public static (double[] Output, double[] Weights) Run(
        MultiheadAttention module, Tensor query, Tensor key, Tensor value, bool isStatic, Func<int, int, int, int, double> added)
    {
        int l = query.Shape[0], n = query.Shape[1], e = module.EmbedDim, h = module.NumHeads, d = e / h, s = isStatic ? key.Shape[1] : key.Shape[0];
        double[] packed = module.InProjWeight?.ToArray<double>() ?? [], bias = module.InProjBias?.ToArray<double>() ?? new double[3 * e];
        double[] q = Projected(query, module.QProjWeight?.ToArray<double>() ?? packed[..(e * e)], bias[..e]);
        double[][] k = Sequence(key, module.KProjWeight?.ToArray<double>() ?? Part(packed, e, 1), bias[e..(2 * e)], module.BiasK, isStatic);
        double[][] v = Sequence(value, module.VProjWeight?.ToArray<double>() ?? Part(packed, e, 2), bias[(2 * e)..], module.BiasV, isStatic);
        int total = k.Length / (n * h);
        var weights = new double[n * h * l * total];
        var joined = new double[l * n * e];
        for (int item = 0; item < n; item++)
        {
            for (int head = 0; head < h; head++)
            {
                for (int i = 0; i < l; i++)
                {
                    var scores = new double[total];
                    for (int j = 0; j < total; j++)
                    {
                        double sum = 0;
                        for (int c = 0; c < d; c++)
                        {
                            sum += q[(((i * n) + item) * e) + (head * d) + c] * k[(((item * h) + head) * total) + j][c];
                        }

                        scores[j] = (sum / Math.Sqrt(d)) + (j < s ? added(item, head, i, j) : 0);
                    }

                    double largest = scores.Max(), denominator = scores.Sum(score => double.IsNegativeInfinity(score) ? 0 : Math.Exp(score - largest));
                    for (int j = 0; j < total; j++)
                    {
                        double weight = double.IsNegativeInfinity(scores[j]) ? 0 : Math.Exp(scores[j] - largest) / denominator;
                        weights[(((((item * h) + head) * l) + i) * total) + j] = weight;
                        for (int c = 0; c < d; c++)
                        {
                            joined[(((i * n) + item) * e) + (head * d) + c] += weight * v[(((item * h) + head) * total) + j][c];
                        }
                    }
                }
            }
        }

        double[] last = module.OutProj.Weight.ToArray<double>(), lastBias = module.OutProj.Bias?.ToArray<double>() ?? new double[e];
        return (Affine(joined, l * n, last, lastBias), weights);

        double[] Projected(Tensor x, double[] weight, double[] b) => Affine(x.ToArray<double>(), x.Shape[0] * x.Shape[1], weight, b);

        // Of each item, head and place the d numbers.
        double[][] Sequence(Tensor x, double[] weight, double[] b, Tensor? appended, bool projected)
        {
            double[] rows = projected ? x.ToArray<double>() : Projected(x, weight, b);
            var result = new List<double[]>();
            for (int item = 0; item < n; item++)
            {
                for (int head = 0; head < h; head++)
                {
                    for (int j = 0; j < s; j++)
                    {
                        int start = projected ? ((((item * h) + head) * s) + j) * d : (((j * n) + item) * e) + (head * d);
                        result.Add(rows[start..(start + d)]);
                    }

                    if (appended is not null)
                    {
                        result.Add(appended.ToArray<double>()[(head * d)..((head + 1) * d)]);
                    }

                    if (module.AddZeroAttention)
                    {
                        result.Add(new double[d]);
                    }
                }
            }

            return [.. result];
        }
    }

    private static double[] Part(double[] packed, int e, int index) => packed.Length == 0 ? [] : packed[(index * e * e)..((index + 1) * e * e)];

    private static double[] Affine(double[] x, int rows, double[] weight, double[] bias)
    {
        int outputs = bias.Length, inputs = weight.Length / outputs;
        var y = new double[rows * outputs];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < outputs; j++)
            {
                double sum = bias[j];
                for (int c = 0; c < inputs; c++)
                {
                    sum += x[(i * inputs) + c] * weight[(j * inputs) + c];
                }

                y[(i * outputs) + j] = sum;
            }
        }

        return y;
    }
}
