using System.Diagnostics.CodeAnalysis;

namespace Hillock.Tables;

/// <summary>How values are stored.</summary>
internal enum ValueForm
{
    /// <summary>As whole numbers of up to 64 bits.</summary>
    Whole,

    /// <summary>As floating-point numbers.</summary>
    Real,

    /// <summary>As bytes, of one length or of many.</summary>
    Bytes,
}

/// <summary>Values of a page or of a dictionary as they are stored; the arrays are used again.</summary>
/// <param name="form">How they are stored.</param>
[SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The arrays are filled by those who decode.")]
internal sealed class ValueList(ValueForm form)
{
    /// <summary>How they are stored.</summary>
    public ValueForm Form => form;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The whole numbers.</summary>
    public long[] Wholes { get; private set; } = [];

    /// <summary>The floating-point numbers.</summary>
    public double[] Reals { get; private set; } = [];

    /// <summary>Where in <see cref="Bytes"/> each begins.</summary>
    public int[] Starts { get; private set; } = [];

    /// <summary>How many bytes each has.</summary>
    public int[] Lengths { get; private set; } = [];

    /// <summary>The bytes of all.</summary>
    public byte[] Bytes { get; set; } = [];

    /// <summary>Which are missing; null for none.</summary>
    public bool[]? Missing { get; set; }

    /// <summary>Makes room.</summary>
    /// <param name="count">For how many.</param>
    /// <param name="keep">Whether those that are there stay.</param>
    public void Resize(int count, bool keep = false)
    {
        if (Form == ValueForm.Whole)
        {
            Wholes = Room(Wholes, count, keep);
        }
        else if (Form == ValueForm.Real)
        {
            Reals = Room(Reals, count, keep);
        }
        else
        {
            (Starts, Lengths) = (Room(Starts, count, keep), Room(Lengths, count, keep));
        }

        Count = count;
    }

    /// <summary>Hands one on.</summary>
    /// <param name="index">Which.</param>
    /// <param name="cells">Who takes it.</param>
    public void Deliver(int index, ColumnCells cells)
    {
        if (Missing is not null && Missing[index])
        {
            cells.AddMissing();
        }
        else if (Form == ValueForm.Whole)
        {
            cells.AddWhole(Wholes[index]);
        }
        else if (Form == ValueForm.Real)
        {
            cells.AddReal(Reals[index]);
        }
        else
        {
            cells.AddBytes(Bytes.AsSpan(Starts[index], Lengths[index]));
        }
    }

    private static T[] Room<T>(T[] array, int count, bool keep)
    {
        if (array.Length >= count)
        {
            return array;
        }

        T[] larger = new T[keep ? Math.Max(count, 2 * array.Length) : count];
        if (keep)
        {
            array.CopyTo(larger, 0);
        }

        return larger;
    }
}
