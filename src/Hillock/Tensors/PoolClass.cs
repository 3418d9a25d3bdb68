namespace Hillock.Tensors;

/// <summary>The pool's buffers of one size: the free ones, and those lent. Used under the pool's lock.</summary>
/// <param name="size">The usable bytes of each buffer.</param>
internal sealed class PoolClass(long size)
{
    internal readonly long Size = size;

    private readonly List<PoolBuffer> _free = [];
    private readonly List<PoolBuffer> _lent = [];

    internal int FreeCount => _free.Count;

    internal int LentCount => _lent.Count;

    /// <summary>A new buffer. The lists get their room here, so that nothing can fail when buffers are lent and returned.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for it; nothing has changed.</exception>
    internal PoolBuffer Create()
    {
        int count = _free.Count + _lent.Count + 1;
        _free.EnsureCapacity(count);
        _lent.EnsureCapacity(count);
        return new PoolBuffer(this);
    }

    internal PoolBuffer? Take()
    {
        int last = _free.Count - 1;
        if (last < 0)
        {
            return null;
        }

        // The one returned last: it is the most likely to be in the cache.
        PoolBuffer buffer = _free[last];
        _free.RemoveAt(last);
        buffer.CheckOverwritten();
        return buffer;
    }

    internal void Lend(PoolBuffer buffer, Storage owner)
    {
        buffer.SetOwner(owner);
        buffer.Lease++;
        buffer.LentIndex = _lent.Count;
        _lent.Add(buffer);
    }

    internal void Return(PoolBuffer buffer)
    {
        Unlist(buffer);
        buffer.SetOwner(null);
        buffer.Exposed = false;
        buffer.Overwrite();
        _free.Add(buffer);
    }

    /// <summary>Takes back the buffers whose owners the garbage collector has found dead.</summary>
    /// <returns>The bytes now free, and the bytes given up because a span of them may still be in use.</returns>
    internal (long Recovered, long Dropped) Scan()
    {
        long recovered = 0;
        long dropped = 0;
        for (int i = _lent.Count - 1; i >= 0; i--)
        {
            PoolBuffer buffer = _lent[i];
            if (!buffer.IsOwnerDead)
            {
                continue;
            }

            if (buffer.Exposed)
            {
                Unlist(buffer);
                buffer.Drop();
                dropped += Size;
            }
            else
            {
                Return(buffer);
                recovered += Size;
            }
        }

        return (recovered, dropped);
    }

    internal long Trim()
    {
        long bytes = _free.Count * Size;
        foreach (PoolBuffer buffer in _free)
        {
            buffer.Drop();
        }

        _free.Clear();
        return bytes;
    }

    private void Unlist(PoolBuffer buffer)
    {
        int index = buffer.LentIndex;
        PoolBuffer last = _lent[^1];
        _lent[index] = last;
        last.LentIndex = index;
        _lent.RemoveAt(_lent.Count - 1);
        buffer.LentIndex = -1;
    }
}
