namespace Hillock.Samples.Text;

/// <summary>
/// The words of a text, the frequent ones first, as an adaptive softmax wants them. A word is what stands between white space; each line ends with
/// <see cref="EndOfLine"/>, and rare or new words are <see cref="Unknown"/>: the form in which WikiText-2 comes.
/// </summary>
public sealed class WordVocabulary : IVocabulary
{
    /// <summary>Stands for the end of a line.</summary>
    public const string EndOfLine = "<eos>";

    /// <summary>Stands for words that have no number.</summary>
    public const string Unknown = "<unk>";

    private readonly string[] _words;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>Numbers the words of a text by falling frequency, equally frequent ones in the order of their characters.</summary>
    /// <param name="text">The text to train on.</param>
    /// <param name="minimumCount">A word that occurs less often becomes unknown.</param>
    /// <exception cref="ArgumentException">The text has no words.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minimumCount"/> is below 1.</exception>
    public WordVocabulary(string text, int minimumCount = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumCount, 1);
        Dictionary<string, long> counts = new(StringComparer.Ordinal) { [Unknown] = 0 };
        foreach ((string word, int count) in Words(text).CountBy(word => word, StringComparer.Ordinal))
        {
            string key = count < minimumCount && word != EndOfLine ? Unknown : word;
            counts[key] = counts.GetValueOrDefault(key) + count;
        }

        if (!counts.Keys.Any(word => word is not (Unknown or EndOfLine)))
        {
            throw new ArgumentException($"The text has no word that occurs {minimumCount} times; take a longer text or a smaller minimum.", nameof(text));
        }

        KeyValuePair<string, long>[] sorted = [.. counts.OrderByDescending(item => item.Value).ThenBy(item => item.Key, StringComparer.Ordinal)];
        _words = [.. sorted.Select(item => item.Key)];
        Frequencies = [.. sorted.Select(item => item.Value)];
        for (int i = 0; i < _words.Length; i++)
        {
            _numbers.Add(_words[i], i);
        }

        UnknownToken = _numbers[Unknown];
    }

    /// <inheritdoc/>
    public int Count => _words.Length;

    /// <summary>The number of <see cref="Unknown"/>.</summary>
    public int UnknownToken { get; }

    /// <summary>How often each word occurs in the text; never rising.</summary>
    public IReadOnlyList<long> Frequencies { get; }

    /// <summary>The word with a number.</summary>
    public string this[int token] => _words[token];

    /// <inheritdoc/>
    public int[] Encode(string text) => [.. Words(text).Select(word => _numbers.GetValueOrDefault(word, UnknownToken))];

    /// <summary>The words with spaces between them, and lines where lines end.</summary>
    public string Decode(IEnumerable<int> tokens)
    {
        string text = string.Join(' ', tokens.Select(token => _words[token] == EndOfLine ? "\n" : _words[token]));
        return text.Replace(" \n", "\n", StringComparison.Ordinal).Replace("\n ", "\n", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Words(string text)
    {
        string[] lines = text.Split('\n');

        // What follows the last line's end is no line.
        int count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        for (int i = 0; i < count; i++)
        {
            foreach (string word in lines[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                yield return word;
            }

            yield return EndOfLine;
        }
    }
}
