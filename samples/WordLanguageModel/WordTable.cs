using System.Globalization;

namespace Hillock.Samples.WordLanguageModel;

/// <summary>Results as a table that pages take as it is.</summary>
public static class WordTable
{
    public static void Write(TextWriter output, IReadOnlyList<WordResult> results)
    {
        output.WriteLine();
        output.WriteLine("| softmax | parameters | training, tokens/s | processor time, µs/token | best epoch | validation perplexity | test perplexity |");
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (WordResult result in results)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {result.Name} | {result.Parameters:N0} | {result.TokensPerSecond:N0} | {result.MicrosecondsPerToken:F0} | {result.BestEpoch} | {result.ValidationPerplexity:F1} | {result.TestPerplexity:F1} |"));
        }

        if (results is [var full, var adaptive])
        {
            output.WriteLine();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Adaptive is {adaptive.TokensPerSecond / full.TokensPerSecond:F1} times as fast, {full.MicrosecondsPerToken / adaptive.MicrosecondsPerToken:F1} times by processor time, with {adaptive.TestPerplexity / full.TestPerplexity:F2} times the test perplexity."));
        }

        output.WriteLine();
    }
}
