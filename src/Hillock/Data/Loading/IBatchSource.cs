using Hillock.Tensors;

namespace Hillock.Data;

/// <summary>Gives the minibatches of an epoch, one after the other: what a <c>Trainer</c> trains on when the data is not two tensors.</summary>
/// <remarks>
/// What a batch holds depends on the epoch and its number alone, so that training can stop and go on anywhere. <see cref="DataLoader"/> is such a source.
/// </remarks>
/// <example>
/// <code>
/// // Rows that are computed when they are needed: y = 2x at random places.
/// sealed class Line : IBatchSource
/// {
///     private Philox _random = new(1);
///
///     public int BatchCount =&gt; 10;
///
///     public void StartEpoch(int epoch) =&gt; _random = new Philox((ulong)epoch);
///
///     public (Tensor Inputs, Tensor Targets) Batch(int index)
///     {
///         Tensor x = Tensor.From([.. Enumerable.Range(0, 32).Select(i =&gt; _random.NormalSingle((ulong)((index * 32) + i)))], [32, 1]);
///         return (x, 2 * x);
///     }
/// }
/// </code>
/// </example>
public interface IBatchSource
{
    /// <summary>The batches of the epoch that was started last; before the first, those of the first.</summary>
    int BatchCount { get; }

    /// <summary>Begins an epoch.</summary>
    /// <param name="epoch">The epoch, at least 0; any order of epochs is allowed.</param>
    void StartEpoch(int epoch);

    /// <summary>Says which epoch is started next, once the last batch of the current one was taken; a source may begin with it, or do nothing.</summary>
    /// <param name="epoch">The epoch. It may turn out that another one is started, or none.</param>
    void PrepareEpoch(int epoch)
    {
    }

    /// <summary>Says that training has ended, for now or for good: what was begun ahead is not needed.</summary>
    void EndEpochs()
    {
    }

    /// <summary>A batch of the current epoch.</summary>
    /// <param name="index">The batch, 0 to <see cref="BatchCount"/> − 1; training that goes on in the middle of an epoch does not begin with 0.</param>
    /// <returns>Inputs and targets of <c>[rows, ...]</c>, with at least one row; they may be used again for the next batch.</returns>
    (Tensor Inputs, Tensor Targets) Batch(int index);

    /// <summary>A batch of the current epoch, of a source that may have to wait for it.</summary>
    /// <param name="index">The batch.</param>
    /// <param name="cancellationToken">Ends the wait; training ends with the step before.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    (Tensor Inputs, Tensor Targets) Batch(int index, CancellationToken cancellationToken) => Batch(index);
}
