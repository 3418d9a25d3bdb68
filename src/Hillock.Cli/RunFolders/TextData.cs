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

    /// <summary>Whether a file is a text, by its name.</summary>
    public static bool IsText(string? path) => Path.GetExtension(path) is { } extension && extension.Equals(".txt", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataFormatException">It is too long, empty, or not of its encoding.</exception>
    public static string Read(string path, CancellationToken cancellationToken = default) =>
        new FileInfo(path) is { Exists: true, Length: > MostBytes }
            ? throw new DataFormatException(path, null, $"it has more than {MostBytes >> 20} MB", "cut it")
            : TextFile.Read(path, cancellationToken: cancellationToken);

    /// <summary>Divides a text: its end is held out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="test">A second text to measure on; null to hold out the end.</param>
    /// <param name="share">The share that is held out without it.</param>
    /// <param name="steps">The characters of a piece.</param>
    public static RunData Of(string path, string text, string? test, double share, int steps)
    {
        CharacterVocabulary vocabulary = new(text);
        if (vocabulary.Count is < 2 or > MostCharacters)
        {
            throw new CommandException(
                $"{path}: a text of 2 to {MostCharacters} different characters is expected but it has {vocabulary.Count}; name another file.");
        }

        int[] tokens = vocabulary.Encode(text);
        int held = test is null ? (int)(share * tokens.Length) : 0;
        (Tensor inputs, Tensor targets) = Pieces(tokens.AsMemory(0, tokens.Length - held), steps)
            ?? throw new CommandException(
                $"{path}: {Plural.Of(tokens.Length - held, "character")} to train on {Plural.Word(tokens.Length - held, "is", "are")} no piece of {steps} " +
                "and the next; name a longer text, or lower --steps.");
        (Tensor Inputs, Tensor Targets)? measured = Pieces(test is null ? tokens.AsMemory(tokens.Length - held) : Encode(test, vocabulary.Pieces, path), steps);
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
            Outputs = vocabulary.Count,
            Vocabulary = vocabulary.Pieces,
        };
    }

    /// <summary>The numbers of the characters.</summary>
    /// <exception cref="CommandException">The vocabulary does not have one.</exception>
    public static int[] Encode(string text, IReadOnlyList<string> vocabulary, string source)
    {
        CharacterVocabulary characters = CharacterVocabulary.FromPieces(vocabulary);
        try
        {
            return characters.Encode(text);
        }
        catch (FormatException exception)
        {
            string message = exception.Message.Replace("the vocabulary was made of", "the model was trained on", StringComparison.Ordinal);
            throw new CommandException($"{source}: {message}", ExitCode.Failure, exception);
        }
    }

    /// <summary>Pieces one after the other, and of each the characters one further on; null where there are too few.</summary>
    public static (Tensor Inputs, Tensor Targets)? Pieces(ReadOnlyMemory<int> tokens, int steps)
    {
        if (tokens.Length <= steps)
        {
            return null;
        }

        // Targets of one step have an axis for it all the same.
        (Tensor inputs, Tensor targets) = new TokenWindows(tokens, steps, steps, stride: steps).ToTensors();
        return (inputs, targets.Reshape(inputs.Shape.Dimensions));
    }
}
