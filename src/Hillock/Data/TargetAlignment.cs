using System.Globalization;

namespace Hillock.Data;

/// <summary>Numbers the classes of one table as another one does: two files number theirs each by itself.</summary>
internal static class TargetAlignment
{
    /// <summary>The table with a target as the training part has it.</summary>
    /// <param name="data">The table; itself the result where nothing is to be changed.</param>
    /// <param name="classNames">The classes of the training part; none for a real target.</param>
    /// <param name="targetName">The target of the training part, for messages.</param>
    /// <exception cref="ArgumentException">A class that the training part does not have, or a target of another kind.</exception>
    public static TabularData Align(TabularData data, string[] classNames, string targetName)
    {
        if (!data.HasTarget || data.RowCount == 0)
        {
            return data.ClassNames.SequenceEqual(classNames) ? data : data.WithTarget([], classNames, []);
        }

        if (classNames.Length == 0)
        {
            return data.IsClassification ? data.WithTarget([], [], Numbers(data, targetName)) : data;
        }

        return data.IsClassification && data.ClassNames.SequenceEqual(classNames) ? data
            : data.WithTarget(Classes(data, classNames, targetName), classNames, []);
    }

    private static int[] Classes(TabularData data, string[] classNames, string targetName)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int i = 0; i < classNames.Length; i++)
        {
            places.TryAdd(classNames[i], i);
        }

        int[] classes = new int[data.RowCount];
        for (int row = 0; row < classes.Length; row++)
        {
            // A short file of classes 1, 2, 3 may have been read as one of numbers.
            string name = data.IsClassification ? data.ClassNames[data.Classes[row]] : data.Targets[row].ToString(CultureInfo.InvariantCulture);
            if (!places.TryGetValue(name, out classes[row]))
            {
                throw new ArgumentException(
                    $"Row {row} has the class \"{name}\", but the classes of {targetName} in training are {string.Join(", ", classNames.Take(20))}; " +
                        "leave the row out, or train with that class.", nameof(data));
            }
        }

        return classes;
    }

    private static double[] Numbers(TabularData data, string targetName)
    {
        double[] numbers = new double[data.RowCount];
        for (int row = 0; row < numbers.Length; row++)
        {
            string name = data.ClassNames[data.Classes[row]];
            if (!double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[row]))
            {
                throw new ArgumentException($"Row {row} has the class \"{name}\", but {targetName} was a number in training.", nameof(data));
            }
        }

        return numbers;
    }
}
