using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Tensors put one after the other along an axis; their other axes must agree.</summary>
    /// <param name="tensors">The parts, at least one.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <exception cref="ArgumentException">There is no part, shapes differ in another axis, or the result has more elements than a tensor holds.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.Concat([Tensor.From([1f, 2]), Tensor.From([3f])])); // float32 [3] [1, 2, 3]
    /// </code>
    /// </example>
    public static Tensor Concat(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0)
        {
            throw new ArgumentException("Concat expects at least one tensor but got none.", nameof(tensors));
        }

        RefuseNull(tensors, nameof(Concat));

        Shape first = tensors[0].Shape;
        if (first.Rank == 0)
        {
            throw new ArgumentException("Concat expects tensors of one or more axes but got a single number; use Stack.", nameof(tensors));
        }

        axis = first.Axis(axis);
        DataType type = tensors[0].DataType;
        int[] dimensions = first.Dimensions.ToArray();
        long joined = dimensions[axis];
        for (int i = 1; i < tensors.Count; i++)
        {
            Shape shape = tensors[i].Shape;
            bool fits = shape.Rank == first.Rank;
            for (int j = 0; fits && j < first.Rank; j++)
            {
                fits = j == axis || shape[j] == first[j];
            }

            if (!fits)
            {
                throw new ArgumentException(
                    $"Concat along axis {axis} expects shapes that agree in the other axes but tensor 0 has {first} and tensor {i} has {shape}.",
                    nameof(tensors));
            }

            type = DataTypes.Promote(type, tensors[i].DataType);
            joined += shape[axis];
        }

        dimensions[axis] = JoinedLength(joined, axis, nameof(Concat));

        Tensor[] parts = new Tensor[tensors.Count];
        bool tracked = false;
        Tensor y = Tensor.Empty(Shape.Adopt(dimensions), type);
        int start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = tensors[i].To(type);
            tracked |= Tracks(parts[i]);
            int length = parts[i].Shape[axis];
            Conversion.CopySameType(parts[i], parts[i].Strides, Slice(y, axis, start, length, 1));
            start += length;
        }

        return tracked ? y.By(new ConcatNode(parts, axis)) : y;
    }

    /// <summary>Tensors of one shape put together along a new axis.</summary>
    /// <param name="tensors">The parts, at least one.</param>
    /// <param name="axis">Where the new axis comes; −1 for the end.</param>
    /// <exception cref="ArgumentException">There is no part, or shapes differ.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(F.Stack([Tensor.From([1f, 2]), Tensor.From([3f, 4])]).Shape); // [2, 2]
    /// </code>
    /// </example>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0)
        {
            throw new ArgumentException("Stack expects at least one tensor but got none.", nameof(tensors));
        }

        RefuseNull(tensors, nameof(Stack));

        Shape first = tensors[0].Shape;
        Tensor[] parts = new Tensor[tensors.Count];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!tensors[i].Shape.Equals(first))
            {
                throw new ArgumentException(
                    $"Stack expects tensors of one shape but tensor 0 has {first} and tensor {i} has {tensors[i].Shape}.", nameof(tensors));
            }

            parts[i] = tensors[i].Unsqueeze(axis);
        }

        return Concat(parts, axis < 0 ? axis + first.Rank + 1 : axis);
    }

    /// <summary>A tensor with values put around it.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="before">How many positions to put before the first of an axis; 0 or more.</param>
    /// <param name="after">How many to put after the last; 0 or more.</param>
    /// <param name="axis">The axis; negatives count from the last.</param>
    /// <param name="value">What to put there; a whole number around whole numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or there is no such axis.</exception>
    /// <exception cref="ArgumentException">The result has more elements than a tensor holds, or the value is none of the tensor's type.</exception>
    public static Tensor Pad(Tensor x, int before, int after, int axis = -1, double value = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        axis = x.Shape.Axis(axis);
        if (!x.DataType.IsFloatingPoint() && !double.IsInteger(value))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"Pad expects a whole number to put around {x.DataType.Name()} but got {value}; convert the tensor with To."),
                nameof(value));
        }

        int[] dimensions = x.Shape.Dimensions.ToArray();
        dimensions[axis] = JoinedLength((long)before + dimensions[axis] + after, axis, nameof(Pad));
        Tensor y = Tensor.Full(Shape.Adopt(dimensions), value, x.DataType);
        Conversion.CopySameType(x, x.Strides, Slice(y, axis, before, x.Shape[axis], 1));
        return Tracks(x) ? y.By(new UnsliceNode(x, axis, before, 1)) : y;
    }

    private static void RefuseNull(IReadOnlyList<Tensor> tensors, string name)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            if (tensors[i] is null)
            {
                throw new ArgumentException($"{name} expects tensors but tensor {i} is null.", nameof(tensors));
            }
        }
    }

    private static int JoinedLength(long length, int axis, string name) => length <= int.MaxValue ? (int)length : throw new ArgumentException(
        $"{name} would give axis {axis} {length} positions but a tensor holds at most {int.MaxValue} elements; work on parts.");
}
