using Hillock.Charts;
using Hillock.Charts.CommandLine;

namespace Hillock.Cli.Reports;

/// <summary>The part of the HTML report about the layers.</summary>
internal static class HtmlLayers
{
    /// <summary>Writes what stands out, and folds away what is healthy.</summary>
    public static void Write(MarkupBuilder page, ComparisonReport report, ReportPictures pictures)
    {
        Picture? unhealthy = pictures.Diagnostics(healthy: false), healthy = pictures.Diagnostics(healthy: true), gradients = pictures.Gradients();
        Health gradient = Health.Gradient(report);
        if (unhealthy is null && healthy is null)
        {
            return;
        }

        page.Open("section");
        page.Text("h2", "What became of the layers");
        page.Text("p", "At the end of training, from the first hidden layer to the last, as means over all runs.", ("class", "lead"));
        if (unhealthy is not null)
        {
            WriteDiagnostics(page, unhealthy);
        }

        if (gradients is not null && !gradient.IsHealthy)
        {
            WriteGradients(page, gradients);
        }

        Health[] folded =
        [
            .. new[] { Health.Dead(report), Health.Saturated(report), Health.Mean(report), gradient }.Where(health => health.IsHealthy),
        ];
        if (folded.Length > 0)
        {
            page.Open("details");
            page.Text("summary", $"Healthy in all: {Sequence.And(folded.Select(health => health.Words))}");
            if (healthy is not null)
            {
                WriteDiagnostics(page, healthy);
            }

            if (gradients is not null && gradient.IsHealthy)
            {
                WriteGradients(page, gradients);
            }

            page.Close();
        }

        page.Close();
    }

    private static void WriteDiagnostics(MarkupBuilder page, Picture picture)
    {
        page.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", "Layer diagnostics"));
        HtmlReport.Figure(page, picture, null);
        page.Close();
    }

    private static void WriteGradients(MarkupBuilder page, Picture picture) => HtmlReport.Figure(
        page, picture, "A line that falls to the left: the gradient vanishes on its way back to the first layer. One that rises to the left: it explodes.");
}
