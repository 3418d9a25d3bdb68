using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Cli.Reports;
using Hillock.Data;
using Hillock.Training;

namespace Hillock.Cli.Diagnoses;

/// <summary>From the library's result to the tool's report.</summary>
internal static class DiagnosisReportBuilder
{
    /// <summary>Builds the report.</summary>
    /// <param name="data">The data.</param>
    /// <param name="source">As the command line named it; <see langword="null"/> for the default.</param>
    /// <param name="columns">How its columns were used.</param>
    /// <param name="own">The network that was asked for.</param>
    /// <param name="proposed">The proposed change, if there is one.</param>
    /// <param name="proposal">The network with it, if it was trained.</param>
    public static DiagnosisReport Build(
        TabularData data, string? source, TableOptions columns, Diagnosis own, DiagnosisOptions? proposed, Diagnosis? proposal)
    {
        source ??= ComparisonData.EmbeddedNames.First();
        DataDescription description = ComparisonConversion.Describe(data, source, own.Features, balance: false);
        ScoreText text = new(description);
        return new DiagnosisReport
        {
            Version = ToolVersion.Text,
            Data = description,
            Interrupted = own.Interrupted,
            Network = Convert(own, data, source, columns, text),
            Verdict = DiagnosisWords.Verdict(own, text),
            Proposal = proposed is null ? null : DiagnosisWords.Change(own.Options, proposed),
            ProposalCommandLine = proposed is null || (proposal is not null && !DiagnosisWords.Helps(own, proposal))
                ? null
                : CommandLine(proposed, data, source, columns),
            Proposed = proposal is null ? null : Convert(proposal, data, source, columns, text),
            Outcome = proposal is null ? null : DiagnosisWords.Outcome(own, proposal, text),
        };
    }

    private static DiagnosedNetwork Convert(Diagnosis diagnosis, TabularData data, string source, TableOptions columns, ScoreText text)
    {
        DiagnosisOptions options = diagnosis.Options;
        return new DiagnosedNetwork
        {
            CommandLine = CommandLine(options, data, source, columns),
            Activation = options.Activation.Name,
            Depth = options.Depth,
            Width = options.Width,
            Initialization = DiagnosisWords.Name(options.Initialization),
            WeightScale = options.WeightScale,
            InputScale = options.InputScale,
            Epochs = options.Epochs!.Value,
            BatchSize = options.BatchSize,
            Optimizer = options.Optimizer.ToString().ToLowerInvariant(),
            LearningRate = options.LearningRate!.Value,
            Seed = options.Seed,
            Score = Finite.OrNull(diagnosis.Score),
            Diverged = diagnosis.Diverged,
            GradientRatioBefore = Finite.OrNull(Diagnostics.GradientRatio(diagnosis.Before)),
            GradientRatioAfter = Finite.OrNull(Diagnostics.GradientRatio(diagnosis.After)),
            ExpectedSaturation = diagnosis.ExpectedSaturation,
            Before = diagnosis.Before,
            After = diagnosis.After,
            Curve = diagnosis.Epochs,
            Scales = diagnosis.Scales,
            Findings = [.. diagnosis.Findings.Select(finding => Convert(finding, diagnosis, text))],
        };
    }

    private static DiagnosedFinding Convert(Finding finding, Diagnosis diagnosis, ScoreText text)
    {
        string kind = finding.Ailment.ToString();
        return new(
            char.ToLowerInvariant(kind[0]) + kind[1..], finding.Layer, finding.Value, finding.Threshold, finding.IsNote,
            DiagnosisWords.Title(finding, diagnosis.Options), DiagnosisWords.Sentence(finding, diagnosis, text));
    }

    private static string CommandLine(DiagnosisOptions options, TabularData data, string source, TableOptions columns)
    {
        List<string> words = ["hillock", "diagnose", .. ComparisonConversion.DataWords(source, columns)];
        DiagnosisOptions usual = new DiagnosisOptions { BatchSize = options.BatchSize, Optimizer = options.Optimizer }.Resolve(data);
        words.AddRange(["--activation", options.Activation.Name]);
        AddUnless("--depth", options.Depth, usual.Depth);
        AddUnless("--width", options.Width, usual.Width);
        AddUnless("--initialization", DiagnosisWords.Name(options.Initialization), DiagnosisWords.Name(usual.Initialization));
        AddUnless("--weight-scale", options.WeightScale, usual.WeightScale);
        AddUnless("--input-scale", options.InputScale, usual.InputScale);
        AddUnless("--epochs", options.Epochs!.Value, usual.Epochs!.Value);
        AddUnless("--batch-size", options.BatchSize, 32);
        AddUnless("--optimizer", options.Optimizer.ToString().ToLowerInvariant(), "adam");
        AddUnless("--learning-rate", options.LearningRate!.Value, usual.LearningRate!.Value);
        AddUnless("--seed", options.Seed, usual.Seed);
        return string.Join(' ', words.Select(ShellWord.Quote));

        void AddUnless<T>(string name, T value, T usualValue)
            where T : notnull
        {
            if (!value.Equals(usualValue))
            {
                words.AddRange([name, System.Convert.ToString(value, CultureInfo.InvariantCulture)!]);
            }
        }
    }
}
