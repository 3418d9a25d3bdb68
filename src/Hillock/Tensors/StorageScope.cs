namespace Hillock.Tensors;

/// <summary>Records what a thread allocates, so that it can be handed back together.</summary>
internal sealed class StorageScope
{
    [ThreadStatic]
    private static StorageScope? Innermost;

    // A closed scope is used again: a training step opens the same two every time.
    [ThreadStatic]
    private static StorageScope? Spare;

    private Storage?[] _storages = new Storage?[64];
    private StorageScope? _outer;

    internal static StorageScope? Current => Innermost;

    internal int Count { get; private set; }

    /// <summary>Counts the scopes that this object has served: whoever holds on to one that is over must not end a later one.</summary>
    internal int Generation { get; private set; }

    internal static StorageScope Open()
    {
        StorageScope scope = Spare ?? new StorageScope();
        Spare = scope._outer;
        scope._outer = Innermost;
        Innermost = scope;
        return scope;
    }

    /// <summary>Leaves all scopes for a while: what is allocated until <see cref="Resume"/> belongs to none.</summary>
    internal static StorageScope? Suspend()
    {
        StorageScope? scope = Innermost;
        Innermost = null;
        return scope;
    }

    /// <summary>Goes back to the scope that <see cref="Suspend"/> left.</summary>
    internal static void Resume(StorageScope? scope) => Innermost = scope;

    internal void Add(Storage storage)
    {
        if (Count == _storages.Length)
        {
            Array.Resize(ref _storages, 2 * Count);
        }

        storage.Scope = this;
        _storages[Count++] = storage;
    }

    /// <summary>Releases what was allocated from <paramref name="mark"/> on, except what is kept, leaves or is referred to.</summary>
    internal void ReleaseSince(int mark)
    {
        int kept = mark;
        for (int i = mark; i < Count; i++)
        {
            Storage storage = _storages[i]!;
            if (storage.Kept)
            {
                storage.Scope = null;
            }
            else if (storage.Leaves || storage.References > 0)
            {
                _storages[kept++] = storage;
            }
            else if (!storage.IsReleased)
            {
                storage.Release();
            }
        }

        Array.Clear(_storages, kept, Count - kept);
        Count = kept;
    }

    /// <summary>Releases everything except what is kept; what leaves or is referred to passes to the scope outside.</summary>
    internal void Close()
    {
        if (Innermost != this)
        {
            throw new InvalidOperationException("TensorPool scopes close in the reverse order of opening, on the thread that opened them.");
        }

        Innermost = _outer;
        ReleaseSince(0);
        for (int i = 0; i < Count; i++)
        {
            Storage storage = _storages[i]!;
            storage.Leaves = false;
            storage.Scope = null;
            Innermost?.Add(storage);
        }

        Array.Clear(_storages, 0, Count);
        Count = 0;
        Generation++;
        _outer = Spare;
        Spare = this;
    }
}
