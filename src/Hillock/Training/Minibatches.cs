using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Collects the rows of minibatches in tensors that are used again and again.</summary>
internal sealed class Minibatches
{
    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private readonly BatchSampler _sampler;
    private readonly (Tensor Inputs, Tensor Targets) _whole;
    private (Tensor Inputs, Tensor Targets)? _last;

    internal Minibatches(Tensor inputs, Tensor targets, int batchSize, ulong seed)
    {
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0] || inputs.Shape[0] == 0)
        {
            throw new ArgumentException(
                $"Training expects inputs of [rows, ...] and as many targets, at least one, but got {inputs.Shape} and {targets.Shape}.", nameof(targets));
        }

        _inputs = inputs.Contiguous();
        _targets = targets.Contiguous();
        _sampler = new BatchSampler(inputs.Shape[0], Math.Min(batchSize, inputs.Shape[0]), seed);
        _whole = Buffers(_sampler.BatchSize);
    }

    internal int Count => _sampler.BatchCount;

    internal void StartEpoch(int epoch) => _sampler.StartEpoch(epoch);

    /// <summary>The rows of a batch; valid until the next call.</summary>
    internal (Tensor Inputs, Tensor Targets) Batch(int index)
    {
        ReadOnlySpan<int> rows = _sampler.Batch(index);
        (Tensor Inputs, Tensor Targets) buffers = rows.Length == _sampler.BatchSize ? _whole : _last ??= Buffers(rows.Length);
        CopyRows(_inputs, rows, buffers.Inputs);
        CopyRows(_targets, rows, buffers.Targets);
        return buffers;
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

    private (Tensor Inputs, Tensor Targets) Buffers(int rows) => (Buffer(_inputs, rows), Buffer(_targets, rows));

    private static Tensor Buffer(Tensor like, int rows)
    {
        int[] dimensions = like.Shape.Dimensions.ToArray();
        dimensions[0] = rows;
        return TensorPool.Keep(Tensor.Empty(Shape.Create(dimensions), like.DataType));
    }
}
