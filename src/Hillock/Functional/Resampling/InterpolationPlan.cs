using Hillock.Kernels;

namespace Hillock.Functional;

/// <summary>Which inputs the outputs along an axis are made of.</summary>
internal static class InterpolationPlan
{
    /// <summary>Keys's parameter of cubic convolution.</summary>
    private const double A = -0.75;

    // 2⁻⁵².
    private const double MachineEpsilon = 1.0 / (1L << 52);

    /// <summary>The inputs that the outputs of a mode that copies are taken from.</summary>
    /// <param name="inputs">The length of the axis before.</param>
    /// <param name="outputs">The length of the axis after.</param>
    /// <param name="factor">The outputs for an input where it was given, or null.</param>
    /// <param name="centred">Whether places are those of the centres.</param>
    internal static long[] Nearest(int inputs, int outputs, double? factor, bool centred)
    {
        long[] places = new long[outputs];
        for (int i = 0; i < outputs; i++)
        {
            // Without a factor in whole numbers, which do not round: ⌊i·n/m⌋, ⌊(2i + 1)·n/2m⌋.
            long place = factor is { } given
                ? Floor((i + (centred ? 0.5 : 0)) / given)
                : centred ? ((2L * i) + 1) * inputs / (2L * outputs) : (long)i * inputs / outputs;
            places[i] = Math.Min(place, inputs - 1);
        }

        return places;
    }

    // 33/1.1 is 30: a quotient that is whole but for the rounding of the factor, and of the division, each of half a last place, is that whole number.
    private static long Floor(double place)
    {
        double whole = Math.Round(place);
        return (long)(Math.Abs(place - whole) <= 2 * MachineEpsilon * whole ? whole : Math.Floor(place));
    }

    /// <summary>The weights of straight lines between neighbours.</summary>
    internal static AxisTaps Linear(int inputs, int outputs, double? factor, bool alignCorners) => AxisTaps.Create(inputs, outputs, 2, (i, places, weights) =>
    {
        double place = Math.Max(0, Place(i, inputs, outputs, factor, alignCorners));
        int low = Math.Min((int)place, inputs - 1);
        double fraction = low == inputs - 1 ? 0 : place - low;
        (places[0], weights[0]) = (low, 1 - fraction);
        (places[1], weights[1]) = (Math.Min(low + 1, inputs - 1), fraction);
    });

    /// <summary>The weights of cubic convolution; beside the ends are copies of the first and the last input.</summary>
    internal static AxisTaps Cubic(int inputs, int outputs, double? factor, bool alignCorners) => AxisTaps.Create(inputs, outputs, 4, (i, places, weights) =>
    {
        double place = Place(i, inputs, outputs, factor, alignCorners);
        double low = Math.Floor(place);
        double t = place - low;
        for (int k = 0; k < 4; k++)
        {
            places[k] = (int)Math.Clamp(low + k - 1, 0, inputs - 1);
            double distance = Math.Abs(t + 1 - k);
            weights[k] = distance <= 1 ? ((((A + 2) * distance) - (A + 3)) * distance * distance) + 1
                : ((((A * distance) - (5 * A)) * distance) + (8 * A)) * distance - (4 * A);
        }
    });

    /// <summary>The place of an output among the inputs.</summary>
    private static double Place(int i, int inputs, int outputs, double? factor, bool alignCorners)
    {
        if (alignCorners)
        {
            return outputs > 1 ? (double)i * (inputs - 1) / (outputs - 1) : 0;
        }

        return (factor is { } given ? (i + 0.5) / given : (((2.0 * i) + 1) * inputs) / (2.0 * outputs)) - 0.5;
    }
}
