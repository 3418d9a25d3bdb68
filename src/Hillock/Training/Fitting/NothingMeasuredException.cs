namespace Hillock.Training;

/// <summary>
/// Training with a patience came to its end, and what the patience looks at was no finite number in any epoch, so that none of them is the best. The network
/// has the parameters of the last one.
/// </summary>
public sealed class NothingMeasuredException : InvalidOperationException
{
    internal NothingMeasuredException(string message)
        : base(message)
    {
    }
}
