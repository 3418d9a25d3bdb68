using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Images;

namespace Hillock.Cli.PictureFiles;

/// <summary>Files of pictures, with their classes where those are known.</summary>
/// <param name="Source">The folder, or the only file.</param>
/// <param name="Files">Their paths.</param>
/// <param name="Labels">The places of their classes; empty where they have none.</param>
/// <param name="Classes">The names of the classes.</param>
internal sealed record PictureList(string Source, IReadOnlyList<string> Files, IReadOnlyList<int> Labels, IReadOnlyList<string> Classes)
{
    private const int MostNames = 20;

    /// <summary>What is to be told of files that are passed over; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Tells it.</summary>
    public void WriteNote(TextWriter output)
    {
        if (Note is not null)
        {
            Prose.Write(Terminal.ForOutput(output), $"note {Note}", "  ");
        }
    }

    /// <summary>The name of the folder or file, without where it is.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Source)));

    /// <summary>A file below its folder, the same on every system.</summary>
    public string NameOf(int index) => Directory.Exists(Source) ? Path.GetRelativePath(Source, Files[index]).Replace('\\', '/') : Files[index];

    /// <summary>A folder to train on: in it a folder for each class.</summary>
    /// <exception cref="CommandException">There are fewer than two, or one without pictures.</exception>
    public static PictureList ToTrainOn(string folder, CancellationToken cancellationToken)
    {
        if (Folders(folder).Count < 2)
        {
            throw new CommandException(
                $"{folder}: a folder for each of two or more classes is expected in it, with the class's pictures, but there " +
                $"{(Folders(folder).Count == 0 ? "is none" : $"is one, {Folders(folder)[0]}")}; move the pictures of each class into a folder of its own.");
        }

        PictureFolder found = PictureFolder.Open(folder, allowEmptyClasses: true, cancellationToken);
        for (int i = 0; i < found.Classes.Count; i++)
        {
            if (!found.Labels.Contains(i))
            {
                throw new CommandException($"{folder}: there is no PNG or JPEG picture in {found.Classes[i]}; add some, or take the folder " +
                    $"away.{Others(Path.Combine(folder, found.Classes[i]), cancellationToken)}");
            }
        }

        return new PictureList(folder, found.Files, found.Labels, found.Classes) { Note = OtherPictures.Note(folder, hasClasses: true, cancellationToken) };
    }

    /// <summary>A folder to measure on: in it folders for some or all of the classes.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="classes">The classes that the network knows.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="CommandException">There is a class that is not known, or no picture.</exception>
    public static PictureList ToMeasureOn(string folder, IReadOnlyList<string> classes, CancellationToken cancellationToken)
    {
        List<string> files = [];
        List<int> labels = [];
        foreach (string name in Folders(folder))
        {
            IReadOnlyList<string> own = PictureFolder.List(Path.Combine(folder, name), cancellationToken);
            int label = Enumerable.Range(0, classes.Count).FirstOrDefault(i => classes[i] == name, -1);
            if (label < 0 && own.Count > 0)
            {
                string more = classes.Count > MostNames ? $" and {classes.Count - MostNames} more" : "";
                throw new CommandException(
                    $"{folder}: the network knows no class {name}; rename or take away that folder. Its classes are " +
                    $"{string.Join(", ", classes.Take(MostNames))}{more}.");
            }

            files.AddRange(own);
            labels.AddRange(Enumerable.Repeat(label, own.Count));
        }

        return files.Count > 0
            ? new PictureList(folder, files, labels, classes) { Note = OtherPictures.Note(folder, hasClasses: true, cancellationToken) }
            : throw new CommandException(
            $"{folder}: there is no PNG or JPEG picture in a folder of a class; to ask about pictures without classes, take hillock predict." +
            Others(folder, cancellationToken));
    }

    /// <summary>A picture, or all below a folder, without their classes.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static PictureList ToAskAbout(string path, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> files = Directory.Exists(path) ? PictureFolder.List(path, cancellationToken) : [path];
        return files.Count > 0
            ? new PictureList(path, files, [], []) { Note = Directory.Exists(path) ? OtherPictures.Note(path, hasClasses: false, cancellationToken) : null }
            : throw new CommandException(
                $"{path}: there is no PNG or JPEG picture in it; name a picture, or a folder with some.{Others(path, cancellationToken)}");
    }

    private static string Others(string folder, CancellationToken cancellationToken) =>
        OtherPictures.Note(folder, hasClasses: true, cancellationToken) is { } note ? $" {note}" : "";

    private static List<string> Folders(string folder) =>
    [
        .. Directory.EnumerateDirectories(folder).Select(static path => Path.GetFileName(path)).Where(static name => name[0] != '.')
            .Order(StringComparer.Ordinal),
    ];
}
