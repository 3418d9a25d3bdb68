using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hillock.Tensors;

/// <summary>The lengths of a tensor's axes, written <c>[64, 784]</c>; <c>[]</c> is the shape of a single number.</summary>
/// <remarks>
/// Immutable, and equal to every shape with the same lengths. A collection expression makes one: <c>Shape s = [64, 784];</c>, so does an array or a span of
/// lengths; a shape is a span of lengths where one is expected, and falls into its parts: <c>(int rows, int columns) = x.Shape;</c>. A pattern looks at
/// the lengths: <c>x.Shape.Dimensions is [var rows, 784]</c>.
/// </remarks>
[CollectionBuilder(typeof(Shape), nameof(Create))]
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Shape : IEquatable<Shape>
{
    /// <summary>The shape of a single number: no axes, one element.</summary>
    public static readonly Shape Scalar = new([], 1);

    private readonly int[] _dimensions;
    private int[]? _strides;

    private Shape(int[] dimensions, int length)
    {
        _dimensions = dimensions;
        Length = length;
    }

    /// <summary>The number of axes.</summary>
    public int Rank => _dimensions.Length;

    /// <summary>The number of elements: the product of the lengths.</summary>
    public int Length { get; }

    /// <summary>The number of rows, also of rows without elements: the product of all lengths but the last, as of <see cref="Count"/>.</summary>
    internal int Rows => Length > 0 ? Length / _dimensions[^1] : Count(Dimensions[..^1]);

    /// <summary>The lengths of the axes.</summary>
    public ReadOnlySpan<int> Dimensions => _dimensions;

    /// <summary>How far apart neighbours along each axis lie in row-major memory, in elements.</summary>
    public ReadOnlySpan<int> Strides => _strides ??= RowMajorStrides(_dimensions);

    /// <summary>The length of an axis; negative axes count from the last, −1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[int axis] => _dimensions[Axis(axis)];

    /// <summary>The length of an axis; <c>^1</c> is the last.</summary>
    /// <remarks>Without it <c>^1</c> would count from <see cref="Length"/>, the number of elements.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int this[Index axis] => axis.GetOffset(Rank) is int at and >= 0 ? this[at] : throw NoAxis(-axis.Value);

    /// <summary>Where an element stands, as one would index it: <c>[2, 0]</c>.</summary>
    internal string PlaceOf(int index)
    {
        int[] place = new int[Rank];
        for (int i = Rank - 1; i >= 0; i--)
        {
            place[i] = index % _dimensions[i];
            index /= _dimensions[i];
        }

        return $"[{string.Join(", ", place)}]";
    }

    /// <summary>Makes a shape of the lengths.</summary>
    /// <exception cref="ArgumentException">A length is negative, or there are more than 2³¹ − 1 elements.</exception>
    public static Shape Create(ReadOnlySpan<int> dimensions)
    {
        if (dimensions.IsEmpty)
        {
            return Scalar;
        }

        return Adopt(dimensions.ToArray());
    }

    /// <summary>The shape of one axis.</summary>
    public static implicit operator Shape(int length) => Create([length]);

    /// <summary>The shape with these lengths.</summary>
    public static implicit operator Shape(int[] dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        return Create(dimensions);
    }

    /// <summary>The shape with these lengths.</summary>
    public static implicit operator Shape(ReadOnlySpan<int> dimensions) => Create(dimensions);

    /// <summary>The lengths of the axes.</summary>
    public static implicit operator ReadOnlySpan<int>(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape._dimensions;
    }

    /// <summary>Whether both have the same lengths.</summary>
    public static bool operator ==(Shape? left, Shape? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they have different lengths.</summary>
    public static bool operator !=(Shape? left, Shape? right) => !(left == right);

    /// <summary>The lengths of two axes.</summary>
    /// <exception cref="InvalidOperationException">There are more or fewer axes.</exception>
    public void Deconstruct(out int first, out int second)
    {
        RequireRank(2);
        (first, second) = (_dimensions[0], _dimensions[1]);
    }

    /// <summary>The lengths of three axes.</summary>
    /// <exception cref="InvalidOperationException">There are more or fewer axes.</exception>
    public void Deconstruct(out int first, out int second, out int third)
    {
        RequireRank(3);
        (first, second, third) = (_dimensions[0], _dimensions[1], _dimensions[2]);
    }

    /// <summary>The lengths of four axes.</summary>
    /// <exception cref="InvalidOperationException">There are more or fewer axes.</exception>
    public void Deconstruct(out int first, out int second, out int third, out int fourth)
    {
        RequireRank(4);
        (first, second, third, fourth) = (_dimensions[0], _dimensions[1], _dimensions[2], _dimensions[3]);
    }

    /// <summary>A copy of the lengths.</summary>
    public int[] ToArray() => [.. _dimensions];

    /// <summary>Resolves an axis that may count from the end.</summary>
    /// <returns>The axis from 0 on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Axis(int axis)
    {
        int resolved = axis < 0 ? axis + _dimensions.Length : axis;
        if ((uint)resolved >= (uint)_dimensions.Length)
        {
            ThrowNoAxis(axis);
        }

        return resolved;
    }

    /// <summary>The shape that two shapes broadcast to: aligned at the last axis, lengths 1 repeated.</summary>
    /// <exception cref="ArgumentException">Two lengths differ and neither is 1.</exception>
    public static Shape Broadcast(Shape a, Shape b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (ReferenceEquals(a, b) || a.Equals(b) || b.Rank == 0)
        {
            return a;
        }

        if (a.Rank == 0)
        {
            return b;
        }

        int[] result = new int[Math.Max(a.Rank, b.Rank)];
        for (int i = 1; i <= result.Length; i++)
        {
            int m = i <= a.Rank ? a._dimensions[^i] : 1;
            int n = i <= b.Rank ? b._dimensions[^i] : 1;
            if (m != n && m != 1 && n != 1)
            {
                throw new ArgumentException(
                    $"The shapes {a} and {b} do not broadcast: axis {-i} has {m} elements in one and {n} in the other, and neither is 1.");
            }

            result[^i] = m == 1 ? n : m;
        }

        return a.Is(result) ? a : b.Is(result) ? b : Adopt(result);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => ReferenceEquals(this, other) || (other is not null && Is(other._dimensions));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default(HashCode);
        foreach (int dimension in _dimensions)
        {
            hash.Add(dimension);
        }

        return hash.ToHashCode();
    }

    /// <summary>The lengths in brackets: <c>[64, 784]</c>.</summary>
    public override string ToString() => Format(_dimensions);

    /// <summary>Enumerates the lengths.</summary>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => Dimensions.GetEnumerator();

    internal static Shape Adopt(int[] dimensions)
    {
        foreach (int dimension in dimensions)
        {
            if (dimension < 0)
            {
                throw new ArgumentException($"Shape expects lengths of 0 or more but got {Format(dimensions)}.");
            }
        }

        return TryCount(dimensions, out int length)
            ? new(dimensions, length)
            : throw new ArgumentException($"Shape {Format(dimensions)} has more than {int.MaxValue} elements, the most a tensor holds; split it.");
    }

    /// <summary>The product of lengths; <see cref="int.MaxValue"/> where it is larger, which only some axes of a tensor without elements can be.</summary>
    internal static int Count(ReadOnlySpan<int> lengths) => TryCount(lengths, out int count) ? count : int.MaxValue;

    /// <summary>The product of two lengths, as of <see cref="Count"/>.</summary>
    internal static int Times(int first, int second) => (int)Math.Min(int.MaxValue, (long)first * second);

    /// <summary>The product of lengths, if it is at most 2³¹ − 1.</summary>
    internal static bool TryCount(ReadOnlySpan<int> lengths, out int count)
    {
        long product = 1;
        bool fits = true;
        foreach (int length in lengths)
        {
            product *= length;
            if (product > int.MaxValue)
            {
                // Unless one of the others is 0.
                (product, fits) = (1, false);
            }
        }

        fits |= product == 0;
        count = (int)product;
        return fits;
    }

    internal static string Format(ReadOnlySpan<int> dimensions)
    {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < dimensions.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(dimensions[i]);
        }

        return text.Append(']').ToString();
    }

    internal bool Is(ReadOnlySpan<int> dimensions) => dimensions.SequenceEqual(_dimensions);

    private static int[] RowMajorStrides(int[] dimensions)
    {
        int[] strides = new int[dimensions.Length];
        int stride = 1;
        for (int i = dimensions.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride = Times(stride, Math.Max(dimensions[i], 1));
        }

        return strides;
    }

    private void RequireRank(int rank)
    {
        if (Rank != rank)
        {
            throw new InvalidOperationException($"The shape {this} has {Rank} axes and does not fall into {rank} lengths; look at Dimensions.");
        }
    }

    private void ThrowNoAxis(int axis) => throw NoAxis(axis);

    private ArgumentOutOfRangeException NoAxis(int axis) => new(
        nameof(axis), axis,
        $"Axis {axis} does not exist in the shape {this}; {(Rank == 0 ? "a single number has no axes" : $"axes run from {-Rank} to {Rank - 1}")}.");
}
