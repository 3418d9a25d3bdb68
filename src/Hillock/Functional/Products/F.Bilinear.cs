using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>The bilinear map <c>y[…, k] = Σᵢⱼ x[…, i]·W[k, i, j]·z[…, j] + b[k]</c>.</summary>
    /// <param name="x">The first input, <c>[…, in1]</c>.</param>
    /// <param name="z">The second input, <c>[…, in2]</c>, with the same axes in front.</param>
    /// <param name="weight">The weight <c>W</c>, <c>[out, in1, in2]</c>.</param>
    /// <param name="bias">The bias <c>b</c>, <c>[out]</c>, or null for none.</param>
    /// <returns><c>[…, out]</c>.</returns>
    /// <remarks>
    /// Computed as one matrix product: of the products <c>x[i]·z[j]</c> with the weight, or where there are fewer outputs than elements of <c>z</c> of
    /// <c>z</c> with the weight, which <c>x</c> then weighs. 16-bit types are computed in float32. PyTorch's <c>bilinear</c>.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes or types do not fit.</exception>
    /// <example>
    /// <code>
    /// Tensor y = F.Bilinear(Tensor.From([1f, 2]), Tensor.From([3f, 4]), Tensor.From([1f, 0, 0, 1], [1, 2, 2]));
    /// Console.WriteLine(y); // float32 [1] [11]
    /// </code>
    /// </example>
    public static Tensor Bilinear(Tensor x, Tensor z, Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(z);
        ArgumentNullException.ThrowIfNull(weight);
        bool fits = weight.Rank == 3 && x.Rank > 0 && x.Rank == z.Rank && x.Shape[-1] == weight.Shape[1] && z.Shape[-1] == weight.Shape[2];
        if (!fits || !x.Shape.Dimensions[..^1].SequenceEqual(z.Shape.Dimensions[..^1]))
        {
            throw new ArgumentException(
                $"Bilinear expects x of [..., in1] and z of [..., in2] with the same axes in front, and a weight of [out, in1, in2], but got {x.Shape}, " +
                $"{z.Shape} and {weight.Shape}; expand or reshape them.", nameof(x));
        }

        if (bias is not null && !bias.Shape.Is([weight.Shape[0]]))
        {
            throw new ArgumentException($"Bilinear expects a bias of [{weight.Shape[0]}] but got {bias.Shape}.", nameof(bias));
        }

        if (x.DataType != z.DataType || x.DataType != weight.DataType || (bias is not null && bias.DataType != x.DataType) || !x.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"Bilinear expects one floating-point type but got {x.DataType.Name()}, {z.DataType.Name()}, {weight.DataType.Name()}" +
                $"{(bias is null ? "" : $" and {bias.DataType.Name()}")}; convert with To.", nameof(x));
        }

        DataType type = Widening.Wider(x.DataType, DataType.Float32);
        int outputs = weight.Shape[0], first = weight.Shape[1], second = weight.Shape[2], rows = x.Shape.Rows;
        Tensor xs = x.To(type).Reshape(rows, first), zs = z.To(type).Reshape(rows, second), w = weight.To(type);
        Tensor? b = bias?.To(type);
        Tensor y;
        if (outputs < second)
        {
            Tensor parts = Linear(zs, w.Reshape(outputs * first, second)).Reshape(rows, outputs, first);
            y = Sum(Multiply(parts, xs.Unsqueeze(1)), -1);
            y = b is null ? y : Add(y, b);
        }
        else
        {
            Tensor products = Multiply(xs.Unsqueeze(2), zs.Unsqueeze(1)).Reshape(rows, first * second);
            y = Linear(products, w.Reshape(outputs, first * second), b);
        }

        int[] dimensions = x.Shape.Dimensions.ToArray();
        dimensions[^1] = outputs;
        return Reshape(y, Shape.Adopt(dimensions)).To(x.DataType);
    }
}
