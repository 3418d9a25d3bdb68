using System.Globalization;

namespace Hillock.Data;

/// <summary>Which pieces of a text a <see cref="Vocabulary"/> has, and which it has besides.</summary>
public sealed record VocabularyOptions
{
    /// <summary>How often a piece occurs at least, 1 or more; a rarer one is unknown.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>
    /// How many pieces there are at most, special ones included; the rarest are unknown, of equally frequent ones the later in order. Null for any number.
    /// </summary>
    public int? MaximumSize { get; init; }

    /// <summary>What stands for unknown pieces; null to refuse them.</summary>
    public string? Unknown { get; init; } = "<unk>";

    /// <summary>What stands for the end of a line; null for none: words go on over lines, and characters have the line feed as one like others.</summary>
    public string? EndOfLine { get; init; } = "<eos>";

    /// <summary>What short sequences are filled up with; null for none.</summary>
    public string? Padding { get; init; }

    /// <summary>The special pieces that there are.</summary>
    internal string[] Special => [.. new[] { Unknown, EndOfLine, Padding }.OfType<string>()];

    internal void Check()
    {
        if (MinimumCount < 1)
        {
            throw Fault(MinimumCount, $"MinimumCount expects 1 or more but got {MinimumCount}.");
        }

        string[] special = Special;
        if (MaximumSize <= special.Length)
        {
            throw Fault(MaximumSize, $"MaximumSize expects more than the {special.Length} special pieces but got {MaximumSize}.");
        }

        if (special.FirstOrDefault(static piece => piece.Length == 0 || piece.Any(char.IsWhiteSpace)) is { } bad)
        {
            throw new ArgumentException($"A special piece is a word without white space but got '{bad}'.", "options");
        }

        if (special.Distinct(StringComparer.Ordinal).Count() < special.Length)
        {
            throw new ArgumentException($"Special pieces are different ones but got {string.Join(", ", special)}.", "options");
        }
    }

    // The parameter of the constructors that take options.
    private static ArgumentOutOfRangeException Fault(object? value, FormattableString message, string parameter = "options") =>
        new(parameter, value, message.ToString(CultureInfo.InvariantCulture));
}
