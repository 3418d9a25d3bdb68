using System.Globalization;
using Hillock.Numbers;

namespace Hillock.Data;

/// <summary>The items of each batch of an epoch, copied from the sampler so that any thread may look at them, and the key of each item.</summary>
internal sealed class EpochPlan
{
    private readonly int[] _rows;
    private readonly int[] _ends;
    private readonly int[]? _before;

    private EpochPlan(int epoch, int[] rows, int[] ends, int[]? before) => (Epoch, _rows, _ends, _before) = (epoch, rows, ends, before);

    internal int Epoch { get; }

    internal int BatchCount => _ends.Length;

    /// <summary>Asks a sampler for an epoch.</summary>
    /// <param name="sampler">The sampler.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="count">The items of the dataset.</param>
    /// <param name="countsBefore">Whether keys will be asked for.</param>
    /// <exception cref="InvalidOperationException">The sampler gave no batch, a batch without items or an item that is not there.</exception>
    internal static EpochPlan Of(IBatchSampler sampler, int epoch, int count, bool countsBefore)
    {
        sampler.StartEpoch(epoch);
        string name = sampler.GetType().Name;
        List<int> rows = new(count);
        int[] ends = sampler.BatchCount is > 0 and var batches ? new int[batches]
            : throw Fault($"{name} has {sampler.BatchCount} batches in epoch {epoch}; there is at least one.");
        for (int i = 0; i < ends.Length; i++)
        {
            rows.AddRange(sampler.Batch(i));
            ends[i] = rows.Count;
            if (rows.Count == (i == 0 ? 0 : ends[i - 1]))
            {
                throw Fault($"{name} gave no items for batch {i} of epoch {epoch}; a batch has at least one.");
            }
        }

        int[] order = [.. rows];
        int wrong = Array.FindIndex(order, row => (uint)row >= (uint)count);
        return wrong < 0
            ? new EpochPlan(epoch, order, ends, countsBefore ? Before(order, count) : null)
            : throw Fault($"{name} gave item {order[wrong]} in epoch {epoch} but there are {count} items, numbered from 0.");
    }

    internal ReadOnlySpan<int> Rows(int batch)
    {
        int start = Start(batch);
        return _rows.AsSpan(start, _ends[batch] - start);
    }

    /// <summary>The random numbers of an item: of seed, epoch and item alone, and for an item that comes again of how often it came before.</summary>
    internal Philox Key(ulong seed, int batch, int place)
    {
        int at = Start(batch) + place;
        return RandomStreams.Key(seed, RandomStreams.Items, Epoch, (uint)_rows[at] | ((ulong)(uint)_before![at] << 32));
    }

    /// <summary>The random numbers of a batch as a whole.</summary>
    internal Philox Key(ulong seed, int batch) => RandomStreams.Key(seed, RandomStreams.WholeBatches, Epoch, (uint)batch);

    private int Start(int batch) => batch == 0 ? 0 : _ends[batch - 1];

    private static int[] Before(int[] order, int count)
    {
        int[] seen = new int[count];
        int[] before = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            before[i] = seen[order[i]]++;
        }

        return before;
    }

    private static InvalidOperationException Fault(FormattableString message) => new(message.ToString(CultureInfo.InvariantCulture));
}
