namespace Hillock.Data;

/// <summary>An item could not be read or transformed, or a batch not be made: the message names it, and the cause is the inner exception.</summary>
public sealed class DataLoaderException : Exception
{
    /// <summary>Makes an exception without a place.</summary>
    public DataLoaderException()
    {
    }

    /// <summary>Makes an exception without a place.</summary>
    /// <param name="message">What happened.</param>
    public DataLoaderException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception without a place.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public DataLoaderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal DataLoaderException(int epoch, int batch, int? index, string message, Exception innerException)
        : base(message, innerException) => (Epoch, Batch, Index) = (epoch, batch, index);

    /// <summary>The epoch.</summary>
    public int Epoch { get; }

    /// <summary>The batch of the epoch.</summary>
    public int Batch { get; }

    /// <summary>The item's number in the dataset; null where it is the batch as a whole.</summary>
    public int? Index { get; }
}
