using System.Globalization;
using System.Text;

namespace Hillock.Data;

/// <summary>Numbers the pieces that texts are made of: characters or words.</summary>
/// <remarks>It does not change; several threads may use it.</remarks>
public abstract class Vocabulary
{
    private const int BetweenLooks = 1 << 16;

    private readonly PieceCounts _counts;
    private readonly Dictionary<string, int> _numbers;

    private protected Vocabulary(PieceCounts counts)
    {
        _counts = counts;
        _numbers = new Dictionary<string, int>(counts.Pieces.Length, StringComparer.Ordinal);
        for (int i = 0; i < counts.Pieces.Length; i++)
        {
            _numbers.Add(counts.Pieces[i], i);
        }

        (UnknownToken, EndOfLineToken, PaddingToken) = (Special(counts.Unknown), Special(counts.EndOfLine), Special(counts.Padding));
    }

    /// <summary>The number of different pieces.</summary>
    public int Count => _counts.Pieces.Length;

    /// <summary>The pieces by their numbers, special ones included.</summary>
    public IReadOnlyList<string> Pieces => _counts.Pieces.AsReadOnly();

    /// <summary>
    /// How often each piece occurs in the text that the vocabulary was made of; that of the unknown piece has those of all pieces that were left out.
    /// </summary>
    public IReadOnlyList<long> Frequencies => _counts.Frequencies.AsReadOnly();

    /// <summary>The number of what stands for unknown pieces; −1 if nothing does.</summary>
    public int UnknownToken { get; }

    /// <summary>The number of what stands for the end of a line; −1 if nothing does.</summary>
    public int EndOfLineToken { get; }

    /// <summary>The number of what short sequences are filled up with; −1 if there is none.</summary>
    public int PaddingToken { get; }

    internal PieceCounts Counts => _counts;

    /// <summary>The piece with a number.</summary>
    /// <param name="token">The number, 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">No piece has it.</exception>
    public string this[int token]
    {
        get
        {
            if ((uint)token >= (uint)Count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(token), token, string.Create(CultureInfo.InvariantCulture, $"A number from 0 to {Count - 1} is expected but got {token}."));
            }

            return _counts.Pieces[token];
        }
    }

    /// <summary>Reads a vocabulary that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>A <see cref="CharacterVocabulary"/> or a <see cref="WordVocabulary"/>.</returns>
    /// <exception cref="DataFormatException">The file holds none, or one of a later version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Vocabulary Load(string path) => VocabularyJson.Read(path);

    /// <summary>Writes the vocabulary as JSON, as a whole or not at all.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path) => VocabularyJson.Write(this, path);

    /// <summary>The number of a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="token">Its number; −1 if it has none.</param>
    /// <returns>Whether it has one.</returns>
    public bool TryGetToken(ReadOnlySpan<char> piece, out int token)
    {
        bool isThere = _numbers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(piece, out token);
        token = isThere ? token : -1;
        return isThere;
    }

    /// <summary>The numbers of a text's pieces.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">A piece is unknown and nothing stands for it, or the text is no Unicode.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using StringReader reader = new(text);
        return [.. Encode(reader)];
    }

    /// <summary>The numbers of a text's pieces, read when they are needed: of a text of any length, in little memory.</summary>
    /// <param name="reader">The text, such as <see cref="TextFile.OpenRead(string, Encoding?, IProgress{long}?)"/> gives it; stays open.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The numbers, to be enumerated once.</returns>
    /// <exception cref="FormatException">While they are read: a piece is unknown and nothing stands for it, or the text is no Unicode.</exception>
    public IEnumerable<int> Encode(TextReader reader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Tokens(Divide(reader), cancellationToken);
    }

    /// <summary>The numbers of a file's pieces: four bytes a piece.</summary>
    /// <param name="path">The file; see <see cref="TextFile"/>.</param>
    /// <param name="encoding">Its encoding if it has no byte-order mark; UTF-8 when null.</param>
    /// <param name="progress">Is told now and then how many bytes were read, after decompression; null for nobody.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FormatException">A piece is unknown and nothing stands for it, or the file is not of its encoding.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public int[] EncodeFile(string path, Encoding? encoding = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        using TextReader reader = TextFile.OpenRead(path, encoding, progress);
        try
        {
            return [.. Encode(reader, cancellationToken)];
        }
        catch (FormatException exception) when (exception is not DataFormatException)
        {
            throw new FormatException($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>The text that numbers stand for.</summary>
    /// <param name="tokens">The numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">No piece has such a number.</exception>
    public abstract string Decode(IEnumerable<int> tokens);

    /// <summary>Divides a text into pieces.</summary>
    private protected abstract PieceReader Divide(TextReader reader);

    /// <summary>What is said of a piece that has no number.</summary>
    private protected abstract string Refusal(long number, ReadOnlySpan<char> piece);

    private int Special(string? piece) => piece is null ? -1 : _numbers[piece];

    private IEnumerable<int> Tokens(PieceReader pieces, CancellationToken cancellationToken)
    {
        while (pieces.Read())
        {
            if (pieces.Number % BetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (pieces.IsEndOfLine && EndOfLineToken >= 0)
            {
                yield return EndOfLineToken;
            }
            else if (!pieces.Current.IsEmpty)
            {
                yield return Token(pieces);
            }
        }
    }

    private int Token(PieceReader pieces) => TryGetToken(pieces.Current, out int token) ? token
        : UnknownToken >= 0 ? UnknownToken : throw new FormatException(Refusal(pieces.Number, pieces.Current));
}
