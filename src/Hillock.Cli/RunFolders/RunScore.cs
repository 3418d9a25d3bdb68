using System.Globalization;
using Hillock.Serialization.Description;

namespace Hillock.Cli.RunFolders;

/// <summary>The score of a run in words: accuracy in per cent, R² as a number.</summary>
/// <param name="output">What the network gives.</param>
/// <param name="balance">Whether every class counts alike.</param>
internal sealed class RunScore(ModelOutput output, bool balance)
{
    /// <summary>The score's name.</summary>
    public string Name => output == ModelOutput.Numbers ? "R²" : balance ? "balanced accuracy" : "accuracy";

    /// <summary>The heading of a column.</summary>
    public string Heading => output == ModelOutput.Numbers ? "R²" : balance ? "balanced %" : "accuracy %";

    /// <summary>What a score is multiplied by.</summary>
    public double Factor => output == ModelOutput.Numbers ? 1 : 100;

    /// <summary>A score without a unit.</summary>
    public string Number(double? score) => score is not { } value || !double.IsFinite(value) ? "none"
        : (Factor * value).ToString(output == ModelOutput.Numbers ? "0.000" : "0.0", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A score with its unit.</summary>
    public string Full(double? score) => Number(score) + (output == ModelOutput.Numbers || score is null ? "" : " %");
}
