using System.Text;
using Hillock.Charts.CommandLine;
using Hillock.Data;
using Hillock.Tensors;
using Hillock.Training;

namespace Hillock.Cli.RunFolders;

/// <summary>A text to train on: pieces of one length, and of each the characters that follow.</summary>
internal static class TextData
{
    private const long MostBytes = 64 << 20;
    private const int MostCharacters = 8192;
    private const int MostHeldOut = 1 << 16; // characters that are measured after each epoch

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether a file is a text, by its name.</summary>
    public static bool IsText(string? path) => Path.GetExtension(path) is { } extension && extension.Equals(".txt", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataFormatException">It is too long, or no UTF-8.</exception>
    public static string Read(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
        {
            throw new DataFormatException(path, null, $"it has more than {MostBytes >> 20} MB", "cut it");
        }

        try
        {
            using Stream stream = DataFile.OpenRead(path);
            using MemoryStream bytes = new();
            stream.CopyTo(bytes);
            string text = Strict.GetString(bytes.ToArray());
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException exception)
        {
            throw new DataFormatException(path, null, "it is not UTF-8", "convert it, or check which file it is", exception);
        }
    }

    /// <summary>Divides a text: its end is held out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="test">A second text to measure on; null to hold out the end.</param>
    /// <param name="share">The share that is held out without it.</param>
    /// <param name="steps">The characters of a piece.</param>
    public static RunData Of(string path, string text, string? test, double share, int steps)
    {
        string[] vocabulary = [.. text.EnumerateRunes().Distinct().Order().Select(static rune => rune.ToString())];
        if (vocabulary.Length is < 2 or > MostCharacters)
        {
            throw new CommandException(
                $"{path}: a text of 2 to {MostCharacters} different characters is expected but it has {vocabulary.Length}; name another file.");
        }

        int[] tokens = Encode(text, vocabulary, path);
        int held = test is null ? (int)(share * tokens.Length) : 0;
        (Tensor inputs, Tensor targets) = Pieces(tokens.AsSpan(0, tokens.Length - held), steps)
            ?? throw new CommandException(
                $"{path}: {Plural.Of(tokens.Length - held, "character")} to train on {Plural.Word(tokens.Length - held, "is", "are")} no piece of {steps} " +
                "and the next; name a longer text, or lower --steps.");
        (Tensor Inputs, Tensor Targets)? measured = Pieces(test is null ? tokens.AsSpan(tokens.Length - held) : Encode(test, vocabulary, path), steps);
        int most = Math.Max(1, MostHeldOut / steps);
        return new RunData
        {
            Kind = RunKind.Text,
            Name = Path.GetFileName(path),
            Inputs = inputs,
            Targets = targets,
            HeldOutInputs = measured is { } one ? FoldData.Spread(one.Inputs, most) : null,
            HeldOutTargets = measured is { } other ? FoldData.Spread(other.Targets, most) : null,
            ExampleShape = Shape.Create([steps]),
            Outputs = vocabulary.Length,
            Vocabulary = vocabulary,
        };
    }

    /// <summary>The numbers of the characters.</summary>
    /// <exception cref="CommandException">The vocabulary does not have one.</exception>
    public static int[] Encode(string text, IReadOnlyList<string> vocabulary, string source)
    {
        Dictionary<string, int> numbers = vocabulary.Select(static (word, number) => (word, number)).ToDictionary(
            static pair => pair.word, static pair => pair.number, StringComparer.Ordinal);
        List<int> tokens = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            tokens.Add(numbers.TryGetValue(rune.ToString(), out int number) ? number : throw new CommandException(
                $"{source}: the character {tokens.Count + 1}, '{rune}' (U+{rune.Value:X4}), does not occur in the text that the model was trained on; " +
                "leave it out."));
        }

        return [.. tokens];
    }

    /// <summary>Pieces one after the other, and of each the characters one further on; null where there are too few.</summary>
    public static (Tensor Inputs, Tensor Targets)? Pieces(ReadOnlySpan<int> tokens, int steps)
    {
        int count = (tokens.Length - 1) / steps;
        if (count < 1)
        {
            return null;
        }

        long[] inputs = new long[count * steps], targets = new long[count * steps];
        for (int i = 0; i < inputs.Length; i++)
        {
            (inputs[i], targets[i]) = (tokens[i], tokens[i + 1]);
        }

        return (Tensor.From(inputs, [count, steps]), Tensor.From(targets, [count, steps]));
    }
}
