using Hillock.Functional;

namespace Hillock.Tensors;

public sealed partial class Tensor
{
    /// <summary>Sets every element to a number, in place.</summary>
    /// <returns>The tensor itself.</returns>
    /// <exception cref="InvalidOperationException">The tensor requires a gradient, and gradients are being recorded.</exception>
    public Tensor Fill(double value)
    {
        BeginChange(nameof(Fill));
        Conversion.Fill(this, value);
        return this;
    }

    /// <summary>Copies another tensor's elements, broadcast and converted, into this one's memory.</summary>
    /// <returns>The tensor itself.</returns>
    /// <exception cref="ArgumentException">The other shape does not broadcast to this one.</exception>
    /// <exception cref="InvalidOperationException">The tensor requires a gradient, and gradients are being recorded.</exception>
    public Tensor CopyFrom(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        BeginChange(nameof(CopyFrom));
        Tensor values = F.Expand(source.Detach().To(DataType), Shape);
        if (values.Storage == Storage && Length > 0)
        {
            // A part of a tensor may overlap the part it is copied to.
            values = values.Clone();
        }

        Conversion.CopySameType(values, values.Strides, this);
        return this;
    }

    /// <summary>Adds <c>scale·other</c>, broadcast, in place; the multiplication and the addition are rounded together.</summary>
    /// <returns>The tensor itself.</returns>
    /// <exception cref="ArgumentException">The other shape does not broadcast to this one, or the tensor is not of a floating-point type.</exception>
    /// <exception cref="InvalidOperationException">The tensor requires a gradient, and gradients are being recorded.</exception>
    public Tensor AddInPlace(Tensor other, double scale = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        BeginChange(nameof(AddInPlace));
        Elementwise.InPlace(new ScaledAddFunction(scale), this, other.Detach());
        return this;
    }

    /// <summary>Multiplies by another tensor's elements, broadcast, in place.</summary>
    /// <returns>The tensor itself.</returns>
    /// <exception cref="ArgumentException">The other shape does not broadcast to this one, or the tensor is not of a floating-point type.</exception>
    /// <exception cref="InvalidOperationException">The tensor requires a gradient, and gradients are being recorded.</exception>
    public Tensor MultiplyInPlace(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        BeginChange(nameof(MultiplyInPlace));
        Elementwise.InPlace(default(MultiplyFunction), this, other.Detach());
        return this;
    }

    /// <summary>Multiplies by a number, in place.</summary>
    /// <returns>The tensor itself.</returns>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type.</exception>
    /// <exception cref="InvalidOperationException">The tensor requires a gradient, and gradients are being recorded.</exception>
    // 16-bit types are computed in float32: the factor is not to be rounded to them first.
    public Tensor MultiplyInPlace(double factor) => MultiplyInPlace(Scalar(factor, DataType == DataType.Float64 ? DataType.Float64 : DataType.Float32));
}
