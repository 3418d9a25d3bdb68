using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Hillock.Csv;

namespace Hillock.Tables;

/// <summary>Takes the stored values of a column, one after the other, to the table that is made; or the first texts to a sample.</summary>
internal sealed class ColumnCells
{
    private const long MostExact = 1L << 53;
    private const int MostExactPower = 22; // 10^22 is exact in a double
    private const int SampledRows = 1000;
    private const long TicksPerSecond = TimeSpan.TicksPerSecond;
    private const long JulianDayOf1970 = 2440588;
    private const long NanosecondsPerDay = TimeSpan.TicksPerDay * TimeSpan.NanosecondsPerTick;
    private const int LongestDecimal = 32; // the longest that Arrow has; what is longer is no number that anybody wrote, and takes long to read

    private static readonly double[] Powers =
        [.. Enumerable.Range(0, MostExactPower + 1).Select(static power => double.Parse($"1e{power}", CultureInfo.InvariantCulture))];

    private readonly CsvTableBuilder? _builder;
    private readonly int _column;
    private readonly CellMeaning _meaning;
    private readonly List<string> _sample = [];
    private int _sampled;

    /// <summary>Takes values to a column of a table.</summary>
    public ColumnCells(CsvTableBuilder builder, int column, CellMeaning meaning) => (_builder, _column, _meaning) = (builder, column, meaning);

    /// <summary>Takes the first texts alone.</summary>
    public ColumnCells(CellMeaning meaning) => _meaning = meaning;

    /// <summary>Whether no more values are wanted.</summary>
    public bool IsFull => _builder is null && _sampled >= SampledRows;

    /// <summary>The first texts.</summary>
    public IReadOnlyList<string> Sample => _sample;

    /// <summary>Adds missing values.</summary>
    public void AddMissing(int count = 1)
    {
        _sampled += count;
        _builder?.AddMissing(_column, count);
    }

    /// <summary>Adds a whole number as it is stored.</summary>
    public void AddWhole(long value)
    {
        if (_builder is null)
        {
            _sampled++;
            return;
        }

        switch (_meaning.Meaning)
        {
            case Meaning.Boolean:
                _builder.AddText(_column, value != 0 ? "true"u8 : "false"u8);
                break;
            case Meaning.Unsigned:
                _builder.AddWhole(_column, (ulong)value);
                break;
            case Meaning.Decimal or Meaning.LittleDecimal:
                AddDecimal(value);
                break;
            case Meaning.Days:
                _builder.AddNumber(_column, value);
                break;
            case Meaning.Timestamp or Meaning.Duration or Meaning.TimeOfDay:
                _builder.AddNumber(_column, Days(value));
                break;
            default:
                if (IsExact(value))
                {
                    _builder.AddNumber(_column, value);
                }
                else
                {
                    _builder.AddWhole(_column, value);
                }

                break;
        }
    }

    /// <summary>Adds numbers at once.</summary>
    /// <param name="values">The numbers; NaN is missing.</param>
    public void AddReals(ReadOnlySpan<double> values) => _builder!.AddNumbers(_column, values);

    /// <summary>Whether values of a form may be added as floating-point numbers: reals, and whole numbers that are no more than that.</summary>
    /// <param name="form">The form.</param>
    public bool TakesReals(ValueForm form) => _builder is not null
        && (form == ValueForm.Real ? _meaning.Meaning == Meaning.Real : form == ValueForm.Whole && _meaning.Meaning is Meaning.Whole or Meaning.Days);

    /// <summary>Whether a whole number is one that a double holds.</summary>
    /// <param name="value">The number.</param>
    public static bool IsExact(long value) => value is > -MostExact and < MostExact;

    /// <summary>Adds all of some values at once where they are numbers without gaps; otherwise nothing.</summary>
    /// <param name="values">The values.</param>
    /// <returns>Whether they were added.</returns>
    public bool TryAdd(ValueList values)
    {
        if (values.Form != ValueForm.Real || values.Missing is not null || !TakesReals(values.Form))
        {
            return false;
        }

        AddReals(values.Reals.AsSpan(0, values.Count));
        return true;
    }

    /// <summary>Adds a number with a fraction.</summary>
    public void AddReal(double value)
    {
        _sampled++;
        _builder?.AddNumber(_column, value);
    }

    /// <summary>Adds bytes as they are stored.</summary>
    public void AddBytes(ReadOnlySpan<byte> bytes)
    {
        switch (_meaning.Meaning)
        {
            case Meaning.Text:
                AddText(bytes);
                break;
            case Meaning.Uuid:
                AddText(Encoding.ASCII.GetBytes(new Guid(Sized(bytes, 16), bigEndian: true).ToString()));
                break;
            case Meaning.Half:
                AddReal((double)BinaryPrimitives.ReadHalfLittleEndian(Sized(bytes, 2)));
                break;
            case Meaning.Julian:
                AddJulian(Sized(bytes, 12));
                break;
            default:
                if (bytes.Length > LongestDecimal)
                {
                    throw new DamagedDataException(FormattableString.Invariant($"a decimal has {bytes.Length} bytes, and {LongestDecimal} are the most"));
                }

                bool isBigEndian = _meaning.Meaning == Meaning.Decimal;
                AddDecimal(new BigInteger(bytes, isUnsigned: false, isBigEndian));
                break;
        }
    }

    private static ReadOnlySpan<byte> Sized(ReadOnlySpan<byte> bytes, int length) => bytes.Length == length ? bytes
        : throw new DamagedDataException(FormattableString.Invariant($"a value has {bytes.Length} bytes and not {length}"));

    private void AddText(ReadOnlySpan<byte> text)
    {
        if (_builder is not null)
        {
            _builder.AddText(_column, text);
        }
        else if (_sampled++ < SampledRows)
        {
            _sample.Add(Encoding.UTF8.GetString(text));
        }
    }

    private void AddJulian(ReadOnlySpan<byte> bytes)
    {
        long nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        long day = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) - JulianDayOf1970;
        if (nanoseconds is < 0 or >= NanosecondsPerDay)
        {
            throw new DamagedDataException(FormattableString.Invariant($"a time of {nanoseconds} nanoseconds is none of a day"));
        }

        // The days of any year fit into 128 bits; those of the calendar into a time span, as of a text.
        Int128 ticks = ((Int128)day * TimeSpan.TicksPerDay) + (nanoseconds / TimeSpan.NanosecondsPerTick);
        AddReal(ticks >= long.MinValue && ticks <= long.MaxValue ? new TimeSpan((long)ticks).TotalDays : (double)ticks / TimeSpan.TicksPerDay);
    }

    // By way of the hundreds of nanoseconds in which the time of a text is kept, so that both give the same number.
    private double Days(long value)
    {
        Int128 ticks = _meaning.PerSecond <= TicksPerSecond ? (Int128)value * (TicksPerSecond / _meaning.PerSecond)
            : Int128.DivRem(value, _meaning.PerSecond / TicksPerSecond) is var (whole, rest) && rest < 0 ? whole - 1
            : value / (_meaning.PerSecond / TicksPerSecond);
        return ticks >= long.MinValue && ticks <= long.MaxValue ? new TimeSpan((long)ticks).TotalDays : (double)ticks / TimeSpan.TicksPerDay;
    }

    private void AddDecimal(BigInteger value)
    {
        if (_meaning.Scale == 0 && value >= Int128.MinValue && value <= Int128.MaxValue)
        {
            _sampled++;
            _builder?.AddWhole(_column, (Int128)value);
            return;
        }

        // Both are exact, so one division rounds correctly; otherwise the digits are read as those of a text.
        bool isShort = value > -MostExact && value < MostExact && _meaning.Scale is > 0 and <= MostExactPower;
        AddReal(isShort ? (long)value / Powers[_meaning.Scale]
            : double.Parse(FormattableString.Invariant($"{value}e{-(long)_meaning.Scale}"), NumberStyles.Float, CultureInfo.InvariantCulture));
    }
}
