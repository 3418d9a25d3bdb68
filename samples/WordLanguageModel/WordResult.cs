namespace Hillock.Samples.WordLanguageModel;

/// <summary>What a model achieves.</summary>
/// <param name="Name">The kind of softmax.</param>
/// <param name="Parameters">The number of parameters.</param>
/// <param name="TokensPerSecond">By a fast step of training, the optimizer's included: the 10th percentile.</param>
/// <param name="MicrosecondsPerToken">The processors' time of training, which other programs on the machine do not lengthen.</param>
/// <param name="BestEpoch">The epoch that validated best.</param>
/// <param name="ValidationPerplexity">On the part of the text that was kept back.</param>
/// <param name="TestPerplexity">On the text to test on.</param>
public sealed record WordResult(
    string Name, long Parameters, double TokensPerSecond, double MicrosecondsPerToken, int BestEpoch, double ValidationPerplexity, double TestPerplexity);
