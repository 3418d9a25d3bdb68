using System.Globalization;
using Hillock.Numbers;

namespace Hillock.Data;

/// <summary>Divides rows into parts once, by shares such as 0.8 for training and 0.2 to hold out; for folds there is <see cref="KFold"/>.</summary>
/// <remarks>
/// Each method gives the rows of each part in ascending order; every row is in one part, and every part has a row. The same seed gives the same parts on every
/// machine. Parts of an <see cref="IDataset{T}"/> are made by <see cref="DatasetSplits"/>, of a <see cref="TabularData"/> by its <c>Select</c>.
/// </remarks>
/// <example>
/// <code>
/// int[][] parts = RowSplit.Stratified([0, 0, 0, 0, 0, 0, 1, 1, 1, 1], [0.5, 0.5], seed: 1);
/// Console.WriteLine(string.Join(", ", parts.Select(part =&gt; $"{part.Count(row =&gt; row &lt; 6)} + {part.Count(row =&gt; row &gt;= 6)}"))); // 3 + 2, 3 + 2
/// </code>
/// </example>
public static class RowSplit
{
    /// <summary>Parts at random: part <c>k</c> has <c>⌊rows · sharesₖ⌋</c> rows, and those that are left go to the parts one by one from the first.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="shares">The share of each part, above 0; together 1.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentException">Shares that make no sense, or a part without rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of rows.</exception>
    public static int[][] Random(int rows, ReadOnlySpan<double> shares, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return Cut(rows, Shares.Sizes(rows, Shares.Check(shares)), seed);
    }

    /// <summary>Parts at random, of given numbers of rows.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="lengths">The rows of each part, together all.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentException">The lengths do not add up to the rows, or one is not above 0.</exception>
    public static int[][] Random(int rows, ReadOnlySpan<int> lengths, ulong seed)
    {
        long sum = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            sum += lengths[i] > 0 ? lengths[i] : throw new ArgumentException(
                $"A split expects lengths above 0 but lengths[{i}] is {lengths[i]}; leave that part out.", nameof(lengths));
        }

        return sum == rows ? Cut(rows, lengths, seed) : throw new ArgumentException(
            $"A split expects lengths that add up to the {rows} rows but theirs is {sum}; change one, or pass shares of 1.", nameof(lengths));
    }

    /// <summary>Parts in which every class is as frequent as in the whole: the count of a class in a part is within 1 of its exact share.</summary>
    /// <param name="classes">The class of each row, at least 0. Numbers that do not occur are passed over.</param>
    /// <param name="shares">The share of each part, above 0; together 1.</param>
    /// <param name="seed">The seed.</param>
    /// <remarks>A class has <c>⌊count · share⌋</c> rows in a part; those that are left go to the parts that lack most so far of their whole share.</remarks>
    /// <exception cref="ArgumentException">Shares that make no sense, or a part without rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative class.</exception>
    public static int[][] Stratified(ReadOnlySpan<int> classes, ReadOnlySpan<double> shares, ulong seed)
    {
        double[] part = Shares.Check(shares);
        int[] partOfRow = new int[classes.Length];
        double[] lacks = new double[part.Length];
        foreach ((int label, List<int> rows) in LabelledRows.Of(classes, nameof(classes)))
        {
            int[] order = [.. rows];
            new Philox(new Philox(seed, RandomStreams.RowSplit).Bits64((uint)label), RandomStreams.RowSplit).Shuffle<int>(order);
            int[] counts = Array.ConvertAll(part, share => Shares.Whole(order.Length, share));
            for (int k = 0; k < part.Length; k++)
            {
                lacks[k] += (order.Length * part[k]) - counts[k];
            }

            // Where the share is whole there is nothing to round up.
            bool[] more = [.. Enumerable.Range(0, part.Length).Select(k => Shares.IsWhole(order.Length, part[k]))];
            for (int left = order.Length - counts.Sum(); left > 0; left--)
            {
                int most = MostLacking(lacks, more);
                more[most] = true;
                counts[most]++;
                lacks[most]--;
            }

            for (int k = 0, place = 0; k < part.Length; k++)
            {
                for (int end = place + counts[k]; place < end; place++)
                {
                    partOfRow[order[place]] = k;
                }
            }
        }

        return Shares.Parts(partOfRow, part.Length);
    }

    /// <summary>Parts that keep groups together: no patient, machine or speaker is in two.</summary>
    /// <param name="groups">The group of each row, at least 0.</param>
    /// <param name="shares">The share of rows of each part, above 0; together 1. Whole groups come as near to it as they do.</param>
    /// <param name="seed">Decides among groups of one size.</param>
    /// <remarks>The largest groups are dealt first, each to the part that lacks most rows; a part without rows gets one of the last.</remarks>
    /// <exception cref="ArgumentException">Shares that make no sense, or fewer groups than parts.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative group.</exception>
    public static int[][] Grouped(ReadOnlySpan<int> groups, ReadOnlySpan<double> shares, ulong seed)
    {
        double[] part = Shares.Check(shares);
        List<int>[] dealt = [.. LabelledRows.Of(groups, nameof(groups)).Values];
        if (dealt.Length < part.Length)
        {
            throw new ArgumentException(
                $"{part.Length} parts need {part.Length} groups but there are {dealt.Length}; use fewer parts, or other groups.", nameof(groups));
        }

        int rows = groups.Length;
        double[] lacks = Array.ConvertAll(part, share => share * rows);
        bool[] has = new bool[part.Length], none = new bool[part.Length];
        int[] partOfRow = new int[rows];
        int left = dealt.Length;
        foreach (int group in new Philox(seed, RandomStreams.RowSplit).Permutation(dealt.Length).OrderByDescending(group => dealt[group].Count))
        {
            bool onlyEmpty = left-- <= has.Count(static one => !one);
            int most = MostLacking(lacks, onlyEmpty ? has : none);
            has[most] = true;
            lacks[most] -= dealt[group].Count;
            foreach (int row in dealt[group])
            {
                partOfRow[row] = most;
            }
        }

        return Shares.Parts(partOfRow, part.Length);
    }

    /// <summary>Parts in the order of time: all rows of a part are later than those of the part before, as the rows of a forecast are.</summary>
    /// <param name="times">The time of each row, in any unit.</param>
    /// <param name="shares">The share of rows of each part, above 0; together 1.</param>
    /// <remarks>Rows of one time are never divided: a part ends at the change of the time that is nearest to where it would end by its share.</remarks>
    /// <exception cref="ArgumentException">Shares that make no sense, a time is NaN, or there are fewer different times than parts.</exception>
    public static int[][] ByTime(ReadOnlySpan<double> times, ReadOnlySpan<double> shares)
    {
        double[] part = Shares.Check(shares);
        int[] order = TimeOrder.Sort(times, out int[] changes);
        int different = Math.Min(order.Length, changes.Length + 1);
        if (different < part.Length)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{part.Length} parts in the order of time need as many different times but there are {different}; use fewer parts, or a finer time."),
                nameof(times));
        }

        int[] sizes = Shares.Sizes(order.Length, part);
        int[] ideals = new int[part.Length - 1];
        int end = 0;
        for (int k = 0; k < ideals.Length; k++)
        {
            end += sizes[k];
            ideals[k] = end;
        }

        int[] partOfRow = new int[order.Length];
        int[] cuts = [.. TimeOrder.Cuts(changes, ideals), order.Length];
        for (int k = 0, place = 0; k < cuts.Length; k++)
        {
            for (; place < cuts[k]; place++)
            {
                partOfRow[order[place]] = k;
            }
        }

        return Shares.Parts(partOfRow, part.Length);
    }

    /// <summary>The part that lacks most, but for those that are out; the first of equal ones.</summary>
    private static int MostLacking(double[] lacks, bool[] areOut)
    {
        int most = -1;
        for (int k = 0; k < lacks.Length; k++)
        {
            most = !areOut[k] && (most < 0 || lacks[k] > lacks[most]) ? k : most;
        }

        return most;
    }

    private static int[][] Cut(int rows, ReadOnlySpan<int> sizes, ulong seed)
    {
        int[] order = new Philox(seed, RandomStreams.RowSplit).Permutation(rows);
        int[][] parts = new int[sizes.Length][];
        int start = 0;
        for (int k = 0; k < parts.Length; k++)
        {
            parts[k] = order[start..(start + sizes[k])];
            Array.Sort(parts[k]);
            start += sizes[k];
        }

        return Shares.RequireRows(parts, rows);
    }
}
