using System.Globalization;
using Hillock.Charts.CommandLine;

namespace Hillock.Cli.Comparisons;

/// <summary>What is there in the place of a file or folder that is not.</summary>
internal static class Nearby
{
    private const int MostNamed = 3, MostLookedAt = 10_000;

    /// <summary>The end of a sentence: the nearest name, others of its kind beside it, or the folder that is not there.</summary>
    /// <param name="path">What was named.</param>
    /// <param name="others">Further names that might be meant.</param>
    public static string File(string path, IEnumerable<string>? others = null)
    {
        if (MissingFolder(path) is { } folder)
        {
            return $"; the folder {folder} does not exist either.";
        }

        string[] names = Names(path, Directory.EnumerateFileSystemEntries);
        if (Suggestion.Nearest(Path.GetFileName(path), names.Concat(others ?? [])) is { } nearest)
        {
            return $"; did you mean '{(names.Contains(nearest) ? Path.Combine(Path.GetDirectoryName(path) ?? "", nearest) : nearest)}'?";
        }

        string extension = Path.GetExtension(path);
        string[] alike = extension.Length == 0 ? []
            : [.. names.Where(name => Path.GetExtension(name).Equals(extension, StringComparison.OrdinalIgnoreCase))];
        return alike.Length == 0 ? "; check the path." : $"; beside it {Plural.Word(alike.Length, "is", "are")} {Listed(alike)}.";
    }

    /// <summary>The end of a sentence: the folders of runs in the place of one that is not there.</summary>
    public static string Run(string path)
    {
        if (MissingFolder(path) is { } folder)
        {
            return $"; the folder {folder} does not exist either.";
        }

        string[] names = Names(path, Directory.EnumerateDirectories);
        string[] runs = [.. names.Where(name => System.IO.File.Exists(Path.Combine(Folder(path), name, "run.json")))];
        return Suggestion.Nearest(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), runs) is { } nearest
            ? $"; did you mean '{Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) ?? "", nearest)}'?"
            : $"; name one that hillock train wrote{(runs.Length == 0 ? "" : $", such as {Listed(runs)}")}.";
    }

    private static string Listed(string[] names) => string.Join(", ", names.Take(MostNamed)) +
        (names.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {names.Length - MostNamed} more") : "");

    private static string Folder(string path) => Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(path))) ?? Path.GetFullPath(path);

    private static string? MissingFolder(string path) =>
        Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } folder && !Directory.Exists(folder) ? folder : null;

    private static string[] Names(string path, Func<string, IEnumerable<string>> enumerate)
    {
        try
        {
            return [.. enumerate(Folder(path)).Take(MostLookedAt).Select(static one => Path.GetFileName(one)).Where(static name => name[0] != '.')
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
