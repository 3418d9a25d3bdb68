namespace Hillock.Charts;

/// <summary>Places dots that would cover each other above and below a line.</summary>
internal static class DotSwarm
{
    /// <summary>How far each dot moves off the line, in dots: 0, 1, −1, 2 and so on, the nearest that is free.</summary>
    /// <param name="positions">Where the dots are along the line.</param>
    /// <param name="diameter">The diameter of a dot.</param>
    /// <param name="levels">The farthest level; where all are taken, dots cover each other there.</param>
    public static int[] Levels(IReadOnlyList<double> positions, double diameter, int levels)
    {
        int[] placed = new int[positions.Count];
        int[] order = [.. Enumerable.Range(0, positions.Count).OrderBy(i => positions[i])];
        double[] lastAt = new double[2 * levels + 1];
        Array.Fill(lastAt, double.NegativeInfinity);
        foreach (int dot in order)
        {
            int level = Enumerable.Range(0, lastAt.Length).Select(Level).FirstOrDefault(level => positions[dot] - lastAt[level + levels] >= diameter, levels);
            placed[dot] = level;
            lastAt[level + levels] = positions[dot];
        }

        return placed;
    }

    private static int Level(int i) => i % 2 == 0 ? -i / 2 : (i + 1) / 2;
}
