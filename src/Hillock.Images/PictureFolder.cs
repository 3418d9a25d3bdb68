using System.Globalization;
using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Images;

/// <summary>A folder of pictures, in it a folder for each class, as of torchvision's <c>ImageFolder</c>.</summary>
/// <remarks>
/// <para>
/// Classes and pictures stand in ordinal order of their names, the same on every machine. Pictures are files that end in <c>.png</c>, <c>.jpg</c>,
/// <c>.jpeg</c>, <c>.jpe</c> or <c>.jfif</c>, in capitals or not, at any depth below the class's folder. What is hidden (a name that begins with a dot) and
/// files of other kinds are passed over. Links to files and links that stand as a class are followed, links to folders further down are not, for they may
/// lead round in circles.
/// </para>
/// <para>Opening looks at names alone; pictures are read one by one, from any thread.</para>
/// </remarks>
public sealed class PictureFolder
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".jpe", ".jfif"];

    private PictureFolder(string path, string[] classes, string[] files, int[] labels)
    {
        Path = path;
        Classes = Array.AsReadOnly(classes);
        Files = Array.AsReadOnly(files);
        Labels = Array.AsReadOnly(labels);
    }

    /// <summary>The folder, as given.</summary>
    public string Path { get; }

    /// <summary>The names of the classes, which are those of the folders.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The paths of the pictures, class by class.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The classes of the pictures, as places in <see cref="Classes"/>.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Looks up classes and pictures.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="allowEmptyClasses">Whether a class may have no pictures; it keeps its place in <see cref="Classes"/> then.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="DataFormatException">There are fewer than two classes, one has no pictures, or two names differ in capitals only.</exception>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or one in it, may not be listed.</exception>
    /// <exception cref="OperationCanceledException">The search was ended.</exception>
    public static PictureFolder Open(string path, bool allowEmptyClasses = false, CancellationToken cancellationToken = default)
    {
        Require(path);
        string[] folders = Sorted(Directory.EnumerateDirectories(path));
        string[] classes = Array.ConvertAll(folders, static folder => System.IO.Path.GetFileName(folder));
        if (classes.Length < 2)
        {
            throw new DataFormatException(
                path, null, $"classes are the folders in it; two or more are expected, but there {(classes.Length == 1 ? "is one, " + classes[0] : "is none")}",
                "put the pictures of each class into a folder of its own, or use PictureFolder.List for pictures without classes");
        }

        Dictionary<string, string> seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        List<string> files = [];
        List<int> labels = [];
        for (int i = 0; i < classes.Length; i++)
        {
            if (!seen.TryAdd(classes[i], classes[i]))
            {
                throw new DataFormatException(
                    path, null, $"the classes {seen[classes[i]]} and {classes[i]} differ in capitals only", "rename one, or put both into one folder");
            }

            int before = files.Count;
            Collect(folders[i], files, cancellationToken);
            if (files.Count == before && !allowEmptyClasses)
            {
                throw new DataFormatException(
                    path, $"class {classes[i]}", $"there are no pictures ({string.Join(", ", Endings)}) in its folder",
                    "add some, remove the folder, or allow empty classes");
            }

            labels.AddRange(Enumerable.Repeat(i, files.Count - before));
        }

        return new PictureFolder(path, classes, [.. files], [.. labels]);
    }

    /// <summary>The pictures in a folder and those below it, without classes: what <see cref="Open"/> would find for one class.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Their paths in ordinal order, those of a folder before those of the folders in it.</returns>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or one in it, may not be listed.</exception>
    /// <exception cref="OperationCanceledException">The search was ended.</exception>
    public static IReadOnlyList<string> List(string path, CancellationToken cancellationToken = default)
    {
        Require(path);
        List<string> files = [];
        Collect(path, files, cancellationToken);
        return files;
    }

    /// <summary>Reads one picture.</summary>
    /// <param name="index">Its place in <see cref="Files"/>.</param>
    /// <param name="channels">Which channels to give.</param>
    /// <param name="maximumPixels">The pixels that it may have.</param>
    /// <returns>Bytes, <c>[channels, height, width]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    /// <exception cref="DataFormatException">The file is no picture, damaged, truncated or too large.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Tensor Read(int index, PictureChannels channels = PictureChannels.Rgb, long maximumPixels = Picture.DefaultMaximumPixels)
    {
        if ((uint)index >= (uint)Files.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"PictureFolder.Read expects 0 to {Files.Count - 1}, the places of pictures.");
        }

        return Picture.Read(Files[index], channels, maximumPixels);
    }

    /// <summary>
    /// The pictures and their classes as the items of a <see cref="DataLoader"/>: bytes <c>[channels, height, width]</c>, and an int64. A picture is read when
    /// its item is, by the loader's workers; a transform brings them to one size and to numbers.
    /// </summary>
    /// <param name="channels">Which channels to give.</param>
    /// <param name="maximumPixels">The pixels that a picture may have.</param>
    /// <remarks>
    /// A damaged picture is a <see cref="DataLoaderException"/> of the loader with its path, unless <see cref="DataLoaderOptions.Skips"/> leaves it out.
    /// </remarks>
    public IDataset<(Tensor Inputs, Tensor Targets)> AsDataset(
        PictureChannels channels = PictureChannels.Rgb, long maximumPixels = Picture.DefaultMaximumPixels) => new PictureDataset(this, channels, maximumPixels);

    /// <summary>Reads all pictures, which have one size.</summary>
    /// <param name="options">Channels, limits, and what becomes of damaged pictures.</param>
    /// <param name="progress">Is told how many pictures were read or left out, after each.</param>
    /// <param name="cancellationToken">Ends the reading between two pictures.</param>
    /// <exception cref="DataFormatException">
    /// A picture is damaged and none may be, has another size than the first, or none is left; or all together are more than an array holds.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read, and none may be left out.</exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public LabelledPictures Load(PictureLoadOptions? options = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new PictureLoadOptions();
        byte[]? all = null;
        Shape? shape = null;
        string first = "";
        List<long> labels = [];
        List<SkippedPicture> skipped = [];
        for (int i = 0; i < Files.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryRead(i, options, skipped) is Tensor picture)
            {
                if (all is null)
                {
                    first = Files[i];
                    shape = picture.Shape;
                    all = new byte[checked((int)Limit(picture.Length * (long)Files.Count))];
                }
                else if (!picture.Shape.Equals(shape))
                {
                    throw new DataFormatException(
                        Files[i], null, $"[channels, height, width] are {picture.Shape}, and {shape} in {first}",
                        "bring all pictures to one size, or read them one by one with Read");
                }

                picture.AsReadOnlySpan<byte>().CopyTo(all.AsSpan(labels.Count * picture.Length));
                GC.KeepAlive(picture);
                labels.Add(Labels[i]);
            }

            progress?.Report(i + 1);
        }

        if (all is null || shape is null)
        {
            throw new DataFormatException(
                Path, null, $"none of {Files.Count.ToString(CultureInfo.InvariantCulture)} pictures can be read",
                "read without leaving any out, to see the first fault");
        }

        if (skipped.Count > 0)
        {
            Array.Resize(ref all, labels.Count * shape.Length);
        }

        return new LabelledPictures(Tensor.From(all, [labels.Count, shape[0], shape[1], shape[2]]), Tensor.From(labels.ToArray()), Classes, skipped);
    }

    private Tensor? TryRead(int index, PictureLoadOptions options, List<SkippedPicture> skipped)
    {
        try
        {
            return Read(index, options.Channels, options.MaximumPixels);
        }
        catch (Exception exception) when (options.SkipUnreadable && exception is DataFormatException or IOException or UnauthorizedAccessException)
        {
            skipped.Add(new SkippedPicture(Files[index], exception));
            return null;
        }
    }

    private long Limit(long bytes) => bytes <= Array.MaxLength
        ? bytes
        : throw new DataFormatException(
            Path, null, $"all pictures have {bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes, more than an array holds",
            "read them batch by batch with Read");

    private static void Require(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException(File.Exists(path)
                ? $"Cannot list {path}: it is a file; name a folder, or read it with Picture.Read."
                : $"Cannot list {path}: there is no such folder; check the path.");
        }
    }

    /// <summary>Finds the files of a folder and of those below it that end so, as pictures are found.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="endings">The endings, with their dots.</param>
    /// <param name="followsLinks">Whether links to folders that stand in it are followed, as those of classes are; further down none is.</param>
    /// <param name="files">Receives their paths.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    internal static void Collect(string folder, string[] endings, bool followsLinks, List<string> files, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        files.AddRange(Sorted(Directory.EnumerateFiles(folder)).Where(
            file => endings.Contains(System.IO.Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)));
        foreach (string inner in Sorted(Directory.EnumerateDirectories(folder)).Where(inner => followsLinks || new DirectoryInfo(inner).LinkTarget is null))
        {
            Collect(inner, endings, followsLinks: false, files, cancellationToken);
        }
    }

    private static void Collect(string folder, List<string> files, CancellationToken cancellationToken) =>
        Collect(folder, Endings, followsLinks: false, files, cancellationToken);

    private static string[] Sorted(IEnumerable<string> paths)
    {
        string[] shown = [.. paths.Where(static path => System.IO.Path.GetFileName(path)[0] != '.')];
        Array.Sort(shown, StringComparer.Ordinal);
        return shown;
    }
}
