using Hillock.Functional;
using Hillock.Kernels;

namespace Hillock.Data.Transforms;

/// <summary>Which pixels, with which weights, those of another size are made of along an axis.</summary>
internal static class ResizePlan
{
    // Keys's parameter of cubic convolution, as Pillow has it.
    private const double A = -0.5;

    /// <summary>The weights along an axis.</summary>
    /// <param name="inputs">The length before.</param>
    /// <param name="outputs">The length after.</param>
    /// <param name="mode">How pixels are found.</param>
    /// <param name="antialias">Whether the weights reach further where the picture shrinks.</param>
    internal static AxisTaps Of(int inputs, int outputs, ResizeMode mode, bool antialias)
    {
        if (!antialias && mode is ResizeMode.Bilinear or ResizeMode.Bicubic)
        {
            return mode == ResizeMode.Bilinear
                ? InterpolationPlan.Linear(inputs, outputs, null, alignCorners: false)
                : InterpolationPlan.Cubic(inputs, outputs, null, alignCorners: false);
        }

        List<int> places = [];
        List<double> weights = [];
        int[] starts = new int[outputs + 1];
        for (int i = 0; i < outputs; i++)
        {
            if (mode == ResizeMode.Nearest)
            {
                places.Add((int)((((2L * i) + 1) * inputs) / (2L * outputs)));
                weights.Add(1);
            }
            else if (mode == ResizeMode.Area)
            {
                Cover(inputs, outputs, i, places, weights);
            }
            else
            {
                double center = (((2.0 * i) + 1) * inputs) / (2.0 * outputs);
                Weigh(inputs, center, Math.Max(1, (double)inputs / outputs), mode == ResizeMode.Bicubic, places, weights);
            }

            starts[i + 1] = places.Count;
        }

        return AxisTaps.Of(inputs, starts, [.. places], [.. weights]);
    }

    /// <summary>The shares of an output that inputs cover.</summary>
    private static void Cover(int inputs, int outputs, int output, List<int> places, List<double> weights)
    {
        // In whole numbers of 1/outputs of a pixel: output i covers [i·inputs, (i + 1)·inputs), input j covers [j·outputs, (j + 1)·outputs).
        long low = (long)output * inputs, high = low + inputs;
        for (long j = low / outputs; j * outputs < high; j++)
        {
            long covered = Math.Min(high, (j + 1) * outputs) - Math.Max(low, j * outputs);
            places.Add((int)j);
            weights.Add((double)covered / inputs);
        }
    }

    /// <summary>The weights of one output, of sum 1, at the place <paramref name="center"/> counted from the picture's edge.</summary>
    private static void Weigh(int inputs, double center, double stretch, bool cubic, List<int> places, List<double> weights)
    {
        double reach = (cubic ? 2 : 1) * stretch;
        int first = (int)Math.Max(0, Math.Floor(center - reach)), last = (int)Math.Min(inputs - 1, Math.Ceiling(center + reach)), start = weights.Count;
        double sum = 0;
        for (int j = first; j <= last; j++)
        {
            double distance = Math.Abs(j + 0.5 - center) / stretch;
            double weight = cubic ? Cubic(distance) : Math.Max(0, 1 - distance);
            if (weight != 0)
            {
                sum += weight;
                places.Add(j);
                weights.Add(weight);
            }
        }

        for (int k = start; k < weights.Count; k++)
        {
            weights[k] /= sum;
        }
    }

    private static double Cubic(double x) => x < 1 ? ((((A + 2) * x) - (A + 3)) * x * x) + 1
        : x < 2 ? (((((A * x) - (5 * A)) * x) + (8 * A)) * x) - (4 * A) : 0;
}
