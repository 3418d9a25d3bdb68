using Hillock.Numbers;

namespace Hillock.Data.Transforms;

/// <summary>The random numbers of a transform: place <c>i</c> is block <c>i</c> of the generator, whatever is drawn there, so that places share no bits.</summary>
internal static class Draws
{
    /// <summary>A uniform number in [0, 1).</summary>
    internal static double Uniform(Philox random, int place) => random.UniformDouble(2 * (ulong)place);

    /// <summary>A uniform number in [low, high).</summary>
    internal static double Uniform(Philox random, int place, (double Low, double High) range) =>
        range.Low + ((range.High - range.Low) * Uniform(random, place));

    /// <summary>A whole number from 0 to below the bound.</summary>
    internal static int Below(Philox random, int place, int bound) => (int)random.Below((ulong)place, (uint)bound);
}
