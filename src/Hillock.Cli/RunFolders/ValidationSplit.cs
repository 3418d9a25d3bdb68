using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Data;
using Hillock.Numbers;

namespace Hillock.Cli.RunFolders;

/// <summary>Holds out a share of the rows: of each class the same share, whole groups, or the latest.</summary>
internal static class ValidationSplit
{
    private const ulong Stream = 0x56616C69_00000000; // "Vali", plus the class

    /// <summary>Divides the rows.</summary>
    /// <param name="data">The table.</param>
    /// <param name="share">The share that is held out, from 0 to below 1.</param>
    /// <param name="seed">The seed of the choice.</param>
    /// <exception cref="CommandException">A share is to be held out but none can be: there is one time, one group, or one row of each class.</exception>
    /// <returns>The rows to train on and those held out, each in ascending order.</returns>
    public static (int[] Training, int[] HeldOut) Of(TabularData data, double share, ulong seed)
    {
        bool[] isHeldOut = new bool[data.RowCount];
        if (share > 0)
        {
            string why = !data.Times.IsEmpty ? "its rows are of one time" : !data.Groups.IsEmpty ? "its rows are of one group" : "it has too few rows";
            if (!data.Times.IsEmpty)
            {
                HoldOutLatest(data, share, isHeldOut);
            }
            else if (!data.Groups.IsEmpty)
            {
                HoldOutGroups(data, share, seed, isHeldOut);
            }
            else
            {
                HoldOutOfEach(data.IsClassification ? data.Classes.ToArray() : new int[data.RowCount], share, seed, isHeldOut);
            }

            RequireSome(data.Provenance, "rows", why, share, isHeldOut);
        }

        return Divided(isHeldOut);
    }

    /// <summary>Divides pictures, of each class the same share.</summary>
    /// <param name="classes">The class of each.</param>
    /// <param name="share">The share that is held out, from 0 to below 1.</param>
    /// <param name="seed">The seed of the choice.</param>
    /// <param name="source">Where they are from.</param>
    /// <exception cref="CommandException">A share is to be held out but none can be.</exception>
    /// <returns>Those to train on and those held out, each in ascending order.</returns>
    public static (int[] Training, int[] HeldOut) Of(int[] classes, double share, ulong seed, string source)
    {
        bool[] isHeldOut = new bool[classes.Length];
        if (share > 0)
        {
            HoldOutOfEach(classes, share, seed, isHeldOut);
            RequireSome(source, "pictures", "they are too few", share, isHeldOut);
        }

        return Divided(isHeldOut);
    }

    private static (int[] Training, int[] HeldOut) Divided(bool[] isHeldOut)
    {
        int[] rows = [.. Enumerable.Range(0, isHeldOut.Length)];
        return ([.. rows.Where(row => !isHeldOut[row])], [.. rows.Where(row => isHeldOut[row])]);
    }

    private static void HoldOutOfEach(int[] classes, double share, ulong seed, bool[] isHeldOut)
    {
        ILookup<int, int> rows = Enumerable.Range(0, classes.Length).ToLookup(row => classes[row]);
        foreach (IGrouping<int, int> group in rows.OrderBy(static group => group.Key))
        {
            int[] order = [.. group];
            new Philox(seed, Stream + (uint)group.Key).Shuffle<int>(order);

            // Of a class of one row nothing is held out: the network would never see it.
            int count = Math.Min((int)Math.Round(share * order.Length, MidpointRounding.AwayFromZero), order.Length - 1);
            foreach (int row in order.AsSpan(0, count))
            {
                isHeldOut[row] = true;
            }
        }
    }

    private static void HoldOutGroups(TabularData data, double share, ulong seed, bool[] isHeldOut)
    {
        int[] groups = data.Groups.ToArray();
        int[] order = [.. groups.Distinct().Order()];
        new Philox(seed, Stream).Shuffle<int>(order);
        HashSet<int> taken = [];
        int wanted = (int)Math.Round(share * data.RowCount, MidpointRounding.AwayFromZero), count = 0;
        Dictionary<int, int> sizes = groups.GroupBy(static group => group).ToDictionary(static group => group.Key, static group => group.Count());
        foreach (int group in order.SkipLast(1).Where(group => count < wanted && count + sizes[group] <= wanted + (sizes[group] / 2)))
        {
            taken.Add(group);
            count += sizes[group];
        }

        if (taken.Count == 0 && order.Length > 1)
        {
            taken.Add(order.MinBy(group => Math.Abs(sizes[group] - wanted))); // all are far too large: the nearest
        }

        for (int row = 0; row < groups.Length; row++)
        {
            isHeldOut[row] = taken.Contains(groups[row]);
        }
    }

    private static void HoldOutLatest(TabularData data, double share, bool[] isHeldOut)
    {
        double[] times = data.Times.ToArray();
        int[] order = [.. Enumerable.Range(0, times.Length).OrderBy(row => times[row])];
        int count = Math.Min((int)Math.Round(share * order.Length, MidpointRounding.AwayFromZero), order.Length - 1);

        // Rows of one time stay together; where that is all of the latest, they are held out with those before.
        int wanted = order.Length - count, first = wanted;
        while (first < order.Length && first > 0 && times[order[first]] == times[order[first - 1]])
        {
            first++;
        }

        if (first == order.Length)
        {
            first = Math.Min(wanted, order.Length - 1);
            while (first > 0 && times[order[first]] == times[order[first - 1]])
            {
                first--;
            }

            first = first == 0 ? order.Length : first;
        }

        foreach (int row in order.AsSpan(first))
        {
            isHeldOut[row] = true;
        }
    }

    private static void RequireSome(string source, string what, string why, double share, bool[] isHeldOut)
    {
        if (!isHeldOut.Contains(true))
        {
            throw new CommandException(string.Create(
                CultureInfo.InvariantCulture,
                $"{source}: of {isHeldOut.Length} {what} none can be held out for a share of {share}, for {why}; say --validation 0 to train on all, ") +
                "a larger share, or --test to measure on others.");
        }
    }
}
