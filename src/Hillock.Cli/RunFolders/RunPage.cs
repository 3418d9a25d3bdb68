using System.Globalization;
using Hillock.Charts;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Reports;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.RunFolders;

/// <summary>The page of a run as one HTML file that needs nothing else, in the style of the comparison's.</summary>
/// <remarks>The markup is well-formed XML too, which the tests use.</remarks>
internal static class RunPage
{
    private const int PictureSide = 84;

    private static readonly string[] LayerHeadings = ["Weight", "Shape", "Root mean square", "Gradient norm", "Dead units, %", "Saturated, %"];
    private static readonly string[] ClassHeadings = ["Class", "Rows", "Precision, %", "Recall, %", "F1, %"];

    /// <summary>Writes the page.</summary>
    /// <param name="record">The run.</param>
    /// <param name="description">The model.</param>
    /// <param name="run">Its training.</param>
    /// <param name="data">What it was trained and measured on.</param>
    /// <param name="evaluation">What it is worth on what was held out; null where nothing was.</param>
    /// <param name="outputs">What it gives for that.</param>
    public static string Write(
        RunRecord record, ModelDescription description, TrainingRun run, RunData data, EvaluationReport? evaluation, Tensor? outputs)
    {
        MarkupBuilder page = new(isInline: true);
        string title = $"A network for {record.Data}";
        HtmlReport.WriteHead(page, title, record.Tool);
        page.Open("body").Open("main");
        WriteHeader(page, title, record, description, run, evaluation);
        WriteCurves(page, run);
        if (evaluation is not null)
        {
            WriteRows(page, description, data, evaluation, outputs!);
        }

        WriteLayers(page, run, data);
        WriteMethod(page, record, description, run);
        return page.Close().Close().Close().ToString();
    }

    private static void WriteHeader(
        MarkupBuilder page, string title, RunRecord record, ModelDescription description, TrainingRun run, EvaluationReport? evaluation)
    {
        string unit = record.Kind == RunKind.Text ? Plural.Of(record.TrainingRows, "piece of text", "pieces of text")
            : Plural.Of(record.TrainingRows, record.Kind == RunKind.Pictures ? "picture" : "row");
        string goal = description.Output switch
        {
            ModelOutput.Classes => $"which of {description.ClassNames.Count} classes" +
                (description.Preprocessing is { } table ? $" of “{Label.Cut(table.TargetName, 60)}”" : ""),
            ModelOutput.Numbers => $"the number “{Label.Cut(description.Preprocessing!.TargetName, 60)}”",
            _ => $"the next of {description.Vocabulary.Count} characters",
        };
        page.Open("header");
        page.Text("h1", title);
        page.Text(
            "p",
            string.Create(CultureInfo.InvariantCulture, $"It predicts {goal}, after {Plural.Of(run.Log.Count, "epoch")} on {unit}; ") +
                (record.ValidationRows == 0 ? "nothing was held out to measure it on."
                    : string.Create(CultureInfo.InvariantCulture, $"all that is measured here is from {Plural.Of(record.ValidationRows, "other")}.")),
            ("class", "lead"));
        page.Close();
        if (evaluation is null)
        {
            return;
        }

        page.Open("section", ("class", "advice"), ("aria-label", "Scores"));
        page.Text("p", string.Join(", ", EvaluationText.Shown(evaluation).Take(2).Select(static pair => $"{pair.Name} {pair.Value}")), ("class", "sentence"));
        page.Open("ul");
        foreach ((string name, string value) in EvaluationText.Shown(evaluation).Skip(2))
        {
            page.Text("li", $"{name} {value}");
        }

        page.Close();
        if (evaluation.Note is { } note)
        {
            page.Text("p", note);
        }

        page.Close();
    }

    private static void WriteCurves(MarkupBuilder page, TrainingRun run)
    {
        if (run.Log.Count < 2)
        {
            return;
        }

        page.Open("section");
        page.Text("h2", "How it learned");
        page.Open("div", ("class", "charts"));
        HtmlReport.Figure(
            page, RunPictures.Losses(run.Log), run.BestEpoch == 0 ? null
                : string.Create(CultureInfo.InvariantCulture, $"The held-out loss is smallest in epoch {run.BestEpoch}, whose weights are ") +
                    (run.KeepsBest ? "kept." : "in checkpoints/best.safetensors."));
        if (RunPictures.Scores(run.Log, run.Score) is { } scores)
        {
            HtmlReport.Figure(page, scores, null);
        }

        page.Close().Close();
    }

    private static void WriteRows(MarkupBuilder page, ModelDescription description, RunData data, EvaluationReport evaluation, Tensor outputs)
    {
        if (description.Output == ModelOutput.Tokens)
        {
            return;
        }

        bool isNumber = description.Output == ModelOutput.Numbers;
        page.Open("section");
        page.Text("h2", isNumber ? "How far predictions are off" : "Which are taken for what");
        page.Open("div", ("class", "panels"));
        foreach ((Picture? picture, string caption) in (IEnumerable<(Picture?, string)>)[
            (RunPictures.Confusion(evaluation), "Blue: right. Orange: wrong. At the right the share of the class that is right."),
            (RunPictures.Calibration(description, outputs, data.HeldOutTargets!), "Below the dashed line: too sure."),
            (RunPictures.Residuals(description, outputs, data.HeldOutTargets!), "On the dashed line a prediction is exact."),
        ])
        {
            if (picture is not null)
            {
                HtmlReport.Figure(page, picture, caption);
            }
        }

        page.Close();
        if (evaluation.Classes.Count > 0)
        {
            page.Text("h3", "The classes");
            WriteTable(page, "The classes", ClassHeadings, evaluation.Classes.Select(static one => (string[])
                [Label.Cut(one.Name, 60), HtmlReport.Whole(one.Rows), Percent(one.Precision), Percent(one.Recall), Percent(one.F1)]));
        }

        WriteWorst(page, data, WorstExample.Of(data, description, outputs), isNumber, RunPredictor.GivesProbabilities(description));
        page.Close();
    }

    private static string Percent(double? share) => share is { } value ? Label.Percent(value) : "–";

    private static void WriteWorst(MarkupBuilder page, RunData data, IReadOnlyList<WorstExample> worst, bool isNumber, bool areProbabilities)
    {
        (bool areFiles, bool arePictures) = (data.HeldOutPictures.Count > 0, worst.Any(static one => one.IsPicture));
        string[] headings =
        [
            areFiles ? "File" : "Row",
            .. (string[])(arePictures ? ["Picture"] : []),
            .. (string[])(isNumber ? ["Measured", "Predicted", "Difference"]
                : ["Class", "Taken for", areProbabilities ? "Probability of its class, %" : "Its output less the greatest other"]),
            .. (string[])(arePictures ? [] : ["Features"]),
        ];
        page.Text("h3", "The worst examples");
        page.Text(
            "p", isNumber ? "The greatest errors. Rows are counted from 1, without the header."
                : $"The least {(areProbabilities ? "probability" : "output")} of the true class" + (areFiles ? ": look there for wrong labels first. " +
                    "Pictures are shown as the network sees them."
                    : ". Rows are counted from 1, without the header: look there for wrong labels first."),
            ("class", "lead"));
        Begin(page, "The worst examples", headings, arePictures ? "wide pictures" : "wide");
        foreach (WorstExample one in worst)
        {
            int place = 0;
            page.Open("tr");
            page.Text("th", one.Name, ("class", "name"), ("scope", "row"), ("data-label", headings[place++]));
            if (arePictures)
            {
                page.Open("td", ("class", "name"), ("data-label", headings[place++]));
                page.Element(
                    "img", ("src", one.Features), ("alt", $"picture {one.Name}"), ("width", PictureWidth(data.ExampleShape)),
                    ("style", "image-rendering: pixelated; display: block"));
                page.Close();
            }

            page.Text("td", one.Truth, ("data-label", headings[place++]));
            page.Text("td", one.Prediction, ("data-label", headings[place++]));
            page.Text("td", one.Measure, ("data-label", headings[place++]));
            if (!arePictures)
            {
                page.Text("td", one.Features, ("class", "name text"), ("data-label", headings[place]));
            }

            page.Close();
        }

        page.Close().Close().Close();
    }

    // The longer side is as long for all shapes.
    private static string PictureWidth(Shape shape) =>
        Math.Max(1, PictureSide * shape[2] / Math.Max(shape[1], shape[2])).ToString(CultureInfo.InvariantCulture);

    private static void WriteLayers(MarkupBuilder page, TrainingRun run, RunData data)
    {
        page.Open("section");
        page.Text("h2", "What became of the layers");
        page.Text(
            "p", "After the last step, from the input on: the size of the weights, the gradient of that step, and of the units behind an activation how " +
            "many are dead (their derivative is 0 for every row) or saturated.", ("class", "lead"));
        IReadOnlyList<LayerHealth> layers = LayerHealth.Of(run.Network, data.HeldOutInputs ?? data.Inputs);
        WriteTable(page, "The layers", LayerHeadings, layers.Select(static layer => (string[])
            [layer.Name, layer.Shape, layer.Size, layer.Gradient, layer.Dead, layer.Saturated]));
        page.Close();
    }

    private static void WriteMethod(MarkupBuilder page, RunRecord record, ModelDescription description, TrainingRun run)
    {
        page.Open("section");
        page.Text("h2", "How it was made");
        page.Text("p", "This command gives the same weights again, with any number of threads:");
        page.Text("pre", $"hillock train {string.Join(' ', record.Arguments.Select(ShellWord.Quote))} --output RUN");
        page.Text("p", "Its layers:");
        page.Text("pre", description.Network.ToText());
        page.Close();
        long parameters = run.Network.Parameters().Sum(static one => (long)one.Length);
        page.Text("footer", string.Create(CultureInfo.InvariantCulture, $"Written by hillock {record.Tool}; {Plural.Of(parameters, "parameter")}."));
    }

    private static void WriteTable(MarkupBuilder page, string name, string[] headings, IEnumerable<string[]> rows)
    {
        Begin(page, name, headings);
        foreach (string[] row in rows)
        {
            page.Open("tr");
            for (int i = 0; i < row.Length; i++)
            {
                page.Text(i == 0 ? "th" : "td", row[i], ("class", i == 0 ? "name" : null), ("scope", i == 0 ? "row" : null), ("data-label", headings[i]));
            }

            page.Close();
        }

        page.Close().Close().Close();
    }

    private static void Begin(MarkupBuilder page, string name, string[] headings, string style = "wide")
    {
        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", name));
        page.Open("table", ("class", style)).Open("thead").Open("tr");
        for (int i = 0; i < headings.Length; i++)
        {
            page.Text("th", headings[i], ("class", i == 0 || headings[i] is "Features" or "Picture" ? "name" : null), ("scope", "col"));
        }

        page.Close().Close().Open("tbody");
    }
}
