namespace Hillock.Kernels;

/// <summary>
/// Which rows of the input the window of an output row holds, and where what was made of them is kept: rows of a window never share a place, so that windows
/// that overlap find there what the one before left.
/// </summary>
internal sealed class PoolingRows
{
    [ThreadStatic]
    private static PoolingRows? Last;

    private readonly PoolingGeometry _geometry;
    private readonly PoolingAxis _z;
    private readonly PoolingAxis _y;
    private readonly int _slotsZ;
    private readonly int _slotsY;

    // The row of the input in each place, or −1.
    private readonly int[] _kept;

    private PoolingRows(PoolingGeometry geometry)
    {
        _geometry = geometry;
        (_z, _y) = (geometry.Z, geometry.Y);
        (_slotsZ, _slotsY) = (Math.Min(_z.Input, _z.Reach), Math.Min(_y.Input, _y.Reach));
        _kept = new int[Slots];
        Rows = new int[Math.Min(_z.Input, _z.Kernel) * Math.Min(_y.Input, _y.Kernel)];
        Places = new int[Rows.Length];
    }

    /// <summary>How many places there are.</summary>
    internal int Slots => _slotsZ * _slotsY;

    /// <summary>The rows of the window, of which there are <see cref="Count"/>.</summary>
    internal int[] Rows { get; }

    /// <summary>The place of each of <see cref="Rows"/>.</summary>
    internal int[] Places { get; }

    /// <summary>The rows of the window.</summary>
    internal int Count { get; private set; }

    /// <summary>Those of the thread, which keeps the last for the next block of the same pooling.</summary>
    internal static PoolingRows Of(PoolingGeometry geometry) =>
        ReferenceEquals(Last?._geometry, geometry) ? Last : Last = new PoolingRows(geometry);

    /// <summary>Forgets what is kept.</summary>
    internal void Clear() => Array.Fill(_kept, -1);

    /// <summary>Goes to the window of an output row.</summary>
    internal void Move(int z, int y)
    {
        Count = 0;
        int depth = _z.First(z), depths = _z.Count(z), heights = _y.Count(y);
        for (int i = 0; i < depths; i++)
        {
            int height = _y.First(y);
            for (int j = 0; j < heights; j++)
            {
                Rows[Count] = (depth * _y.Input) + height;
                Places[Count++] = (depth % _slotsZ * _slotsY) + (height % _slotsY);
                height += _y.Dilation;
            }

            depth += _z.Dilation;
        }
    }

    /// <summary>Whether a row has yet to be made, which is then counted as kept.</summary>
    internal bool IsMissing(int i)
    {
        if (_kept[Places[i]] == Rows[i])
        {
            return false;
        }

        _kept[Places[i]] = Rows[i];
        return true;
    }
}
