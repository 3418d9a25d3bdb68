namespace Hillock.Training;

/// <summary>The rows whose predicted probability lies in a range.</summary>
/// <param name="Low">The end below; a probability equal to it belongs to the bin before, but 0 to the first.</param>
/// <param name="High">The end above, which belongs to the bin.</param>
/// <param name="Count">How many rows there are.</param>
/// <param name="MeanProbability">The mean of their probabilities; NaN without rows.</param>
/// <param name="Frequency">The share of them for which it came true: the predicted class was right, or the event happened. NaN without rows.</param>
public readonly record struct ReliabilityBin(double Low, double High, long Count, double MeanProbability, double Frequency)
{
    /// <summary>How far the probabilities are above what comes true; below 0 for a network that is too careful.</summary>
    public double Gap => MeanProbability - Frequency;
}
