namespace Hillock.Data;

/// <summary>Rows in the order of their times, and cuts between different times.</summary>
internal static class TimeOrder
{
    /// <summary>The rows in the order of their times, rows of one time in their own.</summary>
    /// <param name="times">The time of each row.</param>
    /// <param name="changes">The places in the order, ascending, before which the time changes.</param>
    /// <exception cref="ArgumentException">A time is NaN.</exception>
    internal static int[] Sort(ReadOnlySpan<double> times, out int[] changes)
    {
        double[] keys = times.ToArray();
        int unknown = Array.FindIndex(keys, double.IsNaN);
        if (unknown >= 0)
        {
            throw new ArgumentException($"Row {unknown} has no time (NaN); leave the row out.", nameof(times));
        }

        int[] order = [.. Enumerable.Range(0, keys.Length).OrderBy(row => keys[row])];
        changes = [.. Enumerable.Range(1, Math.Max(0, keys.Length - 1)).Where(place => keys[order[place]] != keys[order[place - 1]])];
        return order;
    }

    /// <summary>For each place where a cut would be by size the change of the time that is nearest; each another one.</summary>
    /// <param name="changes">At least as many changes as there are cuts.</param>
    /// <param name="ideals">The ideal places, ascending.</param>
    internal static int[] Cuts(int[] changes, int[] ideals)
    {
        int[] cuts = new int[ideals.Length];
        for (int i = 0, next = 0; i < cuts.Length; i++, next++)
        {
            // As many changes stay behind it as there are cuts to come.
            int last = changes.Length - (cuts.Length - i);
            while (next < last && Math.Abs(changes[next + 1] - ideals[i]) <= Math.Abs(changes[next] - ideals[i]))
            {
                next++;
            }

            cuts[i] = changes[next];
        }

        return cuts;
    }
}
