using System.Runtime.CompilerServices;
using Hillock.Functional;

namespace Hillock.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// The part at the given positions: <c>x[0]</c>, <c>x[.., 1]</c>, <c>x[1..3, ^1]</c>. A position drops its axis, a range keeps it, axes not named
    /// are kept whole.
    /// </summary>
    /// <param name="indices">One index for each axis, from the first on; see <see cref="TensorIndex"/>.</param>
    /// <value>
    /// A view of the same memory. Setting copies the elements of the value, broadcast and converted, into the tensor in place;
    /// that records no gradient, so the tensor may not require one.
    /// </value>
    /// <exception cref="ArgumentException">There are more indices than axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position or range is outside of its axis.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.Arange(6).Reshape(2, 3);
    /// Console.WriteLine(x[0]); // int64 [3] [0, 1, 2]
    /// Console.WriteLine(x[.., 1]); // int64 [2] [1, 4]
    /// Console.WriteLine(x[^1, 1..]); // int64 [2] [4, 5]
    /// </code>
    /// </example>
    [IndexerName("At")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get => Part(indices);

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            RefuseRecorded("Setting elements");
            Part(indices).CopyFrom(value);
        }
    }

    private Tensor Part(ReadOnlySpan<TensorIndex> indices)
    {
        int named = 0;
        int ellipses = 0;
        foreach (TensorIndex index in indices)
        {
            named += index.Kind is TensorIndex.Kinds.Position or TensorIndex.Kinds.Range ? 1 : 0;
            ellipses += index.Kind == TensorIndex.Kinds.Ellipsis ? 1 : 0;
        }

        if (named > Rank || ellipses > 1)
        {
            throw new ArgumentException(ellipses > 1
                ? "An index holds at most one Ellipsis."
                : $"A tensor of shape {Shape} takes up to {Rank} indices but got {named}.", nameof(indices));
        }

        Tensor view = this;
        int axis = 0;
        foreach (TensorIndex index in indices)
        {
            switch (index.Kind)
            {
                case TensorIndex.Kinds.NewAxis:
                    view = view.Unsqueeze(axis++);
                    break;
                case TensorIndex.Kinds.Ellipsis:
                    axis += Rank - named;
                    break;
                case TensorIndex.Kinds.Position:
                    int length = view.Shape[axis];
                    int position = index.Index.GetOffset(length);
                    if ((uint)position >= (uint)length)
                    {
                        throw new ArgumentOutOfRangeException(
                            nameof(indices), $"Index {index.Index} is outside axis {axis} of {length} elements in the shape {view.Shape}.");
                    }

                    view = view.Select(axis, position);
                    break;
                default:
                    view = view.Range(axis++, index.Range);
                    break;
            }
        }

        return view;
    }

    private Tensor Range(int axis, Range range)
    {
        int length = Shape[axis];
        int start = range.Start.GetOffset(length);
        int end = range.End.GetOffset(length);
        if (start < 0 || end > length || start > end)
        {
            throw new ArgumentOutOfRangeException(nameof(range), $"The range {range} is outside axis {axis} of {length} elements in the shape {Shape}.");
        }

        return start == 0 && end == length ? this : F.Slice(this, axis, start, end - start, 1);
    }
}
