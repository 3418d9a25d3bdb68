using System.Globalization;

namespace Hillock.Data;

/// <summary>The parts of a split: shares of 1, and what they come to in rows.</summary>
internal static class Shares
{
    // 0.7 + 0.2 + 0.1 is not quite 1, and 0.29 · 100 not quite 29.
    private const double Rounding = 1e-9;

    /// <summary>The shares, added up to 1 as nearly as doubles can.</summary>
    /// <exception cref="ArgumentException">There are fewer than two, one is not above 0, or they do not add up to 1.</exception>
    internal static double[] Check(ReadOnlySpan<double> shares)
    {
        if (shares.Length < 2)
        {
            throw new ArgumentException($"A split expects two or more shares but got {shares.Length}; [0.8, 0.2] is usual.", nameof(shares));
        }

        double sum = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            if (!(shares[i] > 0 && double.IsFinite(shares[i])))
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"A split expects shares above 0 but shares[{i}] is {shares[i]}; leave that part out."), nameof(shares));
            }

            sum += shares[i];
        }

        if (Math.Abs(sum - 1) > Rounding)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"A split expects shares that add up to 1 but theirs is {sum}; divide them by it, or add a part."),
                nameof(shares));
        }

        double[] result = shares.ToArray();
        for (int i = 0; i < result.Length; i++)
        {
            result[i] /= sum;
        }

        return result;
    }

    /// <summary>The whole rows in a share of some.</summary>
    internal static int Whole(int rows, double share)
    {
        double exact = rows * share;
        return (int)(IsWhole(rows, share) ? Math.Round(exact) : Math.Floor(exact));
    }

    /// <summary>Whether a share of some rows is whole rows.</summary>
    internal static bool IsWhole(int rows, double share) => Math.Abs((rows * share) - Math.Round(rows * share)) <= Rounding;

    /// <summary>The rows of each part as PyTorch's <c>random_split</c> counts them: the whole ones, and what is left one by one from the first.</summary>
    internal static int[] Sizes(int rows, double[] shares)
    {
        int[] sizes = Array.ConvertAll(shares, share => Whole(rows, share));
        int left = rows - sizes.Sum();
        for (int i = 0; i < left; i++)
        {
            sizes[i % sizes.Length]++;
        }

        return sizes;
    }

    /// <summary>Refuses parts without rows.</summary>
    internal static int[][] RequireRows(int[][] parts, int rows, string parameter = "shares")
    {
        int empty = Array.FindIndex(parts, static part => part.Length == 0);
        return empty < 0 ? parts : throw new ArgumentException(
            $"Part {empty} of {parts.Length} would have none of the {rows} rows; give it a larger share, or leave it out.", parameter);
    }

    /// <summary>The rows of each part in ascending order, of which each has some.</summary>
    internal static int[][] Parts(int[] partOfRow, int parts) => RequireRows(RowsOf(partOfRow, parts), partOfRow.Length);

    /// <summary>The rows of each part in ascending order.</summary>
    internal static int[][] RowsOf(int[] partOfRow, int parts)
    {
        List<int>[] rows = new List<int>[parts];
        for (int part = 0; part < parts; part++)
        {
            rows[part] = [];
        }

        for (int row = 0; row < partOfRow.Length; row++)
        {
            rows[partOfRow[row]].Add(row);
        }

        return Array.ConvertAll(rows, static part => part.ToArray());
    }
}
