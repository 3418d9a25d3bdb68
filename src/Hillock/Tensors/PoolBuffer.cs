using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hillock.Tensors;

/// <summary>A buffer of the pool: pinned memory whose first usable byte is on a cache line's start, and a weak handle on its owner.</summary>
internal sealed class PoolBuffer
{
    internal const int Alignment = 64;

    internal readonly byte[] Array;
    internal readonly int Start;
    internal readonly PoolClass Class;

    /// <summary>The position in the class's list of lent buffers, or −1 while it is free.</summary>
    internal int LentIndex = -1;

    /// <summary>A span of it was given out, which outlives the owner: it is not reused unless the owner is released.</summary>
    internal bool Exposed;

    /// <summary>The pool's collections before it was lent: what was lent before the last one does not count against the budget any more.</summary>
    internal int CollectionsBefore;

    private WeakGCHandle<Storage> _owner;

    internal unsafe PoolBuffer(PoolClass sizeClass)
    {
        Class = sizeClass;
        Array = GC.AllocateUninitializedArray<byte>(checked((int)(sizeClass.Size + Alignment)), pinned: true);
        Start = (int)(-(nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Array)) & (Alignment - 1));
        _owner = new WeakGCHandle<Storage>(null!);
    }

    internal bool IsOwnerDead => !_owner.TryGetTarget(out _);

    internal void SetOwner(Storage? owner) => _owner.SetTarget(owner!);

    /// <summary>Frees the handle of a buffer that the pool lets go.</summary>
    internal void Drop() => _owner.Dispose();
}
