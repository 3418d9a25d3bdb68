namespace Hillock.Cli.Reports;

/// <summary>What is compared, in words.</summary>
/// <param name="Noun">What one of them is called.</param>
/// <param name="Plural">What several are called.</param>
/// <param name="Default">The name of the one to keep where nothing is significantly better.</param>
/// <param name="DefaultTitle">The same as a text calls it.</param>
/// <param name="Option">The option that names them.</param>
internal sealed record Subject(string Noun, string Plural, string Default, string DefaultTitle, string Option)
{
    /// <summary>The activation to keep where none is significantly better.</summary>
    public const string Usual = "relu";

    private static readonly Subject Activations = new("activation", "activations", Usual, "ReLU", "--activations");
    private static readonly Subject LossesOfClasses = new("loss", "losses", "cross-entropy", "cross-entropy", "--losses");
    private static readonly Subject LossesOfNumbers = new("loss", "losses", "mean-squared-error", "the mean squared error", "--losses");

    /// <summary>The noun at the beginning of a sentence.</summary>
    public string Heading => char.ToUpperInvariant(Noun[0]) + Noun[1..];

    /// <summary>What the settings compare.</summary>
    public static Subject Of(ComparisonSettings settings, DataDescription data) =>
        settings.Losses.Count == 0 ? Activations : data.Metric == Metric.RSquared ? LossesOfNumbers : LossesOfClasses;
}
