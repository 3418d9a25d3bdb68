using System.Runtime.InteropServices;

namespace Hillock.Data;

/// <summary>The pieces of a vocabulary, by their numbers, and how often each occurs.</summary>
/// <param name="Pieces">The pieces.</param>
/// <param name="Frequencies">How often each occurs in the text that the vocabulary was made of.</param>
/// <param name="Unknown">What stands for unknown pieces; null for nothing.</param>
/// <param name="EndOfLine">What stands for the end of a line; null for nothing.</param>
/// <param name="Padding">What sequences are filled up with; null for nothing.</param>
internal sealed record PieceCounts(string[] Pieces, long[] Frequencies, string? Unknown, string? EndOfLine, string? Padding)
{
    /// <summary>Counts the pieces of a text, and chooses.</summary>
    /// <param name="pieces">The text.</param>
    /// <param name="kind">What a piece is called in messages.</param>
    /// <param name="order">The order of equally frequent pieces.</param>
    /// <param name="byFrequency">Whether all pieces are sorted by falling frequency; otherwise by the order, and special ones come last.</param>
    /// <param name="options">Which are chosen.</param>
    /// <param name="cancellationToken">Ends the counting.</param>
    /// <exception cref="ArgumentException">There is no piece, or some would be unknown and nothing stands for them.</exception>
    public static PieceCounts Of(
        PieceReader pieces, string kind, IComparer<string> order, bool byFrequency, VocabularyOptions options, CancellationToken cancellationToken)
    {
        options.Check();
        Dictionary<string, long> counts = Count(pieces, options, cancellationToken);
        string[] special = options.Special;
        HashSet<string> always = [.. special];
        string[] sorted =
        [
            .. counts.Where(piece => always.Contains(piece.Key) || piece.Value >= options.MinimumCount)
                .OrderByDescending(piece => always.Contains(piece.Key)).ThenByDescending(static piece => piece.Value).ThenBy(static piece => piece.Key, order)
                .Select(static piece => piece.Key).Take(options.MaximumSize ?? int.MaxValue),
        ];
        if (sorted.Length == special.Length)
        {
            throw NothingFrequent(kind, options.MinimumCount);
        }

        HashSet<string> kept = [.. sorted];
        long left = counts.Where(piece => !kept.Contains(piece.Key)).Sum(static piece => piece.Value);
        if (options.Unknown is { } unknown)
        {
            counts[unknown] += left;
        }
        else if (left > 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{counts.Count - kept.Count} different {kind}s would be unknown and nothing stands for them; name ") +
                "what does by Unknown, or take all by MinimumCount 1 and no MaximumSize.", nameof(options));
        }

        sorted = byFrequency ? [.. sorted.OrderByDescending(piece => counts[piece]).ThenBy(static piece => piece, order)]
            : [.. sorted.Where(piece => !always.Contains(piece)).Order(order), .. special];
        return new PieceCounts(sorted, [.. sorted.Select(piece => counts[piece])], options.Unknown, options.EndOfLine, options.Padding);
    }

    // The parameter of the constructors that take a text.
    private static ArgumentException NothingFrequent(string kind, int minimum, string parameter = "text") => new(
        FormattableString.Invariant($"The text has no {kind} that occurs {minimum} {(minimum == 1 ? "time" : "times")}; ") +
        "take a longer text or a smaller minimum.", parameter);

    private static Dictionary<string, long> Count(PieceReader pieces, VocabularyOptions options, CancellationToken cancellationToken)
    {
        const int BetweenLooks = 1 << 16;
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> bySpan = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        long ends = 0;
        while (pieces.Read())
        {
            if (pieces.IsEndOfLine && (options.EndOfLine is not null || pieces.Current.IsEmpty))
            {
                ends++;
            }
            else
            {
                CollectionsMarshal.GetValueRefOrAddDefault(bySpan, pieces.Current, out _)++;
            }

            if (pieces.Number % BetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        foreach (string piece in options.Special)
        {
            counts[piece] = counts.GetValueOrDefault(piece) + (piece == options.EndOfLine ? ends : 0);
        }

        if (counts.Keys.FirstOrDefault(static piece => !piece.AsSpan().IsUnicode()) is { } bad)
        {
            throw new FormatException($"the word '{bad}' has half of a character in it; the text is no Unicode: check what cut it.");
        }

        return counts;
    }
}
