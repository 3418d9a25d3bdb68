namespace Hillock.Kernels;

/// <summary>A sum under way of terms rounded to whole units, as <see cref="WholeSums"/> says: 2³¹ terms of 2⁴¹ times 2⁴¹ units leave room.</summary>
internal struct WholeSum
{
    // 2^82, 2^41 and 2^51.
    private const double InverseOfFine = 4835703278458516698824704.0;
    private const double InverseOfCoarse = 2199023255552.0;
    private const double InverseOfSingle = 2251799813685248.0;
    private const int FineBits = 41;

    private Int128 _units;
    private bool _isDouble;

    /// <summary>Adds a count of units of 2⁻⁵¹ bounds.</summary>
    internal void AddSingle(long units) => _units += units;

    /// <summary>Adds multiples of 2⁻⁴¹ bounds and of 2⁻⁸² bounds.</summary>
    internal void AddDouble(double coarse, double fine, double bound)
    {
        // Each division is exact: by a power of two, of whole units.
        double inverse = 1 / bound;
        _isDouble = true;
        _units += ((Int128)(long)(coarse * inverse * InverseOfCoarse) << FineBits) + (long)(fine * inverse * InverseOfFine);
    }

    /// <summary>The sum of a single block of float32, rounded once.</summary>
    internal static double OfSingle(long units, double bound) => units / InverseOfSingle * bound;

    /// <summary>The sum, rounded once.</summary>
    internal readonly double Value(double bound)
    {
        long units = (long)_units;
        double value = units == _units ? units : (double)_units;
        return value / (_isDouble ? InverseOfFine : InverseOfSingle) * bound;
    }
}
