using System.Globalization;
using Hillock.Charts;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Training;

namespace Hillock.Cli.Diagnoses;

/// <summary>The diagnosis as one HTML file that needs nothing else, in the style of the comparison's.</summary>
/// <remarks>The markup is well-formed XML too, which the tests use.</remarks>
internal static class HtmlDiagnosis
{
    private static readonly string[] Headings =
        ["Layer", "Mean output", "Variance", "Dead units, %", "Saturation, %", "Rows without a negative output, %", "Gradient norm"];

    /// <summary>Writes the page.</summary>
    public static string Write(DiagnosisReport report)
    {
        MarkupBuilder page = new();
        string title = $"What keeps {report.Network.Activation} from learning {report.Data.Name}?";
        HtmlReport.WriteHead(page, title, report.Version);
        page.Open("body").Open("main");
        page.Open("header");
        page.Text("h1", title);
        page.Text(
            "p",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{DiagnosisTable.Describe(report.Network)}; {report.Data.Rows} rows with {Plural.Of(report.Data.Features, "feature")}, of which a " +
                $"fifth is held out."),
                ("class", "lead"));
        if (report.Interrupted)
        {
            page.Text(
                "p", FormattableString.Invariant(
                    $"Interrupted after {report.Network.Curve.Count} of {Plural.Of(report.Network.Epochs, "epoch")}."), ("class", "warning"));
        }

        page.Close();
        WriteVerdict(page, report);
        WritePictures(page, report);
        WriteNetwork(page, report.Network, "The network, layer by layer");
        if (report.Proposed is { } proposed)
        {
            WriteNetwork(page, proposed, "The proposal, layer by layer");
        }

        WriteMethod(page, report);
        return page.Close().Close().Close().ToString();
    }

    private static void WriteVerdict(MarkupBuilder page, DiagnosisReport report)
    {
        page.Open("section", ("class", "advice"), ("aria-label", "Verdict"));
        page.Text("p", Typography.Bind(report.Verdict), ("class", "sentence"));
        WriteFindings(page, report.Network);
        if (report.Proposal is { } proposal)
        {
            page.Text("p", Typography.Bind($"Proposal: {proposal}. {report.Outcome}"), ("class", "sentence"), ("style", "margin-top: .75rem"));
        }

        page.Close();
    }

    private static void WriteFindings(MarkupBuilder page, DiagnosedNetwork network)
    {
        if (network.Findings.Count == 0)
        {
            return;
        }

        page.Open("ul");
        foreach (DiagnosedFinding finding in network.Findings)
        {
            page.Text("li", Typography.Bind($"{finding.Title}{(finding.IsNote ? " (a note)" : "")}: {finding.Sentence}"));
        }

        page.Close();
    }

    private static void WritePictures(MarkupBuilder page, DiagnosisReport report)
    {
        DiagnosisPictures pictures = new(report);
        page.Open("section");
        page.Text("h2", "Gradients and training");
        page.Open("div", ("class", "charts"));
        HtmlReport.Figure(
            page, pictures.Gradients(),
            "Level lines are healthy. A line that falls to the left vanishes on its way back to the first layer; one that rises to the left explodes.");
        HtmlReport.Figure(page, pictures.Scores(), null);
        page.Close().Close();
        page.Open("section");
        page.Text("h2", "What became of the units");
        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Layers"));
        HtmlReport.Figure(page, pictures.Layers(), null);
        page.Close().Close();
    }

    private static void WriteNetwork(MarkupBuilder page, DiagnosedNetwork network, string title)
    {
        page.Open("section");
        page.Text("h2", title);
        page.Text("p", $"{DiagnosisTable.Describe(network)}. Each cell: before → after training.", ("class", "lead"));
        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", title));
        page.Open("table", ("class", "wide")).Open("thead").Open("tr");
        foreach (string heading in Headings)
        {
            page.Text("th", heading, ("class", heading == Headings[0] ? "name" : null), ("scope", "col"));
        }

        page.Close().Close().Open("tbody");
        foreach (string[] row in DiagnosisTable.Rows(network))
        {
            page.Open("tr");
            for (int i = 0; i < row.Length; i++)
            {
                page.Text(
                    i == 0 ? "th" : "td", row[i].Length == 0 ? "–" : row[i], ("class", i == 0 ? "name" : null), ("scope", i == 0 ? "row" : null),
                    ("data-label", Headings[i]));
            }

            page.Close();
        }

        page.Close().Close().Close();
        foreach (ScaleCheck scale in network.Scales)
        {
            page.Text("p", Scale(scale), ("class", "lead"));
        }

        if (network.Findings.Count > 0 && title.StartsWith("The proposal", StringComparison.Ordinal))
        {
            WriteFindings(page, network);
        }

        page.Close();
    }

    private static string Scale(ScaleCheck scale) =>
        $"Inputs and biases times {Label.Plain(scale.Factor)}: the outputs change by " +
        $"{(Finite.OrNull(scale.RelativeChange) is { } change ? change < 0.001 ? "nothing but rounding" : Label.Percent(change) + " %" : "–")} beyond that " +
        "factor" +
        (scale.SameDecisions is { } same ? $"; {Label.Percent(same)} % of the decisions stay." : ".");

    private static void WriteMethod(MarkupBuilder page, DiagnosisReport report)
    {
        page.Open("section");
        page.Text("h2", "How it was measured");
        page.Text("p", "This command gives the same numbers again, on any machine and with any number of threads:");
        page.Text("pre", report.Network.CommandLine);
        if (report.ProposalCommandLine is { } command)
        {
            page.Text("p", "This one measures the proposal:");
            page.Text("pre", command);
        }

        page.Open("details", ("open", "open"));
        page.Text("summary", "What the words mean");
        page.Open("dl");
        foreach ((string? term, string? meaning) in Glossary)
        {
            page.Text("dt", term);
            page.Text("dd", meaning);
        }

        page.Close().Close().Close();
        page.Text("footer", $"Written by hillock {report.Version}.");
    }

    private static IEnumerable<(string Term, string Meaning)> Glossary
    {
        get
        {
            yield return ("Measured on",
                "the first 1024 rows of the training part, in evaluation mode. The score is from the fifth of the rows that was held out.");
            yield return ("Dead units",
                $"Their slope is 0 on every row, so that no gradient reaches their weights. From {Percent(Training.DiagnosisThresholds.DeadShare)} of a " +
                "layer on it is a finding.");
            yield return ("Saturation",
                $"How often the slope is below 1 % of the activation's steepest. A finding from {Percent(Training.DiagnosisThresholds.ExcessSaturation)} " +
                "above what standard normal inputs give, because ReLU is flat half the time by design.");
            yield return ("Rows without a negative output",
                "The gradients of all weights that lead from such a row into one unit have the same sign: updates zig-zag. A finding together with a bias " +
                "shift, otherwise a note.");
            yield return ("Bias shift",
                $"The mean of a layer's outputs exceeds {Label.Plain(Training.DiagnosisThresholds.MeanOverDeviation)} standard deviation: more than half of " +
                "the mean square is a constant.");
            yield return ("Gradient, first over last",
                $"Of the weights' norms before training. Below {Label.Plain(Training.DiagnosisThresholds.VanishingRatio)} it vanishes, above " +
                $"{Label.Plain(Training.DiagnosisThresholds.ExplodingRatio)} it explodes: one learning rate moves all layers.");
            yield return ("Built-in scale",
                "A straight line or a single kink at 0 multiplies with its inputs; any other function does something else to inputs a hundred times as large.");
        }
    }

    private static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);
}
