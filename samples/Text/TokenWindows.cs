using Hillock.Data;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Samples.Text;

/// <summary>Minibatches of windows of a text.</summary>
/// <remarks>
/// A window is <c>context</c> tokens to see; to predict is the token after it, or after each of its last ones. Which windows a batch holds depends on the seed
/// and the number of the batch alone.
/// </remarks>
public sealed class TokenWindows
{
    private const ulong RandomStream = 0x57696E64_00000000; // "Wind"

    private readonly long[] _tokens;
    private readonly int _context;
    private readonly int _targets;

    /// <summary>Looks at tokens through windows.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="context">The number of tokens that a model sees.</param>
    /// <param name="targets">
    /// How many it predicts: 1 for the token after the window, up to <paramref name="context"/> for that after each of its last ones.
    /// </param>
    /// <exception cref="ArgumentException">The text is shorter than a window and its target.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public TokenWindows(ReadOnlySpan<int> tokens, int context, int targets = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targets, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(targets, context);
        if (tokens.Length <= context)
        {
            throw new ArgumentException(
                $"A window of {context} tokens and the one after it need a longer text than {tokens.Length} tokens; take a longer text or a shorter context.",
                nameof(tokens));
        }

        _tokens = new long[tokens.Length];
        for (int i = 0; i < _tokens.Length; i++)
        {
            _tokens[i] = tokens[i];
        }

        _context = context;
        _targets = targets;
    }

    /// <summary>The number of windows.</summary>
    public int Count => _tokens.Length - _context;

    /// <summary>Divides a text into a part to train on and a last part to validate on.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="validation">The share of the last part, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public static (int[] Training, int[] Validation) Split(int[] tokens, double validation)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (!(validation is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(validation), validation, "The validation's share of the text must be above 0 and below 1.");
        }

        int kept = (int)(tokens.Length * (1 - validation));
        return (tokens[..kept], tokens[kept..]);
    }

    /// <summary>A batch of windows at random places.</summary>
    /// <param name="size">The number of windows.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="step">The number of the batch.</param>
    public WindowBatch Random(int size, ulong seed, long step)
    {
        int[] starts = new int[size];
        Philox random = new(seed, RandomStream);
        for (int i = 0; i < size; i++)
        {
            starts[i] = (int)random.Below(((ulong)step * (uint)size) + (uint)i, (uint)Count);
        }

        return At(starts);
    }

    /// <summary>All windows once, in an order that each epoch has for itself.</summary>
    /// <param name="size">The windows of a batch; the last has fewer.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="epoch">The epoch.</param>
    public IEnumerable<WindowBatch> Epoch(int size, ulong seed, int epoch)
    {
        BatchSampler sampler = new(Count, Math.Min(size, Count), seed);
        sampler.StartEpoch(epoch);
        for (int i = 0; i < sampler.BatchCount; i++)
        {
            yield return At(sampler.Batch(i));
        }
    }

    /// <summary>Windows from the start to the end such that each token is predicted once, except for those that fill no window at the end.</summary>
    /// <param name="size">The windows of a batch; the last has fewer.</param>
    public IEnumerable<WindowBatch> InOrder(int size)
    {
        int windows = ((Count - 1) / _targets) + 1;
        for (int first = 0; first < windows; first += size)
        {
            yield return At([.. Enumerable.Range(first, Math.Min(size, windows - first)).Select(i => i * _targets)]);
        }
    }

    /// <summary>The windows that start at given places.</summary>
    private WindowBatch At(ReadOnlySpan<int> starts)
    {
        Tensor inputs = Tensor.Empty([starts.Length, _context], DataType.Int64);
        Tensor targets = Tensor.Empty(_targets == 1 ? [starts.Length] : [starts.Length, _targets], DataType.Int64);
        Span<long> input = inputs.AsSpan<long>(), target = targets.AsSpan<long>();
        for (int i = 0; i < starts.Length; i++)
        {
            int end = starts[i] + _context;
            _tokens.AsSpan(starts[i], _context).CopyTo(input[(i * _context)..]);
            _tokens.AsSpan(end - _targets + 1, _targets).CopyTo(target[(i * _targets)..]);
        }

        GC.KeepAlive(inputs);
        GC.KeepAlive(targets);
        return new WindowBatch(inputs, targets);
    }
}
