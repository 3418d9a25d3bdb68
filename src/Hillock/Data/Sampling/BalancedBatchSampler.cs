using System.Globalization;
using Hillock.Kernels;
using Hillock.Numbers;

namespace Hillock.Data;

/// <summary>Divides row numbers into minibatches that hold equally many rows of every class, however rare it is.</summary>
/// <remarks>
/// <para>
/// Each class has a circular buffer of its rows, in a new random order every epoch. The batches take from the buffers in turn, and the buffers of
/// small classes start again from their beginning, until the largest is used up: no row is ever left out. An epoch has (number of classes) ×
/// (rows of the largest) rows; two classes of a batch differ by one row at most. A class of <c>m</c> rows beside a largest of <c>M</c> shows each row
/// <c>⌊M/m⌋</c> or <c>⌈M/m⌉</c> times.
/// </para>
/// <para>
/// A network trained so learns the classes as if they were equally frequent; some last epochs with a <see cref="BatchSampler"/> teach its output biases
/// the natural frequencies (<see cref="Training.FitOptions.NaturalEpochs"/>). Allocates nothing after construction. Not thread-safe.
/// </para>
/// </remarks>
public sealed class BalancedBatchSampler : IBatchSampler
{
    private readonly int[][] _rowsOfClass;
    private readonly int[] _order;
    private readonly ulong _seed;

    /// <summary>Creates a sampler, positioned at epoch 0.</summary>
    /// <param name="classes">The class of each row, 0 or more; a number without rows is no class.</param>
    /// <param name="batchSize">Rows in a batch, at least 1; the last batch of an epoch may be smaller.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An empty batch.</exception>
    /// <exception cref="ArgumentException">There are no rows, a class is negative, or an epoch would have more rows than an array can.</exception>
    public BalancedBatchSampler(ReadOnlySpan<int> classes, int batchSize, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        _rowsOfClass = Group(classes);
        int largest = _rowsOfClass.Max(static rows => rows.Length);
        long length = (long)largest * _rowsOfClass.Length;
        if (length > Array.MaxLength)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"An epoch of {_rowsOfClass.Length} classes of {largest} rows has {length} rows, more than an array can hold; use fewer classes or rows."),
                nameof(classes));
        }

        _order = new int[length];
        _seed = seed;
        BatchSize = batchSize;
        BatchCount = BatchCut.Count(_order.Length, batchSize, dropLast: false);
        StartEpoch(0);
    }

    /// <inheritdoc/>
    public int BatchSize { get; }

    /// <inheritdoc/>
    public int BatchCount { get; }

    /// <summary>The current epoch.</summary>
    public int Epoch { get; private set; }

    /// <inheritdoc/>
    public void StartEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Epoch = epoch;
        int classes = _rowsOfClass.Length;
        Philox epochs = new(_seed, RandomStreams.BalancedBatches + (uint)epoch);
        for (int i = 0; i < classes; i++)
        {
            int[] rows = _rowsOfClass[i];

            // The order must not depend on the epochs before, so every shuffle starts from ascending rows.
            Array.Sort(rows);
            new Philox(epochs.Bits64((ulong)i), RandomStreams.BalancedBatches).Shuffle<int>(rows);
            for (int place = i, next = 0; place < _order.Length; place = Partition.End(place, classes, _order.Length))
            {
                _order[place] = rows[next];
                next = next + 1 == rows.Length ? 0 : next + 1;
            }
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Batch(int index) => BatchCut.Rows(_order, BatchSize, BatchCount, index);

    private static int[][] Group(ReadOnlySpan<int> classes)
    {
        if (classes.IsEmpty)
        {
            throw new ArgumentException("A balanced sampler expects the class of each row but got no rows.", nameof(classes));
        }

        SortedDictionary<int, List<int>> groups = new();
        for (int row = 0; row < classes.Length; row++)
        {
            if (classes[row] < 0)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"A balanced sampler expects classes of 0 or more but classes[{row}] is {classes[row]}; leave such rows out."), nameof(classes));
            }

            if (!groups.TryGetValue(classes[row], out List<int>? rows))
            {
                groups.Add(classes[row], rows = []);
            }

            rows.Add(row);
        }

        return [.. groups.Values.Select(static rows => rows.ToArray())];
    }
}
