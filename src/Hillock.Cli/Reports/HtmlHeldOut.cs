using System.Globalization;
using Hillock.Charts;
using Hillock.Charts.CommandLine;
using Hillock.Training;

namespace Hillock.Cli.Reports;

/// <summary>The part of the HTML report about single predictions.</summary>
internal static class HtmlHeldOut
{
    // Further maps are folded away.
    private const int MapsShown = 9, MostNamed = 9;

    /// <summary>Writes what there is.</summary>
    public static void Write(MarkupBuilder page, ComparisonReport report)
    {
        HeldOutPictures pictures = new(report);
        if (pictures.Shown is not { } shown)
        {
            return;
        }

        WriteMaps(page, pictures);
        page.Open("section");
        page.Text("h2", report.Data.Metric == Metric.RSquared ? "How far predictions are off" : "Which rows are taken for what");
        page.Text(
            "p",
            $"Predictions of {shown.Name}{(shown.Name == report.Advice.Recommended ? ", the recommended one," : "")} for rows that were held out" +
            $"{(report.Settings.Options.Repeats > 1 ? ", each once a repeat" : "")}.", ("class", "lead"));
        page.Open("div", ("class", "panels"));
        if (pictures.Confusion() is { } confusion)
        {
            HtmlReport.Figure(page, confusion, "Blue: right. Orange: wrong. At the right the share of the class that is right.");
        }

        if (pictures.Residuals() is { } residuals)
        {
            HtmlReport.Figure(page, residuals, "On the dashed line a prediction is exact.");
        }

        if (pictures.ResidualsByPrediction() is { } errors)
        {
            HtmlReport.Figure(page, errors, "Half of the rows are closer than the curve is at 50 %.");
        }

        if (pictures.Calibration() is { } calibration)
        {
            HtmlReport.Figure(page, calibration, CalibrationCaption(report, shown));
        }

        page.Close();
        if (shown.HeldOut!.Confusion.Count > 0 && pictures.Confusions(10).ToArray() is { Length: > 0 } pairs)
        {
            page.Text("p", $"Confused most: {Sequence.And(pairs)}.", ("class", "lead"));
        }

        WriteWorst(page, report, pictures, shown.HeldOut);
        page.Close();
    }

    private static string CalibrationCaption(ComparisonReport report, CandidateResult shown)
    {
        (string Name, double Error)[] errors =
        [
            .. report.Candidates.Where(result => result.HeldOut?.CalibrationError is not null)
                .Select(result => (result.Name, result.HeldOut!.CalibrationError!.Value)).OrderBy(result => result.Value),
        ];
        string list = errors.Length <= MostNamed
            ? string.Join(", ", errors.Select(Text))
            : $"{Text(errors.First(error => error.Name == shown.Name))}; of all from {Text(errors[0])} to {Text(errors[^1])}";
        return Typography.Bind(
            $"Below the dashed line: too sure. A dot’s size grows with the number of rows. Expected calibration error (Guo et al., 2017): {list}.");

        static string Text((string Name, double Error) error) => $"{error.Name} {Label.Percent(error.Error)} %";
    }

    private static void WriteMaps(MarkupBuilder page, HeldOutPictures pictures)
    {
        IReadOnlyList<(string Name, Picture Picture)> maps = pictures.Maps();
        if (maps.Count == 0)
        {
            return;
        }

        page.Open("section");
        page.Text("h2", "What is predicted where");
        page.Text(
            "p", "The plane of the two features, as the network of the first fold sees it, with rows that it was tested on; a ring: predicted wrongly.",
            ("class", "lead"));
        WriteGrid(page, maps.Take(MapsShown));
        if (maps.Count > MapsShown)
        {
            page.Open("details");
            page.Text("summary", $"The other {(maps.Count - MapsShown).ToString(CultureInfo.InvariantCulture)}");
            WriteGrid(page, maps.Skip(MapsShown));
            page.Close();
        }

        page.Close();
    }

    private static void WriteGrid(MarkupBuilder page, IEnumerable<(string Name, Picture Picture)> pictures)
    {
        page.Open("div", ("class", "panels"));
        foreach ((string name, Picture picture) in pictures)
        {
            page.Open("div", ("data-series", name));
            HtmlReport.Figure(page, picture, null);
            page.Close();
        }

        page.Close();
    }

    private static void WriteWorst(MarkupBuilder page, ComparisonReport report, HeldOutPictures pictures, HeldOutResult predictions)
    {
        bool isNumber = report.Data.Metric == Metric.RSquared;
        string[] headings = isNumber
            ? ["Row", "Measured", "Predicted", "Difference", "Features"]
            : ["Row", "Class", "Taken for", "Probability of its class, %", "Features"];
        page.Text("h3", "The worst examples");
        page.Text(
            "p", isNumber ? "The greatest errors. Rows are counted from 1, without the header."
                : "The least probability of the true class. Rows are counted from 1, without the header: look there for wrong labels first.",
            ("class", "lead"));
        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "The worst examples"));
        page.Open("table", ("class", "wide")).Open("thead").Open("tr");
        foreach (string heading in headings)
        {
            page.Text("th", heading, ("class", heading is "Row" or "Features" ? "name" : null), ("scope", "col"));
        }

        page.Close().Close().Open("tbody");
        foreach (HeldOutRow row in predictions.Worst)
        {
            string[] cells = isNumber
                ? [Number(row.Target), Number(row.Prediction), Number(row.Prediction - row.Target), row.Features]
                : [pictures.ClassName(row.Target), pictures.ClassName(row.Prediction), Label.Significant(100 * row.Probability, 2), row.Features];
            page.Open("tr");
            page.Text("th", (row.Row + 1).ToString(CultureInfo.InvariantCulture), ("class", "name"), ("scope", "row"), ("data-label", headings[0]));
            for (int i = 0; i < cells.Length; i++)
            {
                page.Text("td", cells[i], ("class", i == 3 ? "name text" : null), ("data-label", headings[i + 1]));
            }

            page.Close();
        }

        page.Close().Close().Close();

        // All to a thousandth of the greatest error.
        string Number(double value)
        {
            double unit = predictions.Worst.Max(row => Math.Abs(row.Prediction - row.Target));
            int decimals = unit > 0 ? 3 - (int)Math.Floor(Math.Log10(unit)) : 0;
            return Math.Abs(value) >= 1e15 || decimals > 12 ? Label.Significant(value, 4) : Label.Number(value, Math.Max(0, decimals));
        }
    }
}
