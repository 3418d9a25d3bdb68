using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Hillock.Autograd;
using Hillock.Numbers;

namespace Hillock.Data;

/// <summary>Makes batches of the items of a dataset, epoch by epoch, on threads of its own if asked to.</summary>
/// <typeparam name="T">An item.</typeparam>
/// <typeparam name="TBatch">A batch.</typeparam>
/// <remarks>
/// <para>
/// The order of an epoch is a function of the seed and the epoch. What a transform does to an item is a function of the seed, the epoch and the item, by the
/// random numbers that it is given; if a sampler shows an item again in the same epoch, of how often it came before, too. Neither depends on the workers,
/// their number, or the time, nor on where an epoch was entered.
/// </para>
/// <para>
/// Workers read the dataset, transform and collate, several at a time and each whole batches; they start with the first batch that is asked for and stay at
/// most <see cref="DataLoaderOptions.PrefetchFactor"/> batches ahead each. Batches are asked for in ascending order; any other order works, but throws away
/// what was made ahead. Only one thread asks. No gradients are recorded while a batch is made.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// // Texts of different lengths as padded codes of their letters, some of them in capitals.
/// ListDataset&lt;string&gt; names = new(["ada", "bo", "cleo", "di"]);
/// using DataLoader&lt;string, Tensor&gt; loader = new(
///     names, items =&gt; Collate.PadSequence([.. items.Select(item =&gt; Tensor.From(item.Select(letter =&gt; (long)letter).ToArray()))]),
///     new DataLoaderOptions { BatchSize = 2, Workers = 2, Seed = 1 },
///     (item, random) =&gt; random.UniformSingle(0) &lt; 0.5f ? item.ToUpperInvariant() : item);
/// foreach (Tensor batch in loader.Epoch(0))
/// {
///     Console.Write($"{batch.Shape} ");
/// }
///
/// Console.WriteLine(loader.Position); // [2, 3] [2, 4] DataLoaderPosition { Epoch = 0, Batch = 2 }
/// </code>
/// </example>
public class DataLoader<T, TBatch> : IDisposable
{
    // Whoever disposes may close what the items are read from; an item that takes longer than this hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly IDataset<T> _dataset;
    private readonly Func<IReadOnlyList<T>, TBatch> _collate;
    private readonly Func<T, Philox, T>? _transform;
    private readonly Func<TBatch, Philox, TBatch>? _batchTransform;
    private readonly DataLoaderOptions _options;
    private readonly IBatchSampler _sampler;
    private readonly int _count;
    private readonly ConcurrentDictionary<int, DataLoaderException> _skipped = [];
    private EpochPlan _plan;
    private Prefetch<TBatch>? _prefetch;
    private EpochPlan? _nextPlan;
    private Prefetch<TBatch>? _nextPrefetch;
    private long _waited;
    private bool _disposed;

    /// <summary>Takes the dataset and how to make batches of it, positioned at epoch 0.</summary>
    /// <param name="dataset">The items, at least one.</param>
    /// <param name="collate">Makes a batch of items, such as <see cref="Collate.Stack(IReadOnlyList{Tensors.Tensor})"/>.</param>
    /// <param name="options">Batches, order and workers; PyTorch's defaults when null.</param>
    /// <param name="transform">
    /// Changes an item, or null. It is given random numbers of its own, from index 0 on, and gives a new item: the old one may be a view of the data.
    /// </param>
    /// <param name="batchTransform">Changes a batch, with random numbers of the seed, the epoch and the batch, or null.</param>
    /// <exception cref="ArgumentException">There are no items or no batches, or options exclude each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">A sampler gave no batch, a batch without items, or an item that is not there.</exception>
    public DataLoader(
        IDataset<T> dataset, Func<IReadOnlyList<T>, TBatch> collate, DataLoaderOptions? options = null, Func<T, Philox, T>? transform = null,
        Func<TBatch, Philox, TBatch>? batchTransform = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(collate);
        _options = options ?? new DataLoaderOptions();
        _options.Check();
        (_dataset, _collate, _transform, _batchTransform, _count) = (dataset, collate, transform, batchTransform, dataset.Count);
        if (_count < 1)
        {
            throw new ArgumentException($"A loader expects a dataset of one or more items but {dataset.GetType().Name} has {_count}.", nameof(dataset));
        }

        _sampler = _options.Sampler ?? new BatchSampler(_count, _options.BatchSize, _options.Seed, _options.Shuffle, _options.DropLast);
        _plan = EpochPlan.Of(_sampler, 0, _count, _transform is not null);
    }

    /// <summary>The batches of the epoch that was started last; before the first, those of the first.</summary>
    public int BatchCount => _plan.BatchCount;

    /// <summary>The epoch, and how many of its batches were given. To go on there: <see cref="Epoch(DataLoaderPosition, CancellationToken)"/>.</summary>
    public DataLoaderPosition Position { get; private set; }

    /// <summary>How long batches were waited for since the loader was made: what more workers, or cheaper transforms, could save.</summary>
    public TimeSpan Waited => TimeSpan.FromSeconds((double)_waited / Stopwatch.Frequency);

    /// <summary>
    /// The faults of the items that were left out of the batches made so far, those made ahead included, by the items' numbers, each once:
    /// <see cref="DataLoaderOptions.Skips"/>.
    /// </summary>
    public IReadOnlyList<DataLoaderException> Skipped => [.. _skipped.OrderBy(pair => pair.Key).Select(pair => pair.Value)];

    /// <summary>Begins an epoch.</summary>
    /// <param name="epoch">The epoch, at least 0; any order of epochs is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    /// <exception cref="InvalidOperationException">
    /// The dataset has another number of items than it had, or the sampler gave no batch, a batch without items, or an item that is not there.
    /// </exception>
    public void StartEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ObjectDisposedException.ThrowIf(_disposed, this);
        (EpochPlan? plan, Prefetch<TBatch>? prefetch) = (_nextPlan, _nextPrefetch);
        (_nextPlan, _nextPrefetch) = (null, null);
        Halt();
        if (plan?.Epoch == epoch && _dataset.Count == _count)
        {
            (_plan, _prefetch, Position) = (plan, prefetch, new DataLoaderPosition(epoch, 0));
            return;
        }

        prefetch?.Stop(Patience);
        if (_dataset.Count != _count)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The dataset has {_dataset.Count} items but had {_count} when the loader was made; make a new loader."));
        }

        if (plan is not null || epoch != _plan.Epoch || Position.Batch > 0)
        {
            _plan = EpochPlan.Of(_sampler, epoch, _count, _transform is not null);
        }

        Position = new DataLoaderPosition(epoch, 0);
    }

    /// <summary>
    /// Says that an epoch is started next, once the last batch of the current one was taken: workers begin with its first batches, so that it does not start
    /// with a wait. <c>Trainer.Fit</c> says so where <see cref="DataLoaderOptions.PreparesEpochs"/> is set.
    /// </summary>
    /// <param name="epoch">The epoch, at least 0. Nothing follows from it where another one is started but that the batches are thrown away.</param>
    /// <remarks>
    /// Nothing happens without workers, or while batches of the current epoch are left. What items depend on must not change from here to the end of the epoch.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public void PrepareEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_options.Workers == 0 || Position.Batch < BatchCount || _nextPlan?.Epoch == epoch)
        {
            return;
        }

        DropNext();
        try
        {
            EpochPlan plan = EpochPlan.Of(_sampler, epoch, _count, _transform is not null);
            (_nextPlan, _nextPrefetch) = (plan, Ahead(plan, 0));
        }
        catch (Exception)
        {
            // A hint: StartEpoch asks the sampler again, and shows its fault.
        }
    }

    /// <summary>A batch of the current epoch.</summary>
    /// <param name="index">The batch, 0 to <see cref="BatchCount"/> − 1.</param>
    /// <param name="cancellationToken">Ends the wait for it; the batch can be asked for again.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    /// <exception cref="DataLoaderException">
    /// An item could not be read or transformed, or the batch not be made of its items. The batches before are given first; those behind can be asked for.
    /// </exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    /// <exception cref="TimeoutException">The workers took longer than <see cref="DataLoaderOptions.Timeout"/>.</exception>
    public TBatch Batch(int index, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, BatchCount);
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        long start = Stopwatch.GetTimestamp();
        EpochPlan plan = _plan;
        try
        {
            TBatch batch = _options.Workers == 0
                ? Make(plan, index, () => cancellationToken.IsCancellationRequested)
                : From(plan, index).Take(_options.Timeout, cancellationToken);
            Position = new DataLoaderPosition(plan.Epoch, index + 1);
            return batch;
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested && exception.CancellationToken != cancellationToken)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (DataLoaderException)
        {
            Halt();
            throw;
        }
        finally
        {
            _waited += Stopwatch.GetTimestamp() - start;
        }
    }

    /// <inheritdoc cref="Batch(int, CancellationToken)"/>
    public TBatch Batch(int index) => Batch(index, CancellationToken.None);

    /// <summary>The batches of an epoch, one after the other.</summary>
    /// <param name="epoch">The epoch, at least 0.</param>
    /// <param name="cancellationToken">Ends a wait.</param>
    public IEnumerable<TBatch> Epoch(int epoch, CancellationToken cancellationToken = default) =>
        Epoch(new DataLoaderPosition(epoch, 0), cancellationToken);

    /// <summary>What is left of an epoch, from a position on: the batches that would have come there.</summary>
    /// <param name="position">Where to go on; <see cref="Position"/> of this loader or of one made alike.</param>
    /// <param name="cancellationToken">Ends a wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or once it is read, the epoch has fewer batches.</exception>
    public IEnumerable<TBatch> Epoch(DataLoaderPosition position, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position.Epoch, "epoch");
        ArgumentOutOfRangeException.ThrowIfNegative(position.Batch, nameof(position));
        return Rest(position, cancellationToken);
    }

    /// <summary>Ends the workers: waits up to a second for those in the midst of an item, and leaves one that hangs to itself.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the workers.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _disposed = true;
            EndAhead();
        }
    }

    private protected bool PreparesEpochs => _options.PreparesEpochs;

    /// <summary>Ends all workers; those of a batch that is asked for later are started anew.</summary>
    private protected void EndAhead()
    {
        Halt();
        DropNext();
    }

    private void DropNext()
    {
        _nextPrefetch?.Stop(Patience);
        (_nextPlan, _nextPrefetch) = (null, null);
    }

    private IEnumerable<TBatch> Rest(DataLoaderPosition position, CancellationToken cancellationToken)
    {
        StartEpoch(position.Epoch);
        EpochPlan plan = _plan;
        if (position.Batch > plan.BatchCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(position), position, $"Epoch {position.Epoch} has {plan.BatchCount} batches but {position.Batch} were given; pass the same data.");
        }

        Position = position;
        try
        {
            for (int i = position.Batch; i < plan.BatchCount; i++)
            {
                if (_plan != plan)
                {
                    throw new InvalidOperationException($"Epoch {_plan.Epoch} was started within epoch {plan.Epoch}; use a loader for each.");
                }

                yield return Batch(i, cancellationToken);
            }
        }
        finally
        {
            if (_plan == plan)
            {
                Halt();
            }
        }
    }

    private void Halt()
    {
        _prefetch?.Stop(Patience);
        _prefetch = null;
    }

    /// <summary>Workers whose next batch is the one that is asked for.</summary>
    private Prefetch<TBatch> From(EpochPlan plan, int index)
    {
        if (_prefetch is not { } running || running.Next != index)
        {
            Halt();
            _prefetch = running = Ahead(plan, index);
        }

        return running;
    }

    private Prefetch<TBatch> Ahead(EpochPlan plan, int first)
    {
        int ahead = (int)Math.Min((long)_options.Workers * _options.PrefetchFactor, plan.BatchCount);
        return new Prefetch<TBatch>((batch, isStopped) => Make(plan, batch, isStopped), first, plan.BatchCount, _options.Workers, ahead);
    }

    private TBatch Make(EpochPlan plan, int batch, Func<bool> isStopped)
    {
        using GradientScope off = Gradients.Disabled();
        ReadOnlySpan<int> rows = plan.Rows(batch);
        List<T> items = new(rows.Length);
        List<int> kept = new(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            Add(rows[i], i);
        }

        // Nothing is left of it: the next item that can be read stands for all.
        for (int i = 1; items.Count == 0; i++)
        {
            if (i == _count)
            {
                throw Fault(plan, batch, null, "has no items", new InvalidOperationException("All items of the dataset were left out."));
            }

            Add((rows[^1] + i) % _count, rows.Length - 1);
        }

        try
        {
            TBatch made = _collate(items);
            return _batchTransform is null ? made : _batchTransform(made, plan.Key(_options.Seed, batch));
        }
        catch (UnequalItemException exception)
        {
            throw Fault(plan, batch, exception.Place < kept.Count ? kept[exception.Place] : null, "does not fit the others of its batch", exception);
        }
        catch (Exception exception)
        {
            throw Fault(plan, batch, null, "could not be made of its items", exception);
        }

        void Add(int row, int place)
        {
            if (isStopped())
            {
                throw new OperationCanceledException("The batch is wanted no more.");
            }

            bool isRead = false;
            try
            {
                T item = _dataset[row];
                isRead = true;
                items.Add(_transform is null ? item : _transform(item, plan.Key(_options.Seed, batch, place)));
                kept.Add(row);
            }
            catch (Exception exception)
            {
                DataLoaderException fault = Fault(plan, batch, row, isRead ? "could not be transformed" : "could not be read", exception);
                if (_options.Skips?.Invoke(fault) != true)
                {
                    throw fault;
                }

                _skipped.AddOrUpdate(row, fault, (_, other) => (other.Epoch, other.Batch).CompareTo((plan.Epoch, batch)) <= 0 ? other : fault);
            }
        }
    }

    private DataLoaderException Fault(EpochPlan plan, int batch, int? item, string problem, Exception cause)
    {
        string what = item is { } index ? $"Item {index} (batch {batch} of epoch {plan.Epoch})" : $"Batch {batch} of epoch {plan.Epoch}";
        int now = _dataset.Count;
        string shrunk = now == _count ? "" : $" The dataset has {now} items now; it had {_count} when the loader was made.";
        return new DataLoaderException(
            plan.Epoch, batch, item, string.Create(CultureInfo.InvariantCulture, $"{what} {problem}: {cause.Message}{shrunk}"), cause);
    }
}
