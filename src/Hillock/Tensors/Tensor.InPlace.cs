using Hillock.Functional;
using Hillock.Numbers.Functions;

namespace Hillock.Tensors;

public sealed partial class Tensor
{
    /// <summary>Sets every element to a number, in place.</summary>
    /// <returns>The tensor itself.</returns>
    /// <exception cref="InvalidOperationException">The tensor requires a gradient, and gradients are being recorded.</exception>
    public Tensor Fill(double value)
    {
        RefuseRecorded(nameof(Fill));
        Storage.Memory(out _);
        Storage.Version++;
        Conversion.Fill(this, value);
        return this;
    }

    /// <summary>Copies another tensor's elements, broadcast and converted, into this one's memory.</summary>
    /// <remarks>Numbers are copied: a gradient does not flow from this tensor to <paramref name="source"/>, as it does in PyTorch.</remarks>
    /// <returns>The tensor itself.</returns>
    /// <exception cref="ArgumentException">The other shape does not broadcast to this one.</exception>
    /// <exception cref="InvalidOperationException">The tensor requires a gradient, and gradients are being recorded; or it is an expanded view.</exception>
    public Tensor CopyFrom(Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        RefuseRepeated(nameof(CopyFrom));
        RefuseRecorded(nameof(CopyFrom));
        Tensor values = Operand(F.Expand(source.Detach().To(DataType), Shape));
        Storage.Version++;
        Conversion.CopySameType(values, values.Strides, this);
        return this;
    }

    /// <summary>Adds <c>scale·other</c>, broadcast, in place; the multiplication and the addition are rounded together.</summary>
    /// <remarks>
    /// <paramref name="other"/> may be a view of the same memory: it counts as it was before the change. It counts as numbers: a gradient does not flow to it
    /// from this tensor, as it does in PyTorch; the operators record one.
    /// </remarks>
    /// <returns>The tensor itself.</returns>
    /// <exception cref="ArgumentException">The other shape does not broadcast to this one, or the tensor is not of a floating-point type.</exception>
    /// <exception cref="InvalidOperationException">The tensor requires a gradient, and gradients are being recorded; or it is an expanded view.</exception>
    public Tensor AddInPlace(Tensor other, double scale = 1)
    {
        ArgumentNullException.ThrowIfNull(other);
        RefuseRepeated(nameof(AddInPlace));
        RefuseRecorded(nameof(AddInPlace));
        Elementwise.InPlace(new ScaledAddFunction(scale), this, Operand(other.Detach()));
        return this;
    }

    /// <summary>Adds a number, in place.</summary>
    /// <returns>The tensor itself.</returns>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type.</exception>
    /// <exception cref="InvalidOperationException">The tensor requires a gradient, and gradients are being recorded; or it is an expanded view.</exception>
    // 16-bit types are computed in float32: the number is not to be rounded to them first.
    public Tensor AddInPlace(double value) => AddInPlace(Scalar(value, DataType == DataType.Float64 ? DataType.Float64 : DataType.Float32));

    /// <summary>Multiplies by another tensor's elements, broadcast, in place.</summary>
    /// <remarks>
    /// <paramref name="other"/> may be a view of the same memory: it counts as it was before the change. It counts as numbers: a gradient does not flow to it
    /// from this tensor, as it does in PyTorch; the operators record one.
    /// </remarks>
    /// <returns>The tensor itself.</returns>
    /// <exception cref="ArgumentException">The other shape does not broadcast to this one, or the tensor is not of a floating-point type.</exception>
    /// <exception cref="InvalidOperationException">The tensor requires a gradient, and gradients are being recorded; or it is an expanded view.</exception>
    public Tensor MultiplyInPlace(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RefuseRepeated(nameof(MultiplyInPlace));
        RefuseRecorded(nameof(MultiplyInPlace));
        Elementwise.InPlace(default(MultiplyFunction), this, Operand(other.Detach()));
        return this;
    }

    /// <summary>Multiplies by a number, in place.</summary>
    /// <returns>The tensor itself.</returns>
    /// <exception cref="ArgumentException">The tensor is not of a floating-point type.</exception>
    /// <exception cref="InvalidOperationException">The tensor requires a gradient, and gradients are being recorded.</exception>
    // 16-bit types are computed in float32: the factor is not to be rounded to them first.
    public Tensor MultiplyInPlace(double factor) => MultiplyInPlace(Scalar(factor, DataType == DataType.Float64 ? DataType.Float64 : DataType.Float32));

    /// <summary>
    /// What a change in place reads, as it was before the change: a copy where it shares memory with this tensor other than element by element.
    /// </summary>
    /// <exception cref="InvalidOperationException">The memory of one of them has been released.</exception>
    private Tensor Operand(Tensor other)
    {
        bool sameElements = other.Offset == Offset && other.Shape.Equals(Shape) && other.Strides.SequenceEqual(Strides);
        return !SharesMemory(other) || sameElements ? other : other.Clone();
    }

    /// <summary>Whether the memory from the first to the last element of both tensors overlaps.</summary>
    private bool SharesMemory(Tensor other)
    {
        // Two tensors over one array of the user's have storages of their own, so the arrays decide.
        if (!ReferenceEquals(Storage.Memory(out _), other.Storage.Memory(out _)) || Length == 0 || other.Length == 0)
        {
            return false;
        }

        return Offset <= other.LastOffset && other.Offset <= LastOffset;
    }

    /// <exception cref="InvalidOperationException">The tensor is an expanded view.</exception>
    internal void RefuseRepeated(string operation)
    {
        if (RepeatedAxis is int i and >= 0)
        {
            throw new InvalidOperationException(
                $"{operation} would write the {Shape.Dimensions[i]} elements along axis {i} of the shape {Shape} to one place in memory, as the tensor " +
                "is expanded along it; Clone it first.");
        }
    }

    /// <summary>The first axis along which all elements lie in one place, as those of an expanded view do; −1 for none.</summary>
    internal int RepeatedAxis
    {
        get
        {
            for (int i = 0; i < Rank; i++)
            {
                if (Strides[i] == 0 && Shape.Dimensions[i] > 1 && Length > 0)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
