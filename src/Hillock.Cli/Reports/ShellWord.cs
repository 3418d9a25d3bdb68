namespace Hillock.Cli.Reports;

/// <summary>Words of a command line to copy.</summary>
internal static class ShellWord
{
    /// <summary>Quotes a word if a shell would take it apart or replace something in it.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(static c => char.IsLetterOrDigit(c) || "-_./,:=+@%\\".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
