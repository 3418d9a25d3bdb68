using System.Numerics;
using Hillock.Kernels;

namespace Hillock.Tensors;

/// <summary>Where the memory of tensors of 2 KiB or more comes from and goes back to, so that a steady training step allocates nothing large.</summary>
/// <remarks>
/// A buffer comes back in one of three ways: by <see cref="Tensor.Release"/>; at the end of <see cref="Tidy(Action)"/>; or, with
/// nothing to do for the user, when the garbage collector has found that no tensor refers to it any more. For the last, the pool
/// runs a collection of the youngest two generations itself after <see cref="CollectionBudget"/> bytes have been lent and not returned.
/// </remarks>
public static partial class TensorPool
{
    /// <summary>Tensors below this many bytes are ordinary small arrays.</summary>
    internal const int SmallestSize = 2048;

    internal const long LargestSize = 1L << 30;

    // Each power of two is split into four sizes: at most a fifth of a buffer is unused.
    private const int Steps = 4;

    private static readonly Lock Gate = new();
    private static readonly PoolClass[] Classes = MakeClasses();
    private static long Budget = 64 << 20;
    private static long LentSinceCollection;
    private static int LeasesSinceCollection;
    private static int LastCollectionSeen;
    private static int Collections;
    private static long TotalAtFullCollection;
    private static long Total;
    private static long Free;

    /// <summary>
    /// The bytes that may be lent, and not returned, before the pool looks for dead tensors by a garbage collection of its own:
    /// 64 MiB unless set. A collection takes about 0.1 ms.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static long CollectionBudget
    {
        get => Volatile.Read(ref Budget);
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            Volatile.Write(ref Budget, value);
        }
    }

    /// <summary>The bytes of all the pool's buffers, lent or free.</summary>
    public static long TotalBytes => Volatile.Read(ref Total);

    /// <summary>The bytes of the buffers ready to be lent.</summary>
    public static long FreeBytes => Volatile.Read(ref Free);

    /// <summary>Gives the free buffers to the garbage collector.</summary>
    public static void Trim()
    {
        using Lock.Scope scope = Enter();
        ScanAll();
        TrimFree(null);
    }

    internal static PoolBuffer Rent(long bytes, Storage owner)
    {
        PoolClass sizeClass = Classes[ClassIndex(bytes)];
        using Lock.Scope scope = Enter();
        if (sizeClass.FreeCount == 0)
        {
            Recover(sizeClass);
        }

        PoolBuffer? buffer = sizeClass.Take();
        if (buffer is not null)
        {
            Free -= sizeClass.Size;
        }
        else
        {
            buffer = sizeClass.Create();
            Total += sizeClass.Size;
        }

        LentSinceCollection += sizeClass.Size;
        LeasesSinceCollection++;
        buffer.CollectionsBefore = Collections;
        sizeClass.Lend(buffer, owner);
        return buffer;
    }

    /// <summary>Takes back a buffer, unless it has come back before.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="lease">What <see cref="PoolBuffer.Lease"/> was when it was lent.</param>
    internal static void Return(PoolBuffer buffer, int lease)
    {
        using Lock.Scope scope = Enter();
        if (buffer.LentIndex >= 0 && buffer.Lease == lease)
        {
            PoolClass sizeClass = buffer.Class;
            sizeClass.Return(buffer);
            Free += sizeClass.Size;
            if (buffer.CollectionsBefore == Collections)
            {
                LentSinceCollection -= sizeClass.Size;
                LeasesSinceCollection--;
            }
        }
    }

    /// <summary>Takes back what belongs to dead tensors, as far as collections have found them.</summary>
    internal static void Scan()
    {
        using Lock.Scope scope = Enter();
        ScanAll();
    }

    /// <summary>Gives the system all memory that nobody uses, when there is too little.</summary>
    internal static void Relieve()
    {
        using Lock.Scope scope = Enter();
        Collect(2);
        ScanAll();
        TrimFree(null);
        TotalAtFullCollection = Total;
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private static Lock.Scope Enter()
    {
        if (StressHooks.Enabled)
        {
            StressHooks.BeforeGate?.Invoke();
        }

        return Uninterruptible.Enter(Gate);
    }

    private static void Recover(PoolClass wanted)
    {
        // A collection that happened on its own costs nothing to look at.
        if (GC.CollectionCount(0) != LastCollectionSeen)
        {
            ScanAll();
            if (wanted.FreeCount > 0)
            {
                return;
            }
        }

        if (LentSinceCollection >= Budget || LeasesSinceCollection >= 8192)
        {
            // The second generation too, at the same cost: what was in use during the last collection has moved up to it since.
            Collect(1);
            ScanAll();
        }

        if (wanted.FreeCount == 0 && Total + wanted.Size > TotalBeforeFullCollection())
        {
            Collect(2);
            ScanAll();
            TrimFree(wanted);
            TotalAtFullCollection = Total;
        }
    }

    /// <summary>
    /// Twice what the last full collection left, but at most half of what the heap may have; a quarter of the rest on top where more than that
    /// was left.
    /// </summary>
    private static long TotalBeforeFullCollection()
    {
        long left = TotalAtFullCollection;
        long limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return Math.Min(2 * Math.Max(left, 128 << 20), Math.Max(limit / 2, left + ((limit - left) / 4)));
    }

    private static void Collect(int generation)
    {
        GC.Collect(generation, GCCollectionMode.Forced, blocking: true, compacting: false);
        LentSinceCollection = 0;
        LeasesSinceCollection = 0;
        Collections++;
    }

    private static void ScanAll()
    {
        LastCollectionSeen = GC.CollectionCount(0);
        foreach (PoolClass sizeClass in Classes)
        {
            if (sizeClass.LentCount > 0)
            {
                (long found, long dropped) = sizeClass.Scan();
                Free += found;
                Total -= dropped;
            }
        }
    }

    private static void TrimFree(PoolClass? except)
    {
        foreach (PoolClass sizeClass in Classes)
        {
            if (sizeClass != except)
            {
                long bytes = sizeClass.Trim();
                Free -= bytes;
                Total -= bytes;
            }
        }
    }

    private static int ClassIndex(long bytes)
    {
        int power = BitOperations.Log2((ulong)bytes);
        long step = (1L << power) / Steps;
        int steps = (int)((bytes - (1L << power) + step - 1) / step);
        return ((power - BitOperations.Log2(SmallestSize)) * Steps) + steps;
    }

    private static PoolClass[] MakeClasses()
    {
        Room.Relief = Relieve;
        PoolClass[] classes = new PoolClass[ClassIndex(LargestSize) + 1];
        for (int i = 0; i < classes.Length; i++)
        {
            long power = (long)SmallestSize << (i / Steps);
            classes[i] = new PoolClass(power + (power / Steps * (i % Steps)));
        }

        return classes;
    }
}
