namespace Hillock.Training;

/// <summary>Compares what was measured with <see cref="DiagnosisThresholds"/>.</summary>
internal static class Finder
{
    internal static IReadOnlyList<Finding> Find(Diagnosis diagnosis)
    {
        var findings = new List<Finding>();
        if (diagnosis.Diverged)
        {
            findings.Add(new Finding(Ailment.Diverged, null, double.NaN, double.NaN, IsNote: false));
        }

        AddGradients(diagnosis.Before, findings);
        if (!diagnosis.Diverged)
        {
            AddOfLayers(diagnosis, findings);
        }

        if (diagnosis.Scales.MaxBy(static check => check.RelativeChange) is { RelativeChange: > DiagnosisThresholds.RelativeChange } scale)
        {
            findings.Add(
                new Finding(Ailment.BuiltInScale, null, scale.RelativeChange, DiagnosisThresholds.RelativeChange, IsNote: diagnosis.Options.InputScale == 1));
        }

        return [.. findings.OrderBy(static finding => finding.IsNote).ThenBy(static finding => finding.Ailment)];
    }

    private static void AddGradients(IReadOnlyList<LayerDiagnostics> before, List<Finding> findings)
    {
        // Weights that are too large magnify both ways alike, so that the ratio of the weights' gradients alone would not show it.
        LayerDiagnostics[] hidden = [.. before.Where(static layer => layer.MeanActivation is not null)];
        double growth = Size(hidden[^1]) / Size(hidden[0]);
        double? ratio = Diagnostics.GradientRatio(before);
        if (ratio is > DiagnosisThresholds.ExplodingRatio)
        {
            findings.Add(new Finding(Ailment.ExplodingGradient, null, ratio.Value, DiagnosisThresholds.ExplodingRatio, IsNote: false));
        }
        else if (!(growth <= DiagnosisThresholds.SignalGrowth))
        {
            findings.Add(new Finding(Ailment.ExplodingGradient, hidden[^1].Name, growth, DiagnosisThresholds.SignalGrowth, IsNote: false));
        }
        else if (ratio is < DiagnosisThresholds.VanishingRatio)
        {
            findings.Add(new Finding(Ailment.VanishingGradient, null, ratio.Value, DiagnosisThresholds.VanishingRatio, IsNote: false));
        }
        else if (growth < 1 / DiagnosisThresholds.SignalGrowth)
        {
            findings.Add(new Finding(Ailment.VanishingGradient, hidden[^1].Name, growth, 1 / DiagnosisThresholds.SignalGrowth, IsNote: false));
        }
    }

    private static double Size(LayerDiagnostics layer) => Math.Sqrt((layer.MeanActivation!.Value * layer.MeanActivation.Value) + layer.Variance!.Value);

    private static void AddOfLayers(Diagnosis diagnosis, List<Finding> findings)
    {
        Add(Ailment.DyingUnits, static layer => layer.DeadShare, DiagnosisThresholds.DeadShare);
        Add(Ailment.Saturation, layer => layer.Saturation - layer.DeadShare - diagnosis.ExpectedSaturation, DiagnosisThresholds.ExcessSaturation);
        bool shifted =
            Add(Ailment.BiasShift, static layer => Math.Abs(layer.MeanActivation!.Value) / layer.Deviation!.Value, DiagnosisThresholds.MeanOverDeviation);

        // Without a shift, as for ReLU, half of the units are 0 in each row and their weights stand still: the updates have more freedom than one sign.
        Add(Ailment.ZigZag, static layer => layer.NonNegativeRows, DiagnosisThresholds.NonNegativeRows, isNote: !shifted);

        bool Add(Ailment ailment, Func<LayerDiagnostics, double?> measure, double threshold, bool isNote = false)
        {
            LayerDiagnostics? worst =
                diagnosis.After.Where(layer => layer.MeanActivation is not null && measure(layer) is { } value && !double.IsNaN(value))
                    .MaxBy(layer => measure(layer)!.Value);
            if (worst is null || measure(worst)!.Value < threshold)
            {
                return false;
            }

            findings.Add(new Finding(ailment, worst.Name, measure(worst)!.Value, threshold, isNote));
            return true;
        }
    }
}
