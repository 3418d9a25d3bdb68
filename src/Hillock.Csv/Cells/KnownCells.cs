using System.Runtime.InteropServices;

namespace Hillock.Csv.Cells;

/// <summary>Short cells that have been understood before, by their bytes: words and days come again and again.</summary>
/// <remarks>A place for each of some hashes, which a cell shares with those that come after it; what is not found is understood anew.</remarks>
internal sealed class KnownCells
{
    private const int Places = 1 << 10;
    private const int Longest = CellBatch.Padding;
    private const int HashShift = 64 - 10;

    private readonly byte[] _cells = new byte[Places * Longest];
    private readonly byte[] _lengths = new byte[Places];
    private readonly double[] _values = new double[Places];

    /// <summary>Finds what a cell stands for.</summary>
    /// <param name="from">The bytes from the cell's first one on, <see cref="CellBatch.Padding"/> at least.</param>
    /// <param name="length">The length of the cell, at least 1.</param>
    /// <param name="value">What was kept.</param>
    public bool TryFind(ReadOnlySpan<byte> from, int length, out double value)
    {
        int place = length <= Longest ? Place(from, length) : 0;
        value = _values[place];
        return _lengths[place] == length && _cells.AsSpan(place * Longest, length).SequenceEqual(from[..length]);
    }

    /// <summary>Keeps what a cell stands for.</summary>
    public void Keep(ReadOnlySpan<byte> from, int length, double value)
    {
        if (length <= Longest)
        {
            int place = Place(from, length);
            from[..length].CopyTo(_cells.AsSpan(place * Longest));
            (_lengths[place], _values[place]) = ((byte)length, value);
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => Array.Clear(_lengths);

    // Of the first eight bytes and the last.
    private static int Place(ReadOnlySpan<byte> from, int length)
    {
        ulong first = MemoryMarshal.Read<ulong>(from);
        ulong hash = length >= sizeof(ulong)
            ? first ^ ulong.RotateLeft(MemoryMarshal.Read<ulong>(from[(length - sizeof(ulong))..]), 29)
            : BitConverter.IsLittleEndian ? first & ((1ul << (8 * length)) - 1) : first >> (64 - (8 * length));
        return (int)(((hash + (ulong)length) * 0x9E3779B97F4A7C15) >> HashShift);
    }
}
