namespace Hillock.Charts;

/// <summary>Places dots that would cover each other below each other.</summary>
internal static class DotSwarm
{
    /// <summary>The level of each dot, from 0 downwards: the first at which it covers no other.</summary>
    /// <param name="positions">Where the dots are along the line.</param>
    /// <param name="diameter">The diameter of a dot.</param>
    /// <param name="levels">How many levels there are; where all are taken, dots cover each other on the last.</param>
    public static int[] Levels(IReadOnlyList<double> positions, double diameter, int levels)
    {
        int[] placed = new int[positions.Count];
        double[] lastAt = new double[levels];
        Array.Fill(lastAt, double.NegativeInfinity);
        foreach (int dot in Enumerable.Range(0, positions.Count).OrderBy(i => positions[i]))
        {
            int free = Array.FindIndex(lastAt, last => positions[dot] - last >= diameter);
            placed[dot] = free < 0 ? levels - 1 : free;
            lastAt[placed[dot]] = positions[dot];
        }

        return placed;
    }
}
