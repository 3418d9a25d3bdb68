using System.Globalization;

namespace Hillock.Data;

/// <summary>How a <see cref="DataLoader{T, TBatch}"/> divides items into batches, and who reads them. The defaults are PyTorch's.</summary>
public sealed record DataLoaderOptions
{
    /// <summary>The items of a batch, at least 1; the last one of an epoch may have fewer.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Whether the items come in a new random order every epoch; otherwise in their own.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Whether a last, smaller batch is left out.</summary>
    public bool DropLast { get; init; }

    /// <summary>The seed of the order and of the transforms.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Another order and other batches, such as a <see cref="BalancedBatchSampler"/>, or null; <see cref="BatchSize"/>, <see cref="Shuffle"/> and
    /// <see cref="DropLast"/> are left out then, for they are the sampler's. It belongs to the loader.
    /// </summary>
    public IBatchSampler? Sampler { get; init; }

    /// <summary>
    /// The threads that make batches ahead of time; with 0 a batch is made when it is asked for. What a batch holds does not depend on their number.
    /// </summary>
    public int Workers { get; init; }

    /// <summary>The batches, at least 1, that each worker may be ahead: with what they take in memory.</summary>
    public int PrefetchFactor { get; init; } = 2;

    /// <summary>How long workers may let a batch wait before it is a <see cref="TimeoutException"/>; null for any time. Nothing without workers.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Whether workers begin the next epoch during the last step of one, when <c>Trainer.Fit</c> says which follows, so that it does not start with a wait.
    /// What an item is must then depend on the seed, the epoch and the item alone: a callback that changes the data or the transforms between epochs comes
    /// too late for the batches that were made by then.
    /// </summary>
    public bool PreparesEpochs { get; init; }

    /// <summary>
    /// Whether an item that could not be read or transformed is left out of its batch, by its fault; null, or false, for ending with it. The cause is the
    /// <see cref="Exception.InnerException"/>. Workers ask, several at a time. A batch of which nothing is left takes the next item of the dataset that can be
    /// read. What was left out is in <see cref="DataLoader{T, TBatch}.Skipped"/>.
    /// </summary>
    public Func<DataLoaderException, bool>? Skips { get; init; }

    internal void Check()
    {
        RequireAtLeast(BatchSize, 1, nameof(BatchSize));
        RequireAtLeast(Workers, 0, nameof(Workers));
        RequireAtLeast(PrefetchFactor, 1, nameof(PrefetchFactor));
        if (Timeout is { } timeout && !(timeout > TimeSpan.Zero && timeout.TotalMilliseconds < int.MaxValue))
        {
            throw new ArgumentOutOfRangeException(
                "options", timeout, $"Timeout expects a time above 0 and below 24 days but got {timeout}; null waits for ever.");
        }

        if (Sampler is not null && (BatchSize != 1 || Shuffle || DropLast))
        {
            throw new ArgumentException(
                "A sampler decides on the order and the batches; leave BatchSize, Shuffle and DropLast out, or the sampler.", "options");
        }
    }

    // The parameter of the methods that take options.
    private static void RequireAtLeast(int value, int least, string name, string parameter = "options")
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, string.Create(CultureInfo.InvariantCulture, $"{name} expects {least} or more but got {value}."));
        }
    }
}
