using System.Globalization;

namespace Hillock.Modules;

/// <summary>Counts a module's random passes, so that each has numbers of its own, on however many threads they run; see <see cref="IRandomModule"/>.</summary>
public sealed class RandomPasses
{
    private ulong _count;

    /// <summary>The passes so far; set to go on from where another run stood.</summary>
    public ulong Count
    {
        get => Volatile.Read(in _count);
        set => Volatile.Write(ref _count, value);
    }

    /// <summary>Counts a pass.</summary>
    /// <param name="bits">A pass has 2^bits numbers, from 0 to 63: 2³² are more than a tensor has elements.</param>
    /// <returns>The index of its first number: <c>passes before·2^bits</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bits are not from 0 to 63.</exception>
    public ulong Next(int bits = 32)
    {
        if (bits is < 0 or > 63)
        {
            throw new ArgumentOutOfRangeException(
                nameof(bits), bits,
                string.Create(CultureInfo.InvariantCulture, $"Next expects bits from 0 to 63 but got {bits}; leave it out for 2³² numbers."));
        }

        return (Interlocked.Increment(ref _count) - 1) << bits;
    }
}
