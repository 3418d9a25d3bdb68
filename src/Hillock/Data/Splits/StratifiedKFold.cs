using System.Globalization;
using Hillock.Numbers;

namespace Hillock.Data;

/// <summary>Divides rows into folds in which every class is as frequent as in the whole, as nearly as whole rows allow.</summary>
public static class StratifiedKFold
{
    /// <summary>Splits the rows of a classification table.</summary>
    /// <param name="data">A table whose target is a class.</param>
    /// <param name="folds">The number of folds, at least 2 and at most the size of the smallest class.</param>
    /// <param name="seed">The seed; the same seed gives the same folds on every machine.</param>
    /// <returns>The folds.</returns>
    /// <exception cref="ArgumentException">The table has a real target.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Too few folds, or more than the smallest class has rows.</exception>
    public static IReadOnlyList<Fold> Split(TabularData data, int folds, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!data.IsClassification)
        {
            throw new ArgumentException($"The target \"{data.TargetName}\" is a real number and has no classes; use KFold.", nameof(data));
        }

        return Split(data.Classes, folds, seed, data.ClassNames);
    }

    /// <summary>Splits rows given their classes: in every fold the count of each class, and the count of all rows, differs by at most 1.</summary>
    /// <param name="classes">The class index of each row, at least 0. Indices that do not occur are passed over.</param>
    /// <param name="folds">The number of folds, at least 2 and at most the size of the smallest class.</param>
    /// <param name="seed">The seed; the same seed gives the same folds on every machine.</param>
    /// <param name="classNames">Names of the classes for error messages; their indices by default.</param>
    /// <param name="spreadRare">Whether a class may have fewer rows than there are folds; some folds then hold out none of it.</param>
    /// <returns>The folds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative class, too few folds, or more than the smallest class has rows.</exception>
    public static IReadOnlyList<Fold> Split(
        ReadOnlySpan<int> classes, int folds, ulong seed, IReadOnlyList<string>? classNames = null, bool spreadRare = false)
    {
        KFold.RequireTwo(folds);
        SortedDictionary<int, List<int>> rowsOfClass = LabelledRows.Of(classes, nameof(classes));

        if (!spreadRare || folds > classes.Length)
        {
            RequireEnough(rowsOfClass, folds, classNames);
        }

        int[] foldOfRow = new int[classes.Length];
        int next = 0; // dealt on from class to class, so that the folds' sizes stay within 1 as well
        foreach ((int label, List<int> rows) in rowsOfClass)
        {
            int[] order = rows.ToArray();
            new Philox(seed, RandomStreams.StratifiedKFold + (uint)label).Shuffle<int>(order);
            foreach (int row in order)
            {
                foldOfRow[row] = next;
                next = next + 1 == folds ? 0 : next + 1;
            }
        }

        return Fold.FromAssignment(foldOfRow, folds);
    }

    private static void RequireEnough(SortedDictionary<int, List<int>> rowsOfClass, int folds, IReadOnlyList<string>? classNames)
    {
        if (rowsOfClass.Count == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(folds), "There are no rows to divide into folds.");
        }

        (int label, List<int> rows) = rowsOfClass.MinBy(pair => pair.Value.Count);
        if (rows.Count >= folds)
        {
            return;
        }

        string name = classNames is not null && label < classNames.Count ? classNames[label] : label.ToString(CultureInfo.InvariantCulture);
        string wayOut = rows.Count >= 2 ? $"use at most {rows.Count} folds, or merge or remove that class" : "merge or remove that class";
        throw new ArgumentOutOfRangeException(
            nameof(folds), $"{folds} folds need {folds} rows of every class, but class \"{name}\" has only {rows.Count}; {wayOut}.");
    }
}
