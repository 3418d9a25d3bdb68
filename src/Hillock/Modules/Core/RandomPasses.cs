namespace Hillock.Modules;

/// <summary>Counts a module's random passes, so that each has numbers of its own, on however many threads they run.</summary>
/// <remarks>To be kept in a field that is not read-only.</remarks>
internal struct RandomPasses
{
    private ulong _count;

    /// <summary>The passes so far; set to go on from where another run stood.</summary>
    internal ulong Count
    {
        readonly get => Volatile.Read(in _count);
        set => Volatile.Write(ref _count, value);
    }

    /// <summary>The first number of the next pass.</summary>
    /// <param name="bits">A pass has 2^bits numbers: 2³² are more than a tensor has elements.</param>
    internal ulong Next(int bits = 32) => (Interlocked.Increment(ref _count) - 1) << bits;
}
