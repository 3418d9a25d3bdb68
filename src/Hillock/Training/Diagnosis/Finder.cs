namespace Hillock.Training;

/// <summary>Compares what was measured with <see cref="DiagnosisThresholds"/>.</summary>
internal static class Finder
{
    internal static IReadOnlyList<Finding> Find(Diagnosis diagnosis)
    {
        List<Finding> findings = new List<Finding>();
        if (diagnosis.Diverged)
        {
            findings.Add(new Finding(Ailment.Diverged, null, double.NaN, double.NaN, IsNote: false));
        }

        AddGradients(diagnosis.Before, findings);
        if (!diagnosis.Diverged)
        {
            AddOfLayers(diagnosis, findings);
        }

        AddScores(diagnosis, findings);
        if (diagnosis.Scales.MaxBy(static check => check.RelativeChange) is { RelativeChange: > DiagnosisThresholds.RelativeChange } scale)
        {
            findings.Add(
                new Finding(Ailment.BuiltInScale, null, scale.RelativeChange, DiagnosisThresholds.RelativeChange, IsNote: diagnosis.Options.InputScale == 1));
        }

        return [.. findings.OrderBy(static finding => finding.IsNote).ThenBy(static finding => finding.Ailment)];
    }

    private static void AddScores(Diagnosis diagnosis, List<Finding> findings)
    {
        if (diagnosis.Score is not { } score || !double.IsFinite(score))
        {
            return;
        }

        // Of a guess that is right with probability g on so many rows; an R² above 0 is better than the mean.
        double guess = diagnosis.GuessScore;
        double limit = guess + (DiagnosisThresholds.GuessDeviations * Math.Sqrt(guess * (1 - guess) / Math.Max(1, diagnosis.HeldOutRows)));
        limit = Math.Min(limit, (1 + guess) / 2);
        bool isGuess = score <= limit;
        if (isGuess)
        {
            findings.Add(new Finding(Ailment.NoBetterThanGuess, null, score, limit, IsNote: false));
        }

        if (diagnosis.TrainingScore - score is { } gap and >= DiagnosisThresholds.ScoreGap)
        {
            findings.Add(new Finding(Ailment.Overfitting, null, gap, DiagnosisThresholds.ScoreGap, IsNote: false));
        }

        if (LateFall(diagnosis) is { } fall and >= DiagnosisThresholds.LateFall)
        {
            findings.Add(new Finding(Ailment.Unfinished, null, fall, DiagnosisThresholds.LateFall, IsNote: false));
        }

        if (guess >= DiagnosisThresholds.CommonestClass)
        {
            findings.Add(new Finding(Ailment.Imbalance, null, guess, DiagnosisThresholds.CommonestClass, IsNote: !isGuess));
        }
    }

    /// <summary>The share of the held-out loss's fall that comes in the second half; null where it does not fall or there are too few epochs.</summary>
    internal static double? LateFall(Diagnosis diagnosis)
    {
        const int Mean = 3;
        if (diagnosis.Epochs.Count < 4 * Mean)
        {
            return null;
        }

        double[] losses = [.. diagnosis.Epochs.Select(static epoch => epoch.HeldOutLoss ?? double.NaN)];
        double first = losses[0], half = losses.AsSpan((losses.Length / 2) - Mean, Mean).ToArray().Average(), end = losses[^Mean..].Average();
        return first > end && half > end ? (half - end) / (first - end) : null;
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
