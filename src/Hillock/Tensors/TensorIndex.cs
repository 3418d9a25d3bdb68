namespace Hillock.Tensors;

/// <summary>What stands between the commas of <c>x[...]</c>: a position, a range, a new axis, or everything in between.</summary>
/// <remarks>Positions and ranges convert to it: <c>x[0, ^1, 1..3, ..]</c>.</remarks>
public readonly struct TensorIndex : IEquatable<TensorIndex>
{
    private TensorIndex(Kinds kind, Index index, Range range)
    {
        Kind = kind;
        Index = index;
        Range = range;
    }

    internal enum Kinds
    {
        Position,
        Range,
        NewAxis,
        Ellipsis,
    }

    /// <summary>Puts in an axis of one element.</summary>
    public static TensorIndex NewAxis => new(Kinds.NewAxis, default, default);

    /// <summary>Stands for as many whole axes as are not named.</summary>
    public static TensorIndex Ellipsis => new(Kinds.Ellipsis, default, default);

    internal Kinds Kind { get; }

    internal Index Index { get; }

    internal Range Range { get; }

    /// <summary>A position; negatives count from the end, −1 being the last.</summary>
    public static implicit operator TensorIndex(int position) =>
        new(Kinds.Position, position < 0 ? new Index(-position, fromEnd: true) : position, default);

    /// <summary>A position, such as <c>^1</c>.</summary>
    public static implicit operator TensorIndex(Index position) => new(Kinds.Position, position, default);

    /// <summary>A range of positions, such as <c>1..</c> or <c>..^1</c>.</summary>
    public static implicit operator TensorIndex(Range range) => new(Kinds.Range, default, range);

    /// <summary>Whether both mean the same.</summary>
    public static bool operator ==(TensorIndex left, TensorIndex right) => left.Equals(right);

    /// <summary>Whether they mean different things.</summary>
    public static bool operator !=(TensorIndex left, TensorIndex right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TensorIndex other) => Kind == other.Kind && Index.Equals(other.Index) && Range.Equals(other.Range);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorIndex other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Index, Range);
}
