namespace Hillock.Data;

/// <summary>The characters of a text: its code points, of one or two units.</summary>
internal sealed class CharacterReader(TextReader reader) : PieceReader(reader)
{
    private readonly char[] _units = new char[2];
    private int _count;

    public override ReadOnlySpan<char> Current => _units.AsSpan(0, _count);

    protected override bool ReadPiece()
    {
        int unit = NextUnit();
        if (unit < 0)
        {
            return false;
        }

        (_units[0], _count) = ((char)unit, 1);
        IsEndOfLine = unit == '\n';
        if (char.IsSurrogate((char)unit))
        {
            int second = char.IsHighSurrogate((char)unit) ? NextUnit() : -1;
            if (second < 0 || !char.IsLowSurrogate((char)second))
            {
                throw new FormatException(FormattableString.Invariant(
                    $"character {Number + 1} is half of one (U+{unit:X4} without its other half); the text is no Unicode: check what cut it."));
            }

            (_units[1], _count) = ((char)second, 2);
        }

        return true;
    }
}
