using System.Numerics;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Brings the tensors of an attention to where kernels can read them.</summary>
internal static unsafe class AttentionOperands
{
    /// <summary>A tensor in the given type whose last axis is contiguous; the elements themselves, without gradients.</summary>
    internal static Tensor Plain(Tensor x, DataType type)
    {
        Tensor plain = x.Detach().To(type);
        return plain.Rank > 0 && plain.Shape[-1] > 1 && plain.Strides[^1] != 1 ? plain.Contiguous() : plain;
    }

    /// <summary>An uninitialised tensor whose axes lie in memory in the order of another's, so that views back to that order need no copy.</summary>
    internal static Tensor Like(Tensor x, Shape shape, DataType type)
    {
        int rank = shape.Rank;
        int[] order = [.. Enumerable.Range(0, rank - 1).OrderByDescending(axis => x.Strides[axis]), rank - 1];
        if (x.Rank != rank || x.IsContiguous || x.Strides.Contains(0))
        {
            return Tensor.Empty(shape, type);
        }

        int[] dimensions = [.. order.Select(axis => shape[axis])];
        int[] back = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            back[order[i]] = i;
        }

        return F.Permute(Tensor.Empty(Shape.Adopt(dimensions), type), back);
    }

    /// <summary>The matrices in the last two axes.</summary>
    internal static AttentionOperand<T> Matrices<T>(Tensor x, TensorPins pins)
        where T : unmanaged
    {
        int rank = x.Rank;
        return new((T*)pins.Pin(x), Offsets(x.Shape.Dimensions[..(rank - 2)], x.Strides[..(rank - 2)]), x.Shape[-2] == 1 ? 0 : x.Strides[^2]);
    }

    /// <summary>A row of numbers.</summary>
    internal static AttentionOperand<T> Line<T>(Tensor x, TensorPins pins)
        where T : unmanaged => new((T*)pins.Pin(x), [0], 1);

    /// <summary>The problem of some arguments.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="queries">The queries, plain.</param>
    /// <param name="keys">The keys, plain.</param>
    /// <param name="values">The values, plain.</param>
    /// <param name="outputs">The outputs.</param>
    /// <param name="largest">The largest scores.</param>
    /// <param name="inverse">The reciprocals of sums.</param>
    /// <param name="pins">What holds the memory.</param>
    internal static AttentionProblem<T> Problem<T>(
        AttentionArguments arguments, Tensor queries, Tensor keys, Tensor values, Tensor outputs, Tensor largest, Tensor inverse, TensorPins pins)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        AttentionOptions options = arguments.Options;
        return new()
        {
            Heads = Shape.Create(arguments.ScoreAxes[..^2]).Length,
            Group = arguments.Group,
            L = arguments.L,
            S = arguments.S,
            Width = arguments.E,
            ValueWidth = arguments.ValueWidth,
            Queries = Matrices<T>(queries, pins),
            Keys = Matrices<T>(keys, pins),
            Values = Matrices<T>(values, pins),
            Outputs = Matrices<T>(outputs, pins),
            Largest = Line<T>(largest, pins),
            Inverse = Line<T>(inverse, pins),
            Masks = [
                .. arguments.Truths.Select(one => Truth<T>(arguments, one.Mask, one.Visible, pins)),
                .. arguments.Biases.Select(bias => Bias<T>(arguments, bias, pins)),
            ],
            CausalOffset = arguments.CausalOffset,
            Scale = arguments.Scale,
            Beta = options.Beta,
            Cap = options.SoftCap,
            Dropout = options.Dropout,
            Random = options.Random ?? default,
            RandomStart = options.RandomStart,
            VectorBits = VectorWidth.Bits,
        };
    }

    private static AttentionMaskPart<T> Truth<T>(AttentionArguments arguments, Tensor mask, bool visible, TensorPins pins)
        where T : unmanaged
    {
        int[] strides = Strides(mask, arguments.ScoreAxes);
        return new((byte*)pins.Pin(mask), null, visible, Offsets(arguments.ScoreAxes[..^2], strides), strides[^2], strides[^1]);
    }

    private static AttentionMaskPart<T> Bias<T>(AttentionArguments arguments, Tensor bias, TensorPins pins)
        where T : unmanaged
    {
        Tensor typed = bias.Detach().To(DataTypes.Of<T>());
        int[] strides = Strides(typed, arguments.ScoreAxes);
        return new(null, (T*)pins.Pin(typed), true, Offsets(arguments.ScoreAxes[..^2], strides), strides[^2], strides[^1]);
    }

    /// <summary>The strides of a mask along the scores' axes, 0 where it repeats.</summary>
    private static int[] Strides(Tensor mask, ReadOnlySpan<int> axes)
    {
        int[] strides = new int[axes.Length];
        for (int i = 1; i <= mask.Rank; i++)
        {
            strides[^i] = mask.Shape.Dimensions[^i] == 1 ? 0 : mask.Strides[^i];
        }

        return strides;
    }

    /// <summary>The places of matrices in row-major order of the axes before.</summary>
    private static int[] Offsets(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> strides)
    {
        int[] offsets = [0];
        for (int axis = 0; axis < dimensions.Length; axis++)
        {
            int length = dimensions[axis];
            int[] next = new int[offsets.Length * length];
            for (int i = 0; i < next.Length; i++)
            {
                next[i] = offsets[i / length] + (i % length * strides[axis]);
            }

            offsets = next;
        }

        return offsets;
    }
}
