namespace Hillock.Cli.Reports;

/// <summary>What to do, in words.</summary>
/// <param name="Recommended">The activation to use; <see langword="null"/> when nothing can be said.</param>
/// <param name="Sentence">The advice with its main reason.</param>
/// <param name="Notes">What else the measurements say, each a sentence.</param>
internal sealed record Advice(string? Recommended, string Sentence, IReadOnlyList<string> Notes);
