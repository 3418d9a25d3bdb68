using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Kernels;

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

    /// <summary>
    /// Counts how often it was lent. Whoever hands it back says which time he means: a buffer that the collector's findings have freed meanwhile,
    /// or that another storage handed back before, is not freed again.
    /// </summary>
    internal long Lease;

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

        // An object with a finalizer may still use its tensors when it is found dead: the owner lives as long as a finalizer can reach it.
        _owner = new WeakGCHandle<Storage>(null!, trackResurrection: true);
        Overwrite();
    }

    internal bool IsOwnerDead => !_owner.TryGetTarget(out _);

    internal void SetOwner(Storage? owner) => _owner.SetTarget(owner!);

    /// <summary>Fills it with NaN under <see cref="StressHooks"/>: nobody may read what was here before.</summary>
    internal void Overwrite()
    {
        if (StressHooks.Enabled)
        {
            Array.AsSpan().Fill(byte.MaxValue);
        }
    }

    /// <summary>Under <see cref="StressHooks"/>: nobody has written to what is free.</summary>
    internal void CheckOverwritten()
    {
        if (StressHooks.Enabled && Array.AsSpan().ContainsAnyExcept(byte.MaxValue))
        {
            throw new InvalidOperationException("A free buffer has been written to: somebody used a tensor's memory after its last reference to the tensor.");
        }
    }

    /// <summary>Frees the handle of a buffer that the pool lets go.</summary>
    internal void Drop() => _owner.Dispose();
}
