using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Cli.PictureFiles;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.RunFolders;

/// <summary>What a network of pictures says of files, a few hundred of them in memory at a time.</summary>
/// <param name="List">The files.</param>
/// <param name="Read">The places of those that could be read.</param>
/// <param name="Outputs">The outputs for these, a row each; null where none could be read.</param>
/// <param name="Faults">What was wrong with the others, by their places.</param>
internal sealed record PicturePredictions(PictureList List, IReadOnlyList<int> Read, Tensor? Outputs, IReadOnlyDictionary<int, Exception> Faults)
{
    private const int MostAtATime = 256;

    /// <summary>Whether an input is a picture or a folder of them, rather than an array of pictures.</summary>
    public static bool AreFiles(string path) => Path.Exists(path) ? Directory.Exists(path) || !ComparisonData.IsIdx(path)
        : path != "-" && !ComparisonData.ArePictures(path) && !ComparisonData.EmbeddedNames.Contains(path);

    /// <summary>Asks a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="description">Its description.</param>
    /// <param name="list">The files.</param>
    /// <param name="isStrict">Whether the first that cannot be read ends it.</param>
    /// <param name="done">Is told the share of the pictures that is done.</param>
    /// <param name="cancellationToken">Ends it between pictures.</param>
    public static PicturePredictions Of(
        Module network, ModelDescription description, PictureList list, bool isStrict, Action<double>? done, CancellationToken cancellationToken)
    {
        PictureScaling scaling = ScalingOf(description);
        (int channels, int height, int width) = (description.InputShape[0], description.InputShape[1], description.InputShape[2]);
        List<int> places = [];
        List<Tensor> outputs = [];
        SortedDictionary<int, Exception> faults = [];
        for (int first = 0; first < list.Files.Count; first = Math.Min(first + MostAtATime, list.Files.Count))
        {
            string[] files = [.. list.Files.Skip(first).Take(MostAtATime)];
            (Tensor?[] pictures, IReadOnlyDictionary<int, Exception> own) = PictureReader.ReadAll(
                files, path => PictureReader.Read(path, channels, height, width), done: null, cancellationToken);
            foreach ((int place, Exception fault) in own)
            {
                faults[first + place] = fault;
            }

            if (isStrict && faults.Count > 0)
            {
                throw new CommandException(ErrorLine.Of(faults.First().Value), ExitCode.Failure, faults.First().Value);
            }

            places.AddRange(Enumerable.Range(first, files.Length).Where(place => pictures[place - first] is not null));
            Tensor[] readable = [.. pictures.OfType<Tensor>()];
            if (readable.Length > 0)
            {
                outputs.Add(RunPredictor.Outputs(network, scaling.Apply(F.Stack(readable)), cancellationToken));
            }

            done?.Invoke((double)(first + files.Length) / list.Files.Count);
        }

        return new PicturePredictions(list, places, outputs.Count == 0 ? null : F.Concat(outputs), faults);
    }

    /// <summary>Measures a network on a folder of classes.</summary>
    /// <exception cref="CommandException">A picture cannot be read, or a class is not known.</exception>
    public static EvaluationReport Evaluate(
        Module network, ModelDescription description, string path, Action<string> tell, Action<double>? done, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            throw new CommandException(
                $"{path}: a folder with a folder for each class, or IDX pictures, is expected for a network of pictures; name one, or take hillock predict.");
        }

        PictureList list = PictureList.ToMeasureOn(path, description.ClassNames, cancellationToken);
        PicturePredictions asked = Of(network, description, list, isStrict: false, done, cancellationToken);
        if (list.Note is { } note)
        {
            tell(note);
        }

        PictureReader.RequireAll(list, asked.Faults);
        return RunEvaluation.Of(description, path, asked.Outputs!, Tensor.From([.. list.Labels.Select(static label => (long)label)]));
    }

    /// <summary>Says that some could not be read, once the others are written.</summary>
    /// <exception cref="CommandException">There are some.</exception>
    public void RequireAll()
    {
        if (Faults.Count > 0)
        {
            throw new CommandException(
                string.Create(CultureInfo.InvariantCulture, $"{List.Source}: {Faults.Count} of {Plural.Of(List.Files.Count, "picture")} cannot be read; ") +
                "the column error says why. Repair them or take them away.");
        }
    }

    // Arrays of pictures are standardised as columns, all by the same numbers.
    private static PictureScaling ScalingOf(ModelDescription description)
    {
        if (description.PictureScaling is { } scaling)
        {
            return scaling;
        }

        if (description.Preprocessing is not { } preprocessing || description.InputShape is not [> 0 and int channels, > 0, > 0])
        {
            throw new CommandException("model.json does not say how pixels are scaled; name the folder of a run that was trained on pictures.");
        }

        (double mean, double deviation) = (preprocessing.Standardization.Mean[0], preprocessing.Standardization.Deviation[0]);
        return new PictureScaling(
            [.. Enumerable.Repeat(mean, channels)], [.. Enumerable.Repeat(deviation > 0 ? deviation : double.PositiveInfinity, channels)]);
    }
}
