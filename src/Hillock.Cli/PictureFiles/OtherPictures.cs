using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Images;

namespace Hillock.Cli.PictureFiles;

/// <summary>Pictures of formats that are not read, which a folder of pictures may have among the others.</summary>
internal static class OtherPictures
{
    private static readonly string[] Endings =
        [".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jp2", ".jxl", ".svg", ".ico", ".tga", ".psd", ".raw", ".cr2", ".nef", ".dng"];

    /// <summary>What is said of those in a folder and below it; null where there are none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="hasClasses">Whether its folders are classes, which may be links.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static string? Note(string folder, bool hasClasses, CancellationToken cancellationToken)
    {
        List<string> files = [];
        PictureFolder.Collect(folder, Endings, hasClasses, files, cancellationToken);
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
}
