using System.Globalization;
using Hillock.Numbers;

namespace Hillock.Modules;

/// <summary>Hands out independent streams of random numbers: one to each parameter to initialise and to each random module.</summary>
/// <remarks>
/// Stream <c>i</c> of a seed is the same on every machine. A layer made without a source takes the next stream of
/// <see cref="Shared"/>, so a program that makes its layers in one order always starts from the same numbers. Safe to use from many threads,
/// though the order then decides who gets which stream.
/// </remarks>
/// <param name="seed">The seed.</param>
/// <param name="count">The number of streams handed out already: to go on where a source of the seed stood at this <see cref="Count"/>.</param>
/// <exception cref="ArgumentOutOfRangeException">The count is negative, or 2³² or more.</exception>
/// <example>
/// <code>
/// RandomSource random = new(7);
/// random.Next();
/// RandomSource again = new(random.Seed, random.Count);
/// Console.WriteLine(random.Next() == again.Next()); // True
/// </code>
/// </example>
public sealed class RandomSource(ulong seed, long count = 0)
{
    // "Modl" in the upper half keeps apart from the streams that other folders use of the same seed.
    private const ulong FirstStream = 0x4D6F646C_00000000;

    private static RandomSource SharedSource = new(0);

    private long _next = Checked(count) - 1;

    /// <summary>The source of layers that are given none: seed 0 unless set. Set a new one to choose the seed of what follows.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public static RandomSource Shared
    {
        get => Volatile.Read(ref SharedSource);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Volatile.Write(ref SharedSource, value);
        }
    }

    /// <summary>The seed.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>The number of streams handed out.</summary>
    public long Count => Volatile.Read(ref _next) + 1;

    /// <summary>The next stream.</summary>
    public Philox Next() => new(Seed, FirstStream + (ulong)Interlocked.Increment(ref _next));

    private static long Checked(long count) => count is >= 0 and <= uint.MaxValue
        ? count
        : throw new ArgumentOutOfRangeException(
            nameof(count), count,
            string.Create(
                CultureInfo.InvariantCulture, $"A RandomSource expects a count of streams from 0 to {uint.MaxValue} but got {count}; take another's Count."));
}
