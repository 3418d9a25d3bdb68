namespace Hillock.Csv.Cells;

/// <summary>The cells of some rows, one after the other: rows are divided by one thread, columns are understood by several.</summary>
internal sealed class CellBatch(int columns)
{
    /// <summary>So many bytes may be read from the beginning of any cell, whatever its length.</summary>
    public const int Padding = 32;

    private const int UsualLength = 1 << 18; // of text, which the caches nearest to a processor hold
    private const int MostRows = 1 << 13;

    private readonly List<int> _lines = [];
    private byte[] _text = new byte[1 << 12];
    private int[] _ends = new int[64];
    private int _count; // of cells

    /// <summary>The lines on which the rows begin.</summary>
    public List<int> Lines => _lines;

    /// <summary>The number of rows.</summary>
    public int RowCount => _lines.Count;

    /// <summary>Whether it is time to read what is here.</summary>
    public bool IsFull => Length >= UsualLength || _lines.Count >= MostRows;

    /// <summary>Whether there is so much that several threads are worth their start.</summary>
    public bool IsLarge => Length >= UsualLength / 8;

    private int Length => _count == 0 ? 0 : _ends[_count - 1];

    /// <summary>Begins a row; as many cells follow as there are columns.</summary>
    public void AddRow(int line) => _lines.Add(line);

    /// <summary>Adds a cell.</summary>
    public void Add(ReadOnlySpan<byte> cell)
    {
        int start = Length, end = checked(start + cell.Length);
        if (end > _text.Length - Padding)
        {
            Array.Resize(ref _text, (int)Math.Min(Array.MaxLength, Math.Max(2L * _text.Length, (long)end + Padding)));
        }

        if (_count == _ends.Length)
        {
            Array.Resize(ref _ends, 2 * _count);
        }

        cell.CopyTo(_text.AsSpan(start));
        _ends[_count++] = end;
    }

    /// <summary>A cell, with what follows it.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column.</param>
    /// <param name="length">The length of the cell.</param>
    /// <returns>The bytes from the cell's first one on, <see cref="Padding"/> at least.</returns>
    public ReadOnlySpan<byte> From(int row, int column, out int length)
    {
        int index = (row * columns) + column;
        int start = index == 0 ? 0 : _ends[index - 1];
        length = _ends[index] - start;
        return _text.AsSpan(start);
    }

    /// <summary>Makes room for other rows.</summary>
    public void Clear()
    {
        _lines.Clear();
        _count = 0;
    }
}
