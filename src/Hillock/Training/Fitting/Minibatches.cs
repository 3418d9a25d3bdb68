using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Collects the rows of minibatches in tensors that are used again and again.</summary>
internal sealed class Minibatches : IBatchSource
{
    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private readonly IBatchSampler _natural;
    private readonly IBatchSampler? _balanced;
    private readonly int _balancedEpochs;

    // Three sizes: whole batches, and the last ones of either sampler. A user's sampler may have any number.
    private const int MostBuffers = 8;

    private readonly Dictionary<int, (Tensor Inputs, Tensor Targets)> _buffers = [];
    private IBatchSampler _sampler;

    /// <param name="inputs">The inputs, <c>[rows, ...]</c>.</param>
    /// <param name="targets">The targets, as many.</param>
    /// <param name="batchSize">The rows of a batch.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <param name="balancedEpochs">The first epochs in which each batch holds equally many rows of every class.</param>
    /// <param name="sampler">The user's order of the rows, or null.</param>
    /// <param name="joinsLastRow">Whether a single row at the end of an epoch joins the batch before it.</param>
    internal Minibatches(
        Tensor inputs, Tensor targets, int batchSize, ulong seed, int balancedEpochs = 0, IBatchSampler? sampler = null, bool joinsLastRow = false)
    {
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0] || inputs.Shape[0] == 0)
        {
            throw new ArgumentException(
                $"Training expects inputs of [rows, ...] and as many targets, at least one, but got {inputs.Shape} and {targets.Shape}.", nameof(targets));
        }

        _inputs = inputs.Contiguous();
        _targets = targets.Contiguous();
        _natural = sampler ?? new BatchSampler(inputs.Shape[0], Math.Min(batchSize, inputs.Shape[0]), seed);
        _balancedEpochs = balancedEpochs;
        _balanced = balancedEpochs > 0 ? new BalancedBatchSampler(Classes(_targets), batchSize, seed) : null;
        if (joinsLastRow)
        {
            _natural = new JoinedBatchSampler(_natural);
            _balanced = _balanced is null ? null : new JoinedBatchSampler(_balanced);
        }

        _sampler = _balanced ?? _natural;
    }

    public int BatchCount => _sampler.BatchCount;

    public void StartEpoch(int epoch)
    {
        _sampler = epoch < _balancedEpochs ? _balanced! : _natural;
        _sampler.StartEpoch(epoch);
        if (_sampler.BatchCount < 1)
        {
            throw new InvalidOperationException(
                $"{_sampler.GetType().Name} gave {_sampler.BatchCount} batches for epoch {epoch}; an epoch has at least one, or nothing would be learned.");
        }
    }

    /// <summary>The rows of a batch; valid until the next call.</summary>
    public (Tensor Inputs, Tensor Targets) Batch(int index)
    {
        ReadOnlySpan<int> rows = _sampler.Batch(index);
        CheckRows(rows, index);
        if (!_buffers.TryGetValue(rows.Length, out (Tensor Inputs, Tensor Targets) buffers))
        {
            if (_buffers.Count == MostBuffers)
            {
                _buffers.Clear();
            }

            _buffers.Add(rows.Length, buffers = (Buffer(_inputs, rows.Length), Buffer(_targets, rows.Length)));
        }

        CopyRows(_inputs, rows, buffers.Inputs);
        CopyRows(_targets, rows, buffers.Targets);
        return buffers;
    }

    /// <summary>Which rows those are, in their order.</summary>
    internal ReadOnlySpan<int> Rows(int index) => _sampler.Batch(index);

    private void CheckRows(ReadOnlySpan<int> rows, int batch)
    {
        if (rows.IsEmpty)
        {
            throw new InvalidOperationException(
                $"{_sampler.GetType().Name} gave no rows for batch {batch} of {_sampler.BatchCount}; a batch has at least one.");
        }

        int count = _inputs.Shape[0];
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)count)
            {
                throw new InvalidOperationException($"{_sampler.GetType().Name} gave row {row} for batch {batch} but there are {count} rows, numbered from 0.");
            }
        }
    }

    private static void CopyRows(Tensor source, ReadOnlySpan<int> rows, Tensor target)
    {
        target.Storage.Version++;
        switch (source.DataType.SizeInBytes())
        {
            case 8:
                CopyRows<long>(source, rows, target);
                break;
            case 4:
                CopyRows<int>(source, rows, target);
                break;
            case 2:
                CopyRows<short>(source, rows, target);
                break;
            default:
                CopyRows<byte>(source, rows, target);
                break;
        }
    }

    private static void CopyRows<T>(Tensor source, ReadOnlySpan<int> rows, Tensor target)
        where T : unmanaged
    {
        ReadOnlySpan<T> from = source.ReachUnchecked<T>();
        Span<T> to = target.ReachUnchecked<T>();
        int length = source.Length / source.Shape[0];
        for (int i = 0; i < rows.Length; i++)
        {
            from.Slice(rows[i] * length, length).CopyTo(to.Slice(i * length, length));
        }

        GC.KeepAlive(source);
        GC.KeepAlive(target);
    }

    private static int[] Classes(Tensor targets)
    {
        if (targets.Rank != 1 || targets.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"Balanced minibatches expect the class of each row, whole numbers of [rows], but got {targets.DataType.Name()} {targets.Shape}; use " +
                "Balance = false.", nameof(targets));
        }

        return targets.ToArray<int>();
    }

    private static Tensor Buffer(Tensor like, int rows)
    {
        int[] dimensions = like.Shape.Dimensions.ToArray();
        dimensions[0] = rows;
        return TensorPool.Keep(Tensor.Empty(Shape.Create(dimensions), like.DataType));
    }
}
