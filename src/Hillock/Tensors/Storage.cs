using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Kernels;

namespace Hillock.Tensors;

/// <summary>The memory that a tensor and its views share: an array, from the pool or from the user.</summary>
/// <remarks>
/// The pool holds this object weakly: when no tensor refers to it any more, its buffer is free. So whoever works on a span of it
/// must keep the tensor alive until done (<see cref="GC.KeepAlive"/>).
/// </remarks>
internal sealed class Storage
{
    internal readonly int Length;

    /// <summary>Counts the changes made in place, so that a backward pass notices that what it saved is gone.</summary>
    internal int Version;

    /// <summary>The number of gradients under way in backward passes, of any thread, that share this memory.</summary>
    internal int References;

    /// <summary>Passes to the scope outside when the scope that it was allocated in ends. Set by that scope's thread.</summary>
    internal bool Leaves;

    /// <summary>Survives the scopes it was allocated in: a parameter's gradient, an optimizer's state.</summary>
    internal bool Kept;

    /// <summary>The innermost scope that it was allocated in.</summary>
    internal StorageScope? Scope;

    // A byte of its own: the object stays within a cache line.
    private readonly byte _type;
    private readonly int _start;
    private readonly int _lease;
    private PoolBuffer? _buffer;
    private Array? _array;

    private Storage(Array? array, DataType type, int length)
    {
        _array = array;
        _type = (byte)type;
        Length = length;
    }

    private Storage(DataType type, int length, long bytes)
    {
        _type = (byte)type;
        Length = length;
        _buffer = TensorPool.Rent(bytes, this);
        _array = _buffer.Array;
        _start = _buffer.Start;
        _lease = _buffer.Lease;
    }

    internal DataType DataType => (DataType)_type;

    internal bool IsReleased => _array is null;

    internal long SizeInBytes => (long)Length * DataType.SizeInBytes();

    /// <summary>Memory for <paramref name="length"/> elements, with whatever is in it.</summary>
    internal static Storage Allocate(DataType type, int length)
    {
        Storage storage;
        try
        {
            storage = Make(type, length);
        }
        catch (OutOfMemoryException)
        {
            storage = MakeAfterRelief(type, length);
        }

        StorageScope.Current?.Add(storage);
        return storage;
    }

    internal static Storage Adopt<T>(T[] array)
        where T : unmanaged => new(array, DataTypes.Of<T>(), array.Length);

    /// <summary>The elements from <paramref name="offset"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> Span<T>(int offset, int length)
        where T : unmanaged
    {
        Array? array = _array;
        if (array is null || (uint)offset + (ulong)(uint)length > (uint)Length)
        {
            ThrowUnusable();
        }

        if (StressHooks.Enabled)
        {
            StressHooks.AtSpan?.Invoke();
        }

        // All arrays of numbers have the same layout, so the first element's address does not depend on the element type.
        ref byte first = ref MemoryMarshal.GetArrayDataReference(Unsafe.As<byte[]>(array));
        return MemoryMarshal.CreateSpan(
            ref Unsafe.Add(ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref first, (nint)_start)), offset), length);
    }

    /// <summary>The array that holds the elements, and where in it they start, in bytes.</summary>
    internal Array Memory(out nint start)
    {
        if (_array is null)
        {
            ThrowUnusable();
        }

        start = _start;
        return _array;
    }

    /// <summary>The pool may not hand the buffer to another tensor on its own any more: a span of it is in the user's hands.</summary>
    internal void Expose()
    {
        PoolBuffer? buffer = _buffer;
        if (StressHooks.Enabled)
        {
            StressHooks.BeforeGate?.Invoke();
        }

        buffer?.Exposed = true;

        // Until here the buffer must not have been taken for a dead tensor's.
        GC.KeepAlive(this);
    }

    /// <summary>Hands the memory back; once, however often and by however many threads it is called.</summary>
    internal void Release()
    {
        PoolBuffer? buffer = _buffer;
        _array = null;
        _buffer = null;
        if (buffer is not null)
        {
            TensorPool.Return(buffer, _lease);
        }

        // Without it this would be dead while the thread waits for the pool, and the pool would take the buffer back by itself before.
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Storage Make(DataType type, int length)
    {
        long bytes = (long)length * type.SizeInBytes();
        return bytes < TensorPool.SmallestSize
            ? new Storage(GC.AllocateUninitializedArray<byte>((int)bytes), type, length)
            : bytes <= TensorPool.LargestSize ? new Storage(type, length, bytes) : new Storage(AllocateHuge(type, length), type, length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Storage MakeAfterRelief(DataType type, int length)
    {
        // The memory may be there, but in buffers of other sizes that the pool keeps for later.
        TensorPool.Relieve();
        try
        {
            return Make(type, length);
        }
        catch (OutOfMemoryException exception)
        {
            throw new InsufficientMemoryException(
                $"There is no memory for a tensor of {length:N0} elements of {type.Name()}: tensors in use have {TensorPool.TotalBytes:N0} bytes of the " +
                "heap's " +
                $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes:N0}; work in smaller batches, hand tensors back by TensorPool.Tidy, or compute inside " +
                "Gradients.Disabled().",
                exception);
        }
    }

    private static Array AllocateHuge(DataType type, int length) => type.SizeInBytes() switch
    {
        8 => GC.AllocateUninitializedArray<long>(length),
        4 => GC.AllocateUninitializedArray<int>(length),
        2 => GC.AllocateUninitializedArray<short>(length),
        _ => GC.AllocateUninitializedArray<byte>(length),
    };

    [DoesNotReturn]
    private void ThrowUnusable() => throw (IsReleased
        ? new InvalidOperationException(
            "The tensor's memory has been handed back to the pool (by Release, or at the end of TensorPool.Tidy, as a trainer's step has one). What is made " +
            "in such a scope, clones included, outlives it by TensorPool.Keep(tensor), or as the result of TensorPool.Tidy.")
        : new InvalidOperationException("A view reaches outside of its storage."));
}
