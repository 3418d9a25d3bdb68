using Hillock.Cli.Reports;
using Hillock.Tensors;

namespace Hillock.Cli.States;

/// <summary>How two tensors of one name differ. NaN is equal to NaN here, and −0 to 0.</summary>
/// <param name="Name">The name.</param>
/// <param name="FirstType">The type in the first file.</param>
/// <param name="SecondType">The type in the second file.</param>
/// <param name="FirstShape">The shape in the first file.</param>
/// <param name="SecondShape">The shape in the second file.</param>
/// <param name="Differing">How many elements differ; null where the shapes do.</param>
/// <param name="Absolute">The largest difference of two finite elements.</param>
/// <param name="Relative">The largest difference as a part of the larger of the two.</param>
/// <param name="Ulps">The largest distance, counted in numbers of the type between them; null where the types differ or are no floating-point types.</param>
/// <param name="Unlike">How many of those that differ are NaN or infinite on one side or both, so that they have no difference.</param>
internal sealed record TensorDifference(
    string Name, string FirstType, string SecondType, IReadOnlyList<int> FirstShape, IReadOnlyList<int> SecondShape, long? Differing, double? Absolute,
    double? Relative, double? Ulps, long Unlike)
{
    /// <summary>Whether type, shape and all elements are equal.</summary>
    public bool IsEqual => Differing == 0 && FirstType == SecondType;

    /// <summary>Compares two tensors.</summary>
    public static TensorDifference Of(string name, StoredTensor first, StoredTensor second, CancellationToken cancellationToken)
    {
        long? differing = null;
        long unlike = 0;
        double absolute = 0, relative = 0, ulps = 0;
        if (first.Shape.Equals(second.Shape))
        {
            differing = 0;
            bool isWhole = first.Type == DataType.Int64 && second.Type == DataType.Int64; // doubles do not hold all of them
            foreach ((Tensor a, Tensor b) in first.Blocks(cancellationToken).Zip(second.Blocks(cancellationToken)))
            {
                double[] blockA = a.ToArray<double>(), blockB = b.ToArray<double>();
                long[] wholeA = isWhole ? a.ToArray<long>() : [], wholeB = isWhole ? b.ToArray<long>() : [];
                for (int i = 0; i < blockA.Length; i++)
                {
                    double x = blockA[i], y = blockB[i];
                    if (isWhole ? wholeA[i] == wholeB[i] : x == y || (double.IsNaN(x) && double.IsNaN(y)))
                    {
                        continue;
                    }

                    differing++;
                    if (!double.IsFinite(x) || !double.IsFinite(y))
                    {
                        unlike++;
                        continue;
                    }

                    // Halves, as the difference may be infinite.
                    double larger = Math.Max(Math.Abs(x), Math.Abs(y));
                    double distance = isWhole ? (double)Int128.Abs((Int128)wholeA[i] - wholeB[i]) : Math.Abs(x - y);
                    absolute = Math.Max(absolute, distance);
                    relative = Math.Max(relative, Math.Abs((x / larger) - (y / larger)));
                    ulps = Math.Max(ulps, first.Type == second.Type ? (double)Int128.Abs((Int128)Place(x, first.Type) - Place(y, second.Type)) : 0);
                }
            }
        }

        bool isCounted = differing > unlike;
        return new TensorDifference(
            name, first.Type.Name(), second.Type.Name(), first.Shape.Dimensions.ToArray(), second.Shape.Dimensions.ToArray(), differing,
            isCounted ? Finite.OrNull(absolute) : null, isCounted ? relative : null,
            isCounted && first.Type == second.Type && first.Type.IsFloatingPoint() ? ulps : null, unlike);
    }

    /// <summary>The place of a number among all of its type, counted from 0.</summary>
    private static long Place(double value, DataType type) => type switch
    {
        DataType.Float64 => Ordered(BitConverter.DoubleToInt64Bits(value), long.MinValue),
        DataType.Float32 => Ordered(BitConverter.SingleToInt32Bits((float)value), int.MinValue),
        DataType.Float16 => Ordered(BitConverter.HalfToInt16Bits((Half)value), short.MinValue),
        DataType.BFloat16 => Ordered(BitConverter.SingleToInt32Bits((float)value) >> 16, short.MinValue),
        _ => 0,
    };

    private static long Ordered(long bits, long lowest) => bits < 0 ? lowest - bits : bits;
}
