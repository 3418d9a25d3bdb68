using System.Text;

namespace Hillock.Samples.Text;

/// <summary>The characters (code points) of a text, in ascending order.</summary>
public sealed class CharacterVocabulary : IVocabulary
{
    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, int> _numbers = [];

    /// <summary>Numbers the characters that occur in a text.</summary>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public CharacterVocabulary(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        _characters = [.. text.EnumerateRunes().Distinct().Order()];
        for (int i = 0; i < _characters.Length; i++)
        {
            _numbers.Add(_characters[i], i);
        }
    }

    /// <inheritdoc/>
    public int Count => _characters.Length;

    /// <summary>The number of each character.</summary>
    /// <exception cref="FormatException">A character does not occur in the text that the vocabulary was made of.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<int> tokens = new(text.Length);
        foreach (Rune character in text.EnumerateRunes())
        {
            tokens.Add(_numbers.TryGetValue(character, out int number)
                ? number
                : throw new FormatException(
                    $"character {tokens.Count + 1}, '{character}' (U+{character.Value:X4}), does not occur in the training text; leave it out."));
        }

        return [.. tokens];
    }

    /// <inheritdoc/>
    public string Decode(IEnumerable<int> tokens) => string.Concat(tokens.Select(token => _characters[token].ToString()));
}
