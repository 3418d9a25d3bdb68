using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The spatial axes of a tensor on a finer or coarser grid.</summary>
    /// <param name="x">The input, <c>[N, C, L]</c>, <c>[N, C, H, W]</c> or <c>[N, C, D, H, W]</c>; of any type for the nearest modes.</param>
    /// <param name="size">The new lengths of the spatial axes; or <paramref name="scaleFactor"/>.</param>
    /// <param name="scaleFactor">By what to multiply the lengths, rounding down; or <paramref name="size"/>.</param>
    /// <param name="mode">How elements between those of the grid are found; all but the nearest ones belong to a number of axes.</param>
    /// <param name="alignCorners">
    /// Whether the first and last elements lie upon those of the input, so that output <c>i</c> of <c>m</c> is at place <c>i·(n − 1)/(m − 1)</c> of <c>n</c>;
    /// otherwise the ends of the intervals do, and it is at <c>(i + ½)·n/m − ½</c>. Not for the nearest modes.
    /// </param>
    /// <param name="recomputeScaleFactor">
    /// Whether places are computed by the ratio of the lengths where a factor is given; otherwise by the factor, which may differ from it by the rounding.
    /// </param>
    /// <remarks>
    /// Along each axis an output is a weighted sum of at most four inputs, computed as one chain of fused multiply-adds; an input whose weight is 0 does not
    /// count, not even if it is infinite. Of 16-bit types all is computed in float32 and rounded once. Linear weights at places beside the first or last
    /// input are those at the input; cubic ones take copies of it. The nearest modes compute places in whole numbers, PyTorch's <c>interpolate</c> in the
    /// elements' type: of two float32 numbers made 82, number 41 is the first one there, and the second here. Source of the cubic weights: Keys, "Cubic
    /// convolution interpolation for digital image processing" (1981).
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The shape or type does not fit the mode, both of size and scale factor are given or none, or a length becomes 0.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1, a factor is not above 0, or there is no such mode.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([0f, 4], [1, 1, 2]);
    /// Console.WriteLine(F.Interpolate(x, scaleFactor: 2, mode: InterpolationMode.Linear).Flatten()); // float32 [4] [0, 1, 3, 4]
    /// </code>
    /// </example>
    public static Tensor Interpolate(
        Tensor x, PerAxis size = default, ScalePerAxis scaleFactor = default, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false,
        bool recomputeScaleFactor = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        CheckInterpolation(x, size, scaleFactor, mode, alignCorners);
        int axes = x.Rank - 2;
        double[]? factors = scaleFactor.IsDefault ? null : scaleFactor.Of(axes, nameof(scaleFactor));
        int[] lengths = factors is null ? size.Of(axes, nameof(size), 1) : new int[axes];
        for (int i = 0; i < axes; i++)
        {
            int length = x.Shape[i + 2];
            lengths[i] = factors is null ? lengths[i] : ScaledLength(x, length, factors[i]);
            if (lengths[i] < 1 || length == 0)
            {
                throw new ArgumentException(
                    $"Interpolate expects lengths of 1 or more before and after but axis {i + 2} of {x.Shape} would go from {length} to {lengths[i]}; " +
                    "scale by more.", nameof(x));
            }
        }

        // What a mode keeps of an axis beside the result: a place, or the places and weights that an output is made of.
        int taps = mode switch { InterpolationMode.Nearest or InterpolationMode.NearestExact => 1, InterpolationMode.Bicubic => 4, _ => 2 };
        for (int i = 0; i < axes; i++)
        {
            TensorSize.Fitting(
                TensorSize.Product(lengths[i], taps), nameof(Interpolate),
                $"{lengths[i]} outputs along axis {i + 2} of {x.Shape}{(taps == 1 ? "" : $", each made of up to {taps} inputs, together numbers")}",
                "take a smaller one", factors is null ? nameof(size) : nameof(scaleFactor));
        }

        TensorSize.Fitting(
            TensorSize.Product(lengths) * x.Shape[0] * x.Shape[1], nameof(Interpolate), $"a result of {string.Join(" by ", lengths)} for x of {x.Shape}",
            "take a smaller size", factors is null ? nameof(size) : nameof(scaleFactor));
        factors = recomputeScaleFactor ? null : factors;
        if (mode is InterpolationMode.Nearest or InterpolationMode.NearestExact)
        {
            // Wide, so that the gradients, which are sums along one axis after the other, are rounded once.
            Tensor y = x.To(Widening.Wider(x.DataType, DataType.Float32));
            for (int i = 0; i < axes; i++)
            {
                long[] places = InterpolationPlan.Nearest(x.Shape[i + 2], lengths[i], factors?[i], mode == InterpolationMode.NearestExact);
                y = IndexSelect(y, i + 2, Tensor.From(places), zero: -1, skipped: -1);
            }

            return y.To(x.DataType);
        }

        // The last axis first: its sums have no neighbours to go together in vectors, and there are fewest of them now.
        return Widening.Apply(DataType.Float32, x, (lengths, factors, mode, alignCorners), static (wide, s) =>
        {
            for (int i = s.lengths.Length - 1; i >= 0; i--)
            {
                int length = wide.Shape[i + 2];
                AxisTaps taps = s.mode == InterpolationMode.Bicubic
                    ? InterpolationPlan.Cubic(length, s.lengths[i], s.factors?[i], s.alignCorners)
                    : InterpolationPlan.Linear(length, s.lengths[i], s.factors?[i], s.alignCorners);
                wide = Resample(wide, i + 2, taps);
            }

            return wide;
        });
    }

    /// <summary>A weighted sum along an axis for each position of the result.</summary>
    internal static Tensor Resample(Tensor x, int axis, AxisTaps taps)
    {
        Tensor source = x.Detach().Contiguous();
        int[] dimensions = x.Shape.Dimensions.ToArray();
        dimensions[axis] = taps.Outputs;
        Tensor y = Tensor.Empty(Shape.Adopt(dimensions), x.DataType);
        int inner = Shape.Count(dimensions.AsSpan(axis + 1));
        if (x.DataType == DataType.Float32)
        {
            AxisResampling.Run<float>(source.Span<float>(), inner, taps, y.Span<float>(), VectorWidth.Bits);
        }
        else
        {
            AxisResampling.Run<double>(source.Span<double>(), inner, taps, y.Span<double>(), VectorWidth.Bits);
        }

        GC.KeepAlive(source);
        GC.KeepAlive(y);
        return Tracks(x) ? y.By(new ResampleNode(x, axis, taps)) : y;
    }

    private static int ScaledLength(Tensor x, int length, double factor)
    {
        double scaled = Math.Floor(length * factor);
        return scaled <= int.MaxValue ? (int)scaled : throw new ArgumentException(
            FormattableString.Invariant($"Interpolate would give an axis of {x.Shape} {scaled:0} positions, more than a tensor holds; scale by less."),
            nameof(x));
    }

    private static void CheckInterpolation(Tensor x, PerAxis size, ScalePerAxis scaleFactor, InterpolationMode mode, bool alignCorners)
    {
        int axes = mode switch
        {
            InterpolationMode.Nearest or InterpolationMode.NearestExact => 0,
            InterpolationMode.Linear => 1,
            InterpolationMode.Bilinear or InterpolationMode.Bicubic => 2,
            InterpolationMode.Trilinear => 3,
            _ => throw new ArgumentOutOfRangeException(
                nameof(mode), mode, $"Interpolate expects a mode of InterpolationMode but got {mode}; choose one, such as Nearest."),
        };
        if (axes == 0 ? x.Rank is < 3 or > 5 : x.Rank != axes + 2)
        {
            throw new ArgumentException(
                $"Interpolate in the mode {mode} expects [batch, channels, ...] with {(axes == 0 ? "1 to 3 spatial axes" : axes == 1 ? "1 spatial axis"
                    : $"{axes} spatial axes")} but got {x.Shape}; reshape it, or use {Fitting(x.Rank)}.", nameof(x));
        }

        if (size.IsDefault == scaleFactor.IsDefault)
        {
            throw new ArgumentException(
                $"Interpolate expects either a size or a scaleFactor but got {(size.IsDefault ? "none" : "both")}; give one of them.", nameof(size));
        }

        if (axes == 0 && alignCorners)
        {
            throw new ArgumentException(
                $"Interpolate expects alignCorners for the linear and cubic modes alone but got it with {mode}; leave it out.", nameof(alignCorners));
        }

        if (axes > 0 && !x.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"Interpolate in the mode {mode} expects a floating-point type but got {x.DataType.Name()}; convert with To, or use " +
                $"{nameof(InterpolationMode.Nearest)}.", nameof(x));
        }

        static string Fitting(int rank) => rank switch
        {
            3 => nameof(InterpolationMode.Linear),
            4 => nameof(InterpolationMode.Bilinear),
            5 => nameof(InterpolationMode.Trilinear),
            _ => "axes of one element, by Unsqueeze",
        };
    }
}
