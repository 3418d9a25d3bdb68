using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The affine map <c>x·Wᵀ + b</c> of the last axis.</summary>
    /// <param name="x">The input, <c>[..., inFeatures]</c>.</param>
    /// <param name="weight">The weight, <c>[outFeatures, inFeatures]</c>.</param>
    /// <param name="bias">The bias, <c>[outFeatures]</c>, or null for none.</param>
    /// <returns><c>[..., outFeatures]</c>; each element is one chain of fused multiply-adds that starts from the bias.</returns>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    /// <example>
    /// <code>
    /// Tensor weight = Tensor.From([1f, 0, 0, 2], [2, 2]), bias = Tensor.From([10f, 20]);
    /// Console.WriteLine(F.Linear(Tensor.From([3f, 4]), weight, bias)); // float32 [2] [13, 28]
    /// </code>
    /// </example>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2 || x.Rank == 0 || x.Shape[-1] != weight.Shape[1])
        {
            throw new ArgumentException(
                $"Linear expects x of [..., {(weight.Rank == 2 ? weight.Shape[1] : "inFeatures")}] and a weight of [outFeatures, inFeatures] but got " +
                $"{x.Shape} and {weight.Shape}; reshape x so that its last axis holds the features.", nameof(x));
        }

        if (bias is not null && (bias.Rank != 1 || bias.Length != weight.Shape[0]))
        {
            throw new ArgumentException($"Linear expects a bias of [{weight.Shape[0]}] but got {bias.Shape}.", nameof(bias));
        }

        if (x.DataType != weight.DataType || (bias is not null && bias.DataType != x.DataType) || !x.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"Linear expects one floating-point type but got {x.DataType.Name()}, " +
                $"{weight.DataType.Name()}{(bias is null ? "" : $" and {bias.DataType.Name()}")}; convert with To.", nameof(x));
        }

        if (x.Rank != 2)
        {
            int[] dimensions = x.Shape.Dimensions.ToArray();
            dimensions[^1] = weight.Shape[0];
            Shape shape = Shape.Adopt(dimensions);
            return Reshape(Linear(x.Reshape(x.Shape.Rows, x.Shape[-1]), weight, bias), shape);
        }

        Tensor y = Affine(x, weight, bias);
        bool tracks = Tracks(x, weight) || (bias is not null && Tracks(bias));
        return tracks ? y.By(new LinearNode(x, weight, bias)) : y;
    }

    private static Tensor Affine(Tensor x, Tensor weight, Tensor? bias)
    {
        if (x.DataType is DataType.Float16 or DataType.BFloat16)
        {
            return Affine(Elementwise.Widened(x), Elementwise.Widened(weight), bias is null ? null : Elementwise.Widened(bias)).To(x.DataType);
        }

        Tensor y = Tensor.Empty([x.Shape[0], weight.Shape[0]], x.DataType);
        if (bias is not null)
        {
            Tensor rows = Expand(bias.Detach(), y.Shape);
            Conversion.CopySameType(rows, rows.Strides, y);
        }

        if (x.DataType == DataType.Float32)
        {
            AffineInto<float>(x, weight, y, bias is not null);
        }
        else
        {
            AffineInto<double>(x, weight, y, bias is not null);
        }

        return y;
    }

    private static void AffineInto<T>(Tensor x, Tensor weight, Tensor y, bool accumulate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixProduct<T>(x.Reach<T>(), Layout(x), weight.Reach<T>(), Layout(weight).Transposed, y.Span<T>(), Layout(y), accumulate);
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        GC.KeepAlive(y);
    }
}
