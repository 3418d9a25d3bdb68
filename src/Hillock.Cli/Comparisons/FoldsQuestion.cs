using Hillock.Charts.CommandLine;
using Hillock.Data;

namespace Hillock.Cli.Comparisons;

/// <summary>Whether data can be divided into folds, and what is to be said where they cannot.</summary>
internal static class FoldsQuestion
{
    private const double MostlyAlone = 0.5; // so many rows a class and more are no classes

    /// <summary>What a comparison with so many folds would say of the data; null where it could begin.</summary>
    public static string? Of(TabularData data, int folds)
    {
        try
        {
            _ = data.Times.Length > 0 ? TimeFolds.Split(data.Times, folds)
                : data.Groups.Length > 0 ? GroupKFold.Split(data.Groups, folds, 0)
                : data.IsClassification ? StratifiedKFold.Split(data.Classes, folds, 0, data.ClassNames) : KFold.Split(data.RowCount, folds, 0);
            return null;
        }
        catch (ArgumentException exception) when (exception.ParamName == "folds")
        {
            return Fault(exception, data);
        }
    }

    /// <summary>A fault of the folds in the words of the command line.</summary>
    public static string Fault(ArgumentException exception, TabularData data)
    {
        string message = ErrorLine.Of(exception).Replace(" folds, or", " (--folds), or", StringComparison.Ordinal);
        bool isRareClass = data.IsClassification && data.Groups.IsEmpty && data.Times.IsEmpty && message.Contains("class", StringComparison.Ordinal);
        if (!isRareClass)
        {
            return message;
        }

        return data.ClassNames.Count > MostlyAlone * data.RowCount
            ? $"the target {data.TargetName} has {data.ClassNames.Count} different words in {data.RowCount} rows, which are hardly classes: " +
                $"{message.TrimEnd('.')}; choose another target column (--target)."
            : message.TrimEnd('.') + "; --rare-classes leave-out or spread does it here.";
    }

    /// <summary>Refuses data of which fewer than two classes have so many rows.</summary>
    /// <exception cref="CommandException">There are fewer than two.</exception>
    public static void RequireTwoClasses(TabularData data, int rows)
    {
        int kept = data.IsClassification ? data.Classes.ToArray().GroupBy(static label => label).Count(group => group.Count() >= rows) : 2;
        if (kept < 2)
        {
            throw new CommandException(
                $"{data.Provenance}: only {kept} of {data.ClassNames.Count} classes {(kept == 1 ? "has" : "have")} {rows} rows; " +
                    "choose another target column (--target), or merge classes.");
        }
    }
}
