using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Data;
using Hillock.Kernels;
using Hillock.Training;

namespace Hillock.Cli.Comparisons;

/// <summary>From the library's result to the tool's report.</summary>
internal static class ComparisonConversion
{
    private const int LongestName = 80;

    /// <summary>Builds the report of a comparison.</summary>
    /// <param name="comparison">The result.</param>
    /// <param name="data">The data.</param>
    /// <param name="source">As the command line named the data; <see langword="null"/> for the default.</param>
    /// <param name="columns">How its columns were used.</param>
    /// <param name="activations">The activations, in the order of the result unless losses were compared.</param>
    /// <param name="losses">The losses, in the order of the result; none where activations were compared.</param>
    public static ComparisonReport ToReport(
        TrainingComparison comparison, TabularData data, string? source, TableOptions columns, IReadOnlyList<string> activations,
        IReadOnlyList<string> losses)
    {
        ComparisonSettings settings = new() { Activations = activations, Losses = losses, Options = comparison.Options, Threads = Parallelism.Threads };
        source ??= ComparisonData.EmbeddedNames.First();
        return ComparisonReportBuilder.Build(
            settings,
            Describe(data, source, comparison.Features, comparison.Options.Balance) with { UntaughtClasses = Untaught(data, comparison.Splits) },
            CommandLine(settings, source, columns),
            [.. comparison.Runs.Select(runs => runs.Select(run => run with { Score = Finite.OrNull(run.Score) }).ToArray())], comparison.Interrupted,
            comparison.Costs, data.Times.IsEmpty && data.Groups.IsEmpty ? null : [.. comparison.Splits.SelectMany(static split => split)]);
    }

    /// <summary>Describes the data for a report.</summary>
    public static DataDescription Describe(TabularData data, string source, int features, bool balance)
    {
        int[] counts = new int[data.ClassNames.Count];
        foreach (int label in data.Classes)
        {
            counts[label]++;
        }

        return new DataDescription
        {
            Name = Path.GetFileName(source),
            Source = data.Provenance,
            Target = Short(data.TargetName),
            Rows = data.RowCount,
            HasTimes = !data.Times.IsEmpty,
            Features = features,
            Classes = [.. counts.Select((count, i) => new ClassCount(Short(data.ClassNames[i]), count))],
            Metric = !data.IsClassification ? Metric.RSquared : balance ? Metric.BalancedAccuracy : Metric.Accuracy,
            Baseline = !data.IsClassification ? 0 : balance ? 1.0 / counts.Count(static count => count > 0) : (double)counts.Max() / data.RowCount,
        };
    }

    private static string[] Untaught(TabularData data, IReadOnlyList<IReadOnlyList<Fold>> splits)
    {
        HashSet<int> untaught = [];
        foreach (Fold fold in splits.SelectMany(static split => split).Where(_ => data.IsClassification))
        {
            bool[] taught = new bool[data.ClassNames.Count];
            foreach (int row in fold.Training)
            {
                taught[data.Classes[row]] = true;
            }

            foreach (int row in fold.HeldOut)
            {
                if (!taught[data.Classes[row]])
                {
                    untaught.Add(data.Classes[row]);
                }
            }
        }

        return [.. untaught.Order().Select(label => Short(data.ClassNames[label]))];
    }

    /// <summary>A name as it is shown: a class may be named by a page of text.</summary>
    public static string Short(string name) => name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName), "…");

    /// <summary>The words of a command line that name the data.</summary>
    public static IEnumerable<string> DataWords(string source, TableOptions columns) => [source, .. columns.Words()];

    private static string CommandLine(ComparisonSettings settings, string source, TableOptions columns)
    {
        List<string> words = ["hillock", "compare", .. DataWords(source, columns)];
        Add("--activations", string.Join(',', settings.Activations));
        AddIf(settings.Losses.Count > 0, "--losses", string.Join(',', settings.Losses));
        Add("--folds", settings.Options.Folds);
        Add("--repeats", settings.Options.Repeats);
        Add("--hidden", string.Join(',', settings.Options.Hidden));
        AddIf(settings.Options.Epochs is not null, "--epochs", settings.Options.Epochs);
        Add("--batch-size", settings.Options.BatchSize);
        Add("--optimizer", settings.OptimizerName);
        AddIf(settings.Options.LearningRate is not null, "--learning-rate", settings.Options.LearningRate);
        AddIf(settings.Options.WeightDecay > 0, "--weight-decay", settings.Options.WeightDecay);
        if (settings.Options.Balance)
        {
            words.Add("--balance");
        }

        AddIf(settings.Options.NaturalEpochs > 0, "--natural-epochs", settings.Options.NaturalEpochs);
        Add("--seed", settings.Options.Seed);
        return string.Join(' ', words.Select(ShellWord.Quote));

        void Add(string name, object value) => words.AddRange([name, System.Convert.ToString(value, CultureInfo.InvariantCulture)!]);

        void AddIf(bool condition, string name, object? value)
        {
            if (condition)
            {
                Add(name, value!);
            }
        }
    }
}
