using System.Globalization;
using Hillock.Numbers;

namespace Hillock.Data;

/// <summary>Draws the rows of minibatches by weights, as PyTorch's <c>WeightedRandomSampler</c>; the order depends on the seed and the epoch alone.</summary>
/// <remarks>
/// <para>
/// With replacement each place of an epoch is row <c>i</c> with probability <c>wᵢ / Σw</c>, whatever came before. Without, rows are drawn one after the other,
/// each with probability <c>wᵢ</c> divided by the weights of the rows that are left: row <c>i</c> gets the key <c>−ln(uᵢ)/wᵢ</c> of a uniform <c>uᵢ</c>, and
/// the smallest keys come first (P. S. Efraimidis, P. G. Spirakis, "Weighted random sampling with a reservoir", 2006). A row of weight 0 is never drawn.
/// </para>
/// <para>
/// Weights of <c>1 / (rows of the class)</c> show all classes equally often; <see cref="BalancedBatchSampler"/> does so without chance. Not thread-safe.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// WeightedBatchSampler sampler = new([0, 1, 0, 3], batchSize: 8, seed: 1, samples: 800);
/// int[] rows = [.. Enumerable.Range(0, sampler.BatchCount).SelectMany(i =&gt; sampler.Batch(i).ToArray())];
/// Console.WriteLine(rows.Length); // 800
/// Console.WriteLine(string.Join(", ", rows.Distinct().Order())); // 1, 3
/// Console.WriteLine(rows.Count(row =&gt; row == 3) is &gt; 550 and &lt; 650); // True
/// </code>
/// </example>
public sealed class WeightedBatchSampler : IBatchSampler
{
    private readonly double[] _weights;
    private readonly double[] _sums;
    private readonly (double Key, int Row)[] _keys;
    private readonly int[] _order;
    private readonly ulong _seed;
    private readonly int _last;

    /// <summary>Creates a sampler, positioned at epoch 0.</summary>
    /// <param name="weights">The weight of each row, finite and at least 0; they need not add up to 1.</param>
    /// <param name="batchSize">Rows in a batch, at least 1; the last batch of an epoch may be smaller.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="samples">The rows of an epoch, at least 1; as many as there are weights if left out.</param>
    /// <param name="replacement">Whether a row may come several times in an epoch.</param>
    /// <param name="dropLast">Whether a last, smaller batch is left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">An empty batch, or no rows in an epoch.</exception>
    /// <exception cref="ArgumentException">
    /// A weight is negative or not finite, all are 0, or without replacement fewer rows have a weight than are to be drawn; or no batch would be left.
    /// </exception>
    public WeightedBatchSampler(
        ReadOnlySpan<double> weights, int batchSize, ulong seed, int? samples = null, bool replacement = true, bool dropLast = false)
    {
        int drawable = 0;
        double sum = 0;
        _weights = weights.ToArray();
        _sums = new double[weights.Length];
        for (int i = 0; i < _weights.Length; i++)
        {
            double weight = _weights[i];
            if (!(weight >= 0 && double.IsFinite(weight)))
            {
                throw Fault(string.Create(
                    CultureInfo.InvariantCulture,
                    $"expects finite weights of 0 or more but weights[{i}] is {weight}; leave the row out, or give it 0"));
            }

            sum += weight;
            _sums[i] = sum;
            if (weight > 0)
            {
                drawable++;
                _last = i;
            }
        }

        if (drawable == 0 || !double.IsFinite(sum))
        {
            throw Fault(drawable == 0
                ? $"expects a weight above 0 but {(weights.IsEmpty ? "there are none" : $"all {weights.Length} are 0")}; give each row that may be drawn one"
                : "expects weights with a finite sum but theirs is infinite; divide them all by the largest");
        }

        int count = samples ?? weights.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(samples));
        if (!replacement && count > drawable)
        {
            throw Fault($"is to draw {count} rows without replacement but {drawable} have a weight above 0; set samples: {drawable}, or replacement: true");
        }

        BatchCount = BatchCut.Count(count, batchSize, dropLast);
        _order = new int[count];
        _keys = replacement ? [] : new (double, int)[weights.Length];
        (_seed, BatchSize) = (seed, batchSize);
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
        Philox random = new(_seed, RandomStreams.WeightedBatches + (uint)epoch);
        if (_keys.Length == 0)
        {
            double total = _sums[^1];
            for (int i = 0; i < _order.Length; i++)
            {
                _order[i] = FirstAbove(random.UniformDouble((ulong)i) * total);
            }

            return;
        }

        for (int i = 0; i < _keys.Length; i++)
        {
            double uniform = random.UniformDoubleWithin((ulong)i);
            _keys[i] = (_weights[i] > 0 ? -PortableMath.Log(uniform) / _weights[i] : double.NaN, i);
        }

        Array.Sort(_keys, static (a, b) => (double.IsNaN(a.Key), double.IsNaN(b.Key)) switch
        {
            (false, true) => -1,
            (true, false) => 1,
            _ => a.CompareTo(b),
        });
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = _keys[i].Row;
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Batch(int index) => BatchCut.Rows(_order, BatchSize, BatchCount, index);

    /// <summary>The first row whose sum of weights up to it is above a number: never one of weight 0.</summary>
    private int FirstAbove(double number)
    {
        int low = 0, high = _last; // rounding may give the sum of all, which no sum is above
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (_sums[middle] > number)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private static ArgumentException Fault(string problem, string parameter = "weights") => new($"A weighted sampler {problem}.", parameter);
}
