using System.Globalization;
using Hillock.Charts;
using Hillock.Charts.CommandLine;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>The last part of the HTML report: how to repeat it, and what its words mean.</summary>
internal static class HtmlMethod
{
    public static void Write(MarkupBuilder page, ComparisonReport report)
    {
        page.Open("section");
        page.Text("h2", "How it was measured");
        page.Text("p", "This command gives the same scores again, on any machine and with any number of threads:");
        page.Text("pre", report.CommandLine);
        WriteSettings(page, report);
        page.Open("details");
        page.Text("summary", "What the words mean");
        page.Open("dl");
        foreach ((string? term, string? meaning) in Glossary(report))
        {
            page.Text("dt", term);
            page.Text("dd", meaning);
        }

        page.Close().Close().Close();
        page.Text(
            "footer",
            $"Written by hillock {report.Version}. The page holds its data as JSON in the element with the id “report”; --json writes a " +
            "file that has the training curves and every run’s layers and search too.");
    }

    private static void WriteSettings(MarkupBuilder page, ComparisonReport report)
    {
        (ComparisonSettings settings, DataDescription data, MachineDescription machine) = (report.Settings, report.Data, report.Machine);
        ComparisonOptions options = settings.Options;
        page.Open("dl");
        Entry(page, "Data", data.Source);
        foreach (string note in data.Notes)
        {
            Entry(page, "", note);
        }

        if (data.Metric != Metric.RSquared)
        {
            Entry(page, "Classes", string.Join(", ", data.Classes.Select(item => FormattableString.Invariant($"{item.Name} ({item.Rows})"))));
        }

        Entry(
            page, "A guess scores",
            data.Metric != Metric.RSquared
                ? $"{Label.Percent(data.Baseline)} % (always {(data.Metric == Metric.Accuracy ? "the commonest" : "the same")} class)"
                : "0 (always the mean)");
        Entry(page, "Training", string.Create(
            CultureInfo.InvariantCulture,
            $"{(options.Epochs is { } epochs ? Plural.Of(epochs, "epoch") : "as many epochs as each run needs")}, batches of {options.BatchSize}, " +
            $"{settings.OptimizerName}, {(options.LearningRate is { } rate ? $"learning rate {rate}" : "each run's own learning rate")}, seed {options.Seed}"));
        string vectors = machine.VectorBits == 0 ? "no vector instructions" : FormattableString.Invariant($"vectors of {machine.VectorBits} bits");
        Entry(page, "Machine", string.Create(
            CultureInfo.InvariantCulture,
            $"{machine.Processor}, {Plural.Of(machine.LogicalCores, "logical core")}, {vectors}, {Plural.Of(settings.Threads, "thread")}, " +
            $"{machine.Runtime}, {machine.System}"));
        page.Close();
    }

    private static void Entry(MarkupBuilder page, string term, string value)
    {
        if (term.Length > 0)
        {
            page.Text("dt", term);
        }

        page.Text("dd", value);
    }

    private static IEnumerable<(string Term, string Meaning)> Glossary(ComparisonReport report)
    {
        double ratio = 1.0 / (report.Settings.Options.Folds - 1);
        yield return report.Data.Metric != Metric.RSquared
            ? ("Accuracy", "The share of held-out rows whose class is predicted.")
            : ("R²",
                "1 minus the squared error over the squared error of always predicting the mean of the held-out rows. 1 is perfect, 0 is no better than the " +
                "mean.");
        yield return ("Confidence interval",
            "Of the mean score, by Student's t. The scores of folds depend on each other because their training sets overlap, so the variance is " +
            $"s²·(1/n + test rows/training rows), here s²·(1/n + {ratio.ToString("0.###", CultureInfo.InvariantCulture)}) (Nadeau and Bengio, 2003).");
        yield return ("p",
            "How likely a difference as large as this is between two that are equally good: the corrected resampled t-test on the differences fold by fold. " +
            "Holm's correction keeps the chance of any false finding in the whole table below 5 %.");
        yield return ("Time per epoch", "The median over the runs, without evaluation. Changes from run to run, unlike everything else here.");
        yield return ("Dead units", "Hidden units whose derivative is 0 for every held-out row: they get no gradient and cannot recover.");
        yield return ("Saturation",
            "How often, over held-out rows and hidden units, the derivative is nearly 0 (less than 1 % of the function's steepest slope).");
        yield return ("Mean output", "The mean output of the hidden units. Far from 0 it shifts the inputs of the next layer (bias shift) and slows training.");
        yield return ("Gradient, first / last",
            "The norm of the gradient of the first layer's weights over the last layer's, in the last epoch. Far below 1: the gradient vanishes. Far above " +
            "1: it explodes.");
    }
}
