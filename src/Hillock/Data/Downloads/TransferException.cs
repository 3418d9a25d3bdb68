namespace Hillock.Data;

/// <summary>One attempt to fetch from one address failed.</summary>
/// <param name="message">What the address did, without its name.</param>
/// <param name="isFinal">Whether another attempt there is in vain.</param>
/// <param name="hasNoRanges">Whether the rest of the file was asked for and something else came: the whole may be had all the same.</param>
/// <param name="innerException">The cause.</param>
internal sealed class TransferException(string message, bool isFinal = false, bool hasNoRanges = false, Exception? innerException = null)
    : Exception(message, innerException)
{
    public bool IsFinal { get; } = isFinal;

    public bool HasNoRanges { get; } = hasNoRanges;
}
