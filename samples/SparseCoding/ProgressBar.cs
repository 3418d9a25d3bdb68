using Hillock.Training.SparseCoding;

namespace SparseCoding;

/// <summary>A line on the terminal that fills round by round; nothing where the output is no terminal.</summary>
internal sealed class ProgressBar : IProgress<DictionaryProgress>
{
    private const int Width = 30;

    /// <inheritdoc/>
    public void Report(DictionaryProgress value)
    {
        if (!Console.IsErrorRedirected)
        {
            int filled = Width * value.Round / value.Rounds;
            Console.Error.Write(FormattableString.Invariant(
                $"\r[{new string('#', filled)}{new string('.', Width - filled)}] round {value.Round}/{value.Rounds}, objective {value.Objective:F1}, {value.Sparsity:P1} of codes 0, {value.Replaced} atoms replaced   "));
        }
    }

    /// <summary>Goes on to the next line.</summary>
    public static void End()
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.WriteLine();
        }
    }
}
