using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The edges of bins of equal width.</summary>
internal static class EvenEdges
{
    /// <summary>The edges from one end to the other, each above the last.</summary>
    /// <remarks>
    /// Equal ends are moved apart by ½ each. Where the ends are too close for so many different numbers of the type, they are moved apart, evenly unless the
    /// type ends there, by as much as it takes: neighbouring edges are then some units in the last place apart.
    /// </remarks>
    /// <param name="low">The lower end, a finite number of the type.</param>
    /// <param name="high">The upper end, not below.</param>
    /// <param name="bins">The number of bins, below that of the elements of the longest array.</param>
    /// <param name="type">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The type has not so many numbers at equal distances.</exception>
    internal static Tensor Of(double low, double high, int bins, DataType type)
    {
        double most = Largest(type);
        (double start, double end) = low == high ? Apart(low, high, 1, most) : (low, high);
        Tensor edges = Tensor.Linspace(start, end, bins + 1, type);

        // Neighbours more than one unit in the last place apart are rounded to different numbers; two allow for the rounding of their computation.
        for (double width = 2.0 * bins * UnitInTheLastPlace(Math.Max(Math.Abs(start), Math.Abs(end)), type); !Ascend(edges); width *= 2)
        {
            if (!(width / 2 <= most))
            {
                throw new ArgumentException(
                    $"Histogram expects fewer bins than {bins}: {type.Name()} has not so many numbers at equal distances there.", nameof(bins));
            }

            (start, end) = Apart(low, high, width, most);
            edges = Tensor.Linspace(start, end, bins + 1, type);
        }

        return edges;
    }

    /// <summary>The largest finite number of the type.</summary>
    internal static double Largest(DataType type) => type == DataType.Float64 ? double.MaxValue : float.MaxValue;

    /// <summary>Ends at least <paramref name="width"/> apart, with those given between them.</summary>
    private static (double Start, double End) Apart(double low, double high, double width, double most)
    {
        double middle = (low / 2) + (high / 2);
        double start = middle - (width / 2), end = middle + (width / 2);
        (start, end) = end > most ? (most - width, most) : start < -most ? (-most, width - most) : (start, end);
        return (Math.Max(-most, Math.Min(start, low)), Math.Min(most, Math.Max(end, high)));
    }

    private static double UnitInTheLastPlace(double magnitude, DataType type)
    {
        (int digits, int least) = type == DataType.Float64 ? (52, -1074) : (23, -149);
        return Math.ScaleB(1, magnitude == 0 ? least : Math.Max(least, Math.ILogB(magnitude) - digits));
    }

    private static bool Ascend(Tensor edges)
    {
        double[] places = edges.ToArray<double>();
        for (int i = 1; i < places.Length; i++)
        {
            if (!(places[i] > places[i - 1]))
            {
                return false;
            }
        }

        return true;
    }
}
