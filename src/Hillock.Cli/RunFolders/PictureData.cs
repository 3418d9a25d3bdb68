using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Cli.PictureFiles;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.RunFolders;

/// <summary>A folder of pictures to train on, in it a folder for each class.</summary>
internal static class PictureData
{
    /// <summary>Whether the data is a folder, and not an embedded set of that name.</summary>
    public static bool IsFolder(string? source) => source is not null && Directory.Exists(source) && !ComparisonData.EmbeddedNames.Contains(source);

    /// <summary>Reads the pictures and divides them, or takes a second folder to measure on.</summary>
    /// <param name="source">The folder.</param>
    /// <param name="test">The folder to measure on; null to hold out a share.</param>
    /// <param name="settings">How is trained.</param>
    /// <param name="notes">Receives what is to be told of files that are passed over.</param>
    /// <param name="done">Is told after each picture, with the share that is read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static RunData Of(
        string source, string? test, TrainSettings settings, ICollection<string> notes, Action<double>? done, CancellationToken cancellationToken)
    {
        if (test is not null && !Directory.Exists(test))
        {
            throw new CommandException($"--test {test}: a folder with a folder for each class is expected, as {source} is one; there is no such folder.");
        }

        PictureSet set = PictureSet.Read(PictureList.ToTrainOn(source, cancellationToken), settings.Size, done, cancellationToken);
        PictureSet measured = test is null ? set
            : PictureSet.ReadLike(set, PictureList.ToMeasureOn(test, set.List.Classes, cancellationToken), done, cancellationToken);
        foreach (string note in ((string?[])[set.List.Note, ReferenceEquals(measured, set) ? null : measured.List.Note]).OfType<string>())
        {
            notes.Add(note);
        }

        (int[] training, int[] heldOut) = ValidationSplit.Of([.. set.List.Labels], test is null ? settings.Validation : 0, settings.Seed, source);
        heldOut = test is null ? heldOut : [.. Enumerable.Range(0, measured.Pixels.Length)];
        PictureScaling scaling = set.Scaling(training);
        return new RunData
        {
            Kind = RunKind.Pictures,
            Name = set.List.Name,
            Inputs = set.Inputs(scaling, training),
            Targets = set.Targets(training),
            HeldOutInputs = heldOut.Length == 0 ? null : measured.Inputs(scaling, heldOut),
            HeldOutTargets = heldOut.Length == 0 ? null : measured.Targets(heldOut),
            HeldOutPictures = [.. heldOut.Select(i => new HeldOutPicture(measured.List.NameOf(i), measured.Pixels[i]))],
            ExampleShape = Shape.Create([set.Channels, set.Height, set.Width]),
            Outputs = set.List.Classes.Count,
            ClassNames = set.List.Classes,
            PictureScaling = scaling,
        };
    }
}

/// <summary>A picture that is held out.</summary>
/// <param name="Name">Its path below the folder.</param>
/// <param name="Pixels">Its bytes at the size of all, plane after plane.</param>
internal sealed record HeldOutPicture(string Name, byte[] Pixels);
