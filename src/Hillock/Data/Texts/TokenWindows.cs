using System.Globalization;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data;

/// <summary>A text through windows: a window is some tokens to see; to predict is the token after it, or after each of its last ones.</summary>
/// <remarks>
/// An item is int64 of <c>[context]</c>, with targets of <c>[targets]</c>, or of <c>[]</c> when one is predicted. What a batch holds depends on the seed, the
/// epoch or step, and its number alone. A <see cref="DataLoader"/> takes the windows too; the batches here are made faster, without an item each.
/// </remarks>
/// <example>
/// <code>
/// TokenWindows windows = new(new[] { 10, 11, 12, 13, 14 }, context: 2, targets: 2);
/// Console.WriteLine($"{windows.Count}: {windows[1].Inputs} {windows[1].Targets}"); // 3: int64 [2] [11, 12] int64 [2] [12, 13]
/// </code>
/// </example>
public sealed class TokenWindows : IDataset<(Tensor Inputs, Tensor Targets)>
{
    private readonly ReadOnlyMemory<int> _tokens;
    private readonly int _context;
    private readonly int _targets;
    private readonly int _stride;

    /// <summary>Looks at tokens through windows.</summary>
    /// <param name="tokens">The text; not copied.</param>
    /// <param name="context">The number of tokens that a model sees, at least 1.</param>
    /// <param name="targets">
    /// How many it predicts: 1 for the token after the window, up to <paramref name="context"/> for that after each of its last ones.
    /// </param>
    /// <param name="stride">
    /// How much later than the one before a window begins, at least 1; with as many as <paramref name="targets"/> each token is predicted once.
    /// </param>
    /// <exception cref="ArgumentException">The text is shorter than a window and its target.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    public TokenWindows(ReadOnlyMemory<int> tokens, int context, int targets = 1, int stride = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targets, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(targets, context);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        if (tokens.Length <= context)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture, $"A window of {context} tokens and the one after it need a longer text than {tokens.Length} tokens; ") +
                "take a longer text or a shorter context.", nameof(tokens));
        }

        (_tokens, _context, _targets, _stride) = (tokens, context, targets, stride);
    }

    /// <summary>The number of windows.</summary>
    public int Count => ((_tokens.Length - _context - 1) / _stride) + 1;

    /// <summary>A window and what is to be predicted of it, as new tensors.</summary>
    /// <param name="index">The window, 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such window.</exception>
    public (Tensor Inputs, Tensor Targets) this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            (Tensor inputs, Tensor targets) = At([index]);
            return (inputs.Select(0, 0), targets.Select(0, 0));
        }
    }

    /// <summary>Divides a text into a part to train on and a last part to validate on.</summary>
    /// <param name="tokens">The text; not copied.</param>
    /// <param name="validation">The share of the last part, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public static (ReadOnlyMemory<int> Training, ReadOnlyMemory<int> Validation) Split(ReadOnlyMemory<int> tokens, double validation)
    {
        if (!(validation is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(validation), validation, "The validation's share of the text must be above 0 and below 1.");
        }

        int kept = (int)(tokens.Length * (1 - validation));
        return (tokens[..kept], tokens[kept..]);
    }

    /// <summary>A batch of windows at random places: a function of the seed, the step and the place in the batch.</summary>
    /// <param name="size">The number of windows, at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="step">The number of the batch, at least 0.</param>
    /// <returns>Inputs of <c>[size, context]</c>, targets of <c>[size, targets]</c>, or <c>[size]</c> when one is predicted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no windows in a batch, or the step is negative.</exception>
    public (Tensor Inputs, Tensor Targets) Random(int size, ulong seed, long step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        int[] windows = new int[size];
        Philox random = new(seed, RandomStreams.Windows);
        for (int i = 0; i < size; i++)
        {
            windows[i] = (int)random.Below(((ulong)step * (uint)size) + (uint)i, (uint)Count);
        }

        return At(windows);
    }

    /// <summary>All windows once, in an order that each epoch has for itself.</summary>
    /// <param name="size">The windows of a batch, at least 1; the last has fewer.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="epoch">The epoch, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no windows in a batch, or the epoch is negative.</exception>
    public IEnumerable<(Tensor Inputs, Tensor Targets)> Epoch(int size, ulong seed, int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        BatchSampler sampler = new(Count, Math.Min(size, Count), seed);
        sampler.StartEpoch(epoch);
        return Enumerable.Range(0, sampler.BatchCount).Select(i => At(sampler.Batch(i)));
    }

    /// <summary>All windows from the start to the end.</summary>
    /// <param name="size">The windows of a batch, at least 1; the last has fewer.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no windows in a batch.</exception>
    public IEnumerable<(Tensor Inputs, Tensor Targets)> InOrder(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        int count = Count;
        return Enumerable.Range(0, ((count - 1) / size) + 1).Select(i => At([.. Enumerable.Range(i * size, Math.Min(size, count - (i * size)))]));
    }

    /// <summary>All windows in one tensor: <c>[count, context]</c>, and <c>[count, targets]</c> or <c>[count]</c>.</summary>
    public (Tensor Inputs, Tensor Targets) ToTensors() => At([.. Enumerable.Range(0, Count)]);

    private (Tensor Inputs, Tensor Targets) At(ReadOnlySpan<int> windows)
    {
        Tensor inputs = Tensor.Empty([windows.Length, _context], DataType.Int64);
        Tensor targets = Tensor.Empty(_targets == 1 ? [windows.Length] : [windows.Length, _targets], DataType.Int64);
        Span<long> input = inputs.AsSpan<long>(), target = targets.AsSpan<long>();
        for (int i = 0; i < windows.Length; i++)
        {
            ReadOnlySpan<int> window = _tokens.Span.Slice(windows[i] * _stride, _context + 1);
            Widen(window[.._context], input.Slice(i * _context, _context));
            Widen(window[^_targets..], target.Slice(i * _targets, _targets));
        }

        GC.KeepAlive(inputs);
        GC.KeepAlive(targets);
        return (inputs, targets);
    }

    private static void Widen(ReadOnlySpan<int> from, Span<long> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = from[i];
        }
    }
}
