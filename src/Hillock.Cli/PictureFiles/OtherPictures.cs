using System.Globalization;
using Hillock.Charts.CommandLine;

namespace Hillock.Cli.PictureFiles;

/// <summary>Pictures of formats that are not read, which a folder of pictures may have among the others.</summary>
internal static class OtherPictures
{
    private static readonly string[] Endings =
        [".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jp2", ".jxl", ".svg", ".ico", ".tga", ".psd", ".raw", ".cr2", ".nef", ".dng"];

    /// <summary>What is said of those in a folder and below it; null where there are none.</summary>
    public static string? Note(string folder, CancellationToken cancellationToken)
    {
        List<string> files = [];
        Collect(folder, files, isTop: true, cancellationToken);
        if (files.Count == 0)
        {
            return null;
        }

        string kinds = string.Join(", ", files.GroupBy(static file => Path.GetExtension(file).ToLowerInvariant()).OrderByDescending(static kind => kind.Count())
            .ThenBy(static kind => kind.Key, StringComparer.Ordinal)
            .Select(static kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Count():N0} {kind.Key}")));
        return $"{folder}: {Plural.Of(files.Count, "picture")} of other formats {Plural.Word(files.Count, "is", "are")} passed over ({kinds}), such as " +
            $"{Path.GetRelativePath(folder, files[0]).Replace('\\', '/')}; convert {Plural.Word(files.Count, "it", "them")} to PNG or JPEG.";
    }

    // As pictures are found: nothing hidden, links to folders of a class but to none further down.
    private static void Collect(string folder, List<string> files, bool isTop, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        files.AddRange(Shown(Directory.EnumerateFiles(folder)).Where(static file =>
            Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)));
        foreach (string inner in Shown(Directory.EnumerateDirectories(folder)).Where(inner => isTop || new DirectoryInfo(inner).LinkTarget is null))
        {
            Collect(inner, files, isTop: false, cancellationToken);
        }
    }

    private static IEnumerable<string> Shown(IEnumerable<string> paths) =>
        paths.Where(static path => Path.GetFileName(path)[0] != '.').Order(StringComparer.Ordinal);
}
