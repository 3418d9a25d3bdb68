using Hillock.Charts.CommandLine;
using Hillock.Training.SparseCoding;

namespace SparseCoding;

/// <summary>Shows the rounds of the learning.</summary>
/// <param name="bar">The bar to move.</param>
internal sealed class RoundProgress(ProgressBar bar) : IProgress<DictionaryProgress>
{
    /// <inheritdoc/>
    public void Report(DictionaryProgress value) => bar.Report(
        value.Round / (double)value.Rounds,
        FormattableString.Invariant($"round {value.Round}/{value.Rounds}, objective {value.Objective:F1}, {value.Sparsity:P1} of codes 0, {value.Replaced} atoms replaced"));
}
