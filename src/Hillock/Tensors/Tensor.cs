using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Hillock.Tensors;

/// <summary>
/// An array of numbers of any number of axes, which can record how it was computed so that gradients flow back through it.
/// </summary>
/// <remarks>
/// Views (<see cref="Reshape(ReadOnlySpan{int})"/>, <see cref="Transpose"/>, <see cref="Slice"/> ...) share memory with their source. There is
/// nothing to dispose; see <see cref="TensorPool"/>. A tensor may be read from many threads, and changed from one.
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
public sealed partial class Tensor
{
    internal readonly Storage Storage;
    internal readonly int Offset;

    // Null where the elements lie in row-major order without gaps.
    private readonly int[]? _strides;

    internal Tensor(Storage storage, Shape shape, int[]? strides = null, int offset = 0)
    {
        Storage = storage;
        Shape = shape;
        _strides = strides;
        Offset = offset;
    }

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The kind of number that the elements are.</summary>
    public DataType DataType => Storage.DataType;

    /// <summary>The number of axes; 0 for a single number.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements.</summary>
    public int Length => Shape.Length;

    /// <summary>How far apart neighbours along each axis lie in memory, in elements.</summary>
    public ReadOnlySpan<int> Strides => _strides ?? Shape.Strides;

    /// <summary>Whether the elements lie in row-major order without gaps, as <see cref="AsSpan{T}"/> needs.</summary>
    public bool IsContiguous => _strides is null;

    /// <summary>Whether the memory has been handed back by <see cref="Release"/> or <see cref="TensorPool.Tidy(Action)"/>.</summary>
    public bool IsReleased => Storage.IsReleased;

    /// <summary>The elements of a contiguous tensor, to read and write.</summary>
    /// <remarks>
    /// Counts as a change in place, at the time of the call: a backward pass that needs the old values refuses, but does not notice what is written later
    /// through a span taken before. Writing does not record gradients. <see cref="AsReadOnlySpan{T}"/> is for reading.
    /// </remarks>
    /// <typeparam name="T">The element type that <see cref="DataType"/> stores.</typeparam>
    /// <exception cref="ArgumentException">The tensor stores another type.</exception>
    /// <exception cref="InvalidOperationException">The tensor is not contiguous, or its memory has been released.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        Span<T> span = Span<T>();
        Storage.Expose();
        Storage.Version++;
        return span;
    }

    /// <summary>The elements of a contiguous tensor.</summary>
    /// <typeparam name="T">The element type that <see cref="DataType"/> stores.</typeparam>
    /// <exception cref="ArgumentException">The tensor stores another type.</exception>
    /// <exception cref="InvalidOperationException">The tensor is not contiguous, or its memory has been released.</exception>
    public ReadOnlySpan<T> AsReadOnlySpan<T>()
        where T : unmanaged
    {
        ReadOnlySpan<T> span = Span<T>();
        Storage.Expose();
        return span;
    }

    /// <summary>The tensor's memory as .NET's own tensor type, strides included, to read and write; see <see cref="AsSpan{T}"/>.</summary>
    /// <typeparam name="T">The element type that <see cref="DataType"/> stores.</typeparam>
    /// <exception cref="ArgumentException">The tensor stores another type.</exception>
    public TensorSpan<T> AsTensorSpan<T>()
        where T : unmanaged
    {
        TensorSpan<T> span = new TensorSpan<T>(Reach<T>(), Widen(Shape.Dimensions), WidenStrides());
        Storage.Expose();
        Storage.Version++;
        return span;
    }

    /// <summary>The tensor's memory as .NET's own tensor type, strides included.</summary>
    /// <typeparam name="T">The element type that <see cref="DataType"/> stores.</typeparam>
    /// <exception cref="ArgumentException">The tensor stores another type.</exception>
    public ReadOnlyTensorSpan<T> AsReadOnlyTensorSpan<T>()
        where T : unmanaged
    {
        ReadOnlySpan<T> memory = Reach<T>();
        Storage.Expose();
        return new ReadOnlyTensorSpan<T>(memory, Widen(Shape.Dimensions), WidenStrides());
    }

    /// <summary>A copy of the elements in row-major order.</summary>
    /// <typeparam name="T">The element type; a tensor of another type is converted as <see cref="To"/> does.</typeparam>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        Tensor source = Detach().To(DataTypes.Of<T>()).Contiguous();
        T[] array = source.Span<T>().ToArray();
        GC.KeepAlive(source);
        return array;
    }

    /// <summary>The one element of a tensor that has one.</summary>
    /// <typeparam name="T">The element type; another type is converted as <see cref="To"/> does.</typeparam>
    /// <exception cref="InvalidOperationException">There is not exactly one element.</exception>
    public T Item<T>()
        where T : unmanaged
    {
        if (Length != 1)
        {
            throw new InvalidOperationException($"Item expects a tensor of one element but this one has the shape {Shape}; index it first, or use ToArray.");
        }

        if (DataTypes.Of<T>() != DataType)
        {
            return Detach().To(DataTypes.Of<T>()).Item<T>();
        }

        T value = Storage.Span<T>(Offset, 1)[0];
        GC.KeepAlive(this);
        return value;
    }

    /// <summary>
    /// Hands the memory back to the pool at once, for loops that cannot wait for the garbage collector. Views share the memory
    /// and lose it too; using any of them afterwards throws. Never needed for correctness.
    /// </summary>
    public void Release() => Storage.Release();

    /// <summary>The elements; the tensor must be contiguous and be kept alive while the span is in use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> Span<T>()
        where T : unmanaged
    {
        if (_strides is not null || DataTypes.Of<T>() != DataType)
        {
            ThrowNotThisSpan<T>();
        }

        return Storage.Span<T>(Offset, Shape.Length);
    }

    /// <summary>The offset of the last element that the strides reach; there must be one.</summary>
    internal int LastOffset
    {
        get
        {
            int last = Offset;
            ReadOnlySpan<int> strides = Strides;
            for (int i = 0; i < strides.Length; i++)
            {
                last += (Shape.Dimensions[i] - 1) * strides[i];
            }

            return last;
        }
    }

    /// <summary>The memory from the first element to the last one that the strides reach.</summary>
    internal Span<T> Reach<T>()
        where T : unmanaged
    {
        if (DataTypes.Of<T>() != DataType)
        {
            ThrowNotThisSpan<T>();
        }

        return ReachUnchecked<T>();
    }

    /// <summary>As <see cref="Reach{T}"/>, for copying elements of any type of the same size.</summary>
    internal Span<T> ReachUnchecked<T>()
        where T : unmanaged =>
        Length == 0 ? Storage.Span<T>(0, 0) : Storage.Span<T>(Offset, LastOffset - Offset + 1);

    private void ThrowNotThisSpan<T>()
        where T : unmanaged
    {
        DataType asked = DataTypes.Of<T>();
        if (asked != DataType)
        {
            throw new ArgumentException($"The tensor stores {DataType.Name()} but {asked.Name()} was asked for; use To(DataType.{asked}) to convert it.");
        }

        throw new InvalidOperationException(
            $"A span needs contiguous elements but the tensor of shape {Shape} has the strides {Shape.Format(Strides)}; call Contiguous() first.");
    }

    private static nint[] Widen(ReadOnlySpan<int> values)
    {
        nint[] wide = new nint[values.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }

        return wide;
    }

    private nint[] WidenStrides()
    {
        // .NET's tensors expect a stride of 0 for an axis of one element.
        nint[] strides = Widen(Strides);
        for (int i = 0; i < strides.Length; i++)
        {
            strides[i] = Shape.Dimensions[i] <= 1 ? 0 : strides[i];
        }

        return strides;
    }
}
