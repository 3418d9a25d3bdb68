using System.Globalization;
using Hillock.Data;

namespace Hillock.Cli.Comparisons;

/// <summary>Says which categories were put together, and which columns are encoded by the target.</summary>
internal static class CategoryNotes
{
    private const int NamedWords = 5;

    /// <summary>A note for each column of which something is to be said.</summary>
    /// <param name="preprocessing">What is done with the columns.</param>
    /// <param name="data">The table.</param>
    /// <param name="fewestRows">The rows below which a category is rare.</param>
    public static IEnumerable<string> Of(Preprocessing preprocessing, TabularData data, int fewestRows)
    {
        foreach (TabularColumn column in data.Columns)
        {
            IReadOnlyList<string> rare = preprocessing.Rare?.Of(column.Name) ?? [];
            string name = $"\"{ComparisonConversion.Short(column.Name)}\"";
            if (rare.Count > 0)
            {
                string more = rare.Count > NamedWords ? string.Create(CultureInfo.InvariantCulture, $" and {rare.Count - NamedWords:N0} more") : "";
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: {rare.Count:N0} {(rare.Count == 1 ? "category has" : "categories have")} fewer than {fewestRows:N0} training rows ") +
                    $"and {(rare.Count == 1 ? "becomes" : "become")} (other): " +
                    $"{string.Join(", ", rare.Take(NamedWords).Select(ComparisonConversion.Short))}{more}.";
            }

            int encoded = preprocessing.Target?.Columns.Count(one => one.Name.StartsWith(column.Name + "~", StringComparison.Ordinal)) ?? 0;
            if (column.IsCategorical && encoded > 0)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: {column.Categories.Count:N0} categories are given as ") +
                    $"{(encoded == 1 ? "the target's mean" : "the shares of the classes")} in their rows.";
            }
        }
    }

    /// <summary>The same of all rows, for a comparison, each of whose folds has a training part of its own.</summary>
    public static string[] Of(TabularData data, PreprocessingOptions options) =>
        options.RareRows < 2 && options.Encoding == CategoryEncoding.OneHot ? [] : [.. Of(Preprocessing.Fit(data, options), data, options.RareRows)];
}
