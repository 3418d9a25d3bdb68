using System.Globalization;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data;

/// <summary>
/// A text in parallel lanes, step by step: each row of a batch goes on where the same row of the batch before ended, so that a recurrent network keeps its
/// state from batch to batch (truncated backpropagation through time).
/// </summary>
/// <remarks>
/// The text is cut into as many lanes of equal length as a batch has rows; what is left over at the end is not used. Of a lane each token but the first is a
/// target once. With a seed every epoch begins at another place, a function of the seed and the epoch, so that windows do not end at the same tokens each
/// time, and the tokens before it are no targets of that epoch.
/// Source: Zaremba, Sutskever, Vinyals, "Recurrent neural network regularization" (2014).
/// </remarks>
/// <example>
/// <code>
/// ContiguousBatches batches = new(new[] { 0, 1, 2, 3, 4, 5, 6, 7, 8 }, rows: 2, steps: 2);
/// Console.WriteLine($"{batches.Batch(0).Inputs.Flatten()}, then {batches.Batch(1).Inputs.Flatten()}"); // int64 [4] [0, 1, 4, 5], then int64 [2] [2, 6]
/// </code>
/// </example>
public sealed class ContiguousBatches : IBatchSource
{
    private readonly ReadOnlyMemory<int> _tokens;
    private readonly int _rows, _steps, _lane;
    private readonly ulong? _seed;
    private int _offset;

    /// <summary>Cuts a text into lanes.</summary>
    /// <param name="tokens">The text; not copied.</param>
    /// <param name="rows">The rows of a batch, at least 1.</param>
    /// <param name="steps">The tokens of a row, at least 1; the last batch of an epoch has fewer.</param>
    /// <param name="seed">The seed of the places at which epochs begin, 0 to <paramref name="steps"/> − 1; null to begin at the start.</param>
    /// <exception cref="ArgumentException">The text has fewer than two tokens a lane, or with a seed fewer than <paramref name="steps"/> and one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public ContiguousBatches(ReadOnlyMemory<int> tokens, int rows, int steps, ulong? seed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        _lane = tokens.Length / rows;
        int least = seed is null ? 2 : steps + 1;
        if (_lane < least)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rows} lanes of {least} tokens or more need a longer text than {tokens.Length} tokens; take a longer text or fewer rows."),
                nameof(tokens));
        }

        (_tokens, _rows, _steps, _seed) = (tokens, rows, steps, seed);
        StartEpoch(0);
    }

    /// <inheritdoc/>
    public int BatchCount => ((_lane - 2 - _offset) / _steps) + 1;

    /// <inheritdoc/>
    public void StartEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        _offset = _seed is { } seed ? (int)new Philox(seed, RandomStreams.Contiguous + (uint)epoch).Below(0, (uint)_steps) : 0;
    }

    /// <summary>A batch of the current epoch.</summary>
    /// <param name="index">The batch, 0 to <see cref="BatchCount"/> − 1.</param>
    /// <returns>Tokens, and the tokens after them: int64 of <c>[rows, steps]</c> both, of fewer steps at the end.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public (Tensor Inputs, Tensor Targets) Batch(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, BatchCount);
        int first = _offset + (index * _steps), length = Math.Min(_steps, _lane - 1 - first);
        Tensor inputs = Tensor.Empty([_rows, length], DataType.Int64), targets = Tensor.Empty([_rows, length], DataType.Int64);
        Span<long> input = inputs.AsSpan<long>(), target = targets.AsSpan<long>();
        ReadOnlySpan<int> tokens = _tokens.Span;
        for (int row = 0; row < _rows; row++)
        {
            int start = (row * _lane) + first;
            for (int i = 0; i < length; i++)
            {
                (input[(row * length) + i], target[(row * length) + i]) = (tokens[start + i], tokens[start + i + 1]);
            }
        }

        GC.KeepAlive(inputs);
        GC.KeepAlive(targets);
        return (inputs, targets);
    }
}
