namespace Hillock.Data;

/// <summary>An item does not fit the others of its batch.</summary>
internal sealed class UnequalItemException(int place, string message, string parameter) : ArgumentException(message, parameter)
{
    /// <summary>Its place in the batch.</summary>
    internal int Place { get; } = place;
}
