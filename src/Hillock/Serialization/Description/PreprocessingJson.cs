using System.Text.Json;
using Hillock.Data;

namespace Hillock.Serialization.Description;

/// <summary>What is done with the columns of a table, in JSON: an object for each column, numeric or with categories.</summary>
internal static class PreprocessingJson
{
    internal static void Write(Utf8JsonWriter writer, Preprocessing preprocessing)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("imputesMissing", preprocessing.Standardization.ImputesMissing);
        writer.WriteString("target", preprocessing.TargetName);
        WriteTexts(writer, "classes", preprocessing.ClassNames);
        writer.WriteStartArray("columns");
        for (int i = 0; i < preprocessing.Standardization.Inputs.Count; i++)
        {
            TabularColumn column = preprocessing.Standardization.Inputs[i];
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            if (column.IsCategorical)
            {
                WriteTexts(writer, "categories", column.Categories);
                WriteTexts(writer, "unseen", [.. column.Categories.Where((_, category) => !preprocessing.Has(i, category))]);
                WriteTexts(writer, "rare", preprocessing.Rare?.Of(column.Name) ?? []);
                if (preprocessing.HasMissing(i))
                {
                    writer.WriteBoolean("missingIsValue", true);
                }

                if (preprocessing.Target?.Means(i) is { } means)
                {
                    writer.WriteStartArray("targetMeans");
                    foreach (double mean in means)
                    {
                        JsonPlace.Write(writer, mean);
                    }

                    writer.WriteEndArray();
                }
            }
            else
            {
                writer.WritePropertyName("mean");
                JsonPlace.Write(writer, preprocessing.Standardization.Mean[i]);
                writer.WritePropertyName("deviation");
                JsonPlace.Write(writer, preprocessing.Standardization.Deviation[i]);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    internal static Preprocessing Read(JsonPlace place)
    {
        JsonPlace list = place.Member("columns", "a list");
        place.Only("imputesMissing", "target", "classes", "columns");
        IReadOnlyList<JsonPlace> columns = list.Items();
        if (columns.Count == 0)
        {
            throw list.Fault("at least one column is expected but there is none", "add those of the table");
        }

        string[] classes = place.MemberOrNull("classes") is { } classesAt ? Texts(classesAt) : [];
        string target = place.Member("target", "the name of the target").Text();
        TabularColumn[] inputs = new TabularColumn[columns.Count];
        double[] mean = new double[inputs.Length], deviation = new double[inputs.Length];
        bool[][] seen = new bool[inputs.Length][], rare = new bool[inputs.Length][];
        double[]?[] targetMeans = new double[inputs.Length][];
        bool[] missing = new bool[inputs.Length];
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < inputs.Length; i++)
        {
            JsonPlace column = columns[i], nameAt = column.Member("name", "the column's name");
            string name = nameAt.Text();
            if (!names.Add(name))
            {
                throw nameAt.Fault($"the column {nameAt.Shown} stands there twice", "take one out");
            }

            if (column.MemberOrNull("categories") is { } categoriesAt)
            {
                column.Only("name", "categories", "unseen", "rare", "missingIsValue", "targetMeans");
                string[] categories = Texts(categoriesAt);
                if (categories.Length == 0)
                {
                    throw categoriesAt.Fault("at least one category is expected but there is none", "add it, or give mean and deviation");
                }

                string[] unseen = column.MemberOrNull("unseen") is { } at ? Texts(at) : [];
                string[] few = column.MemberOrNull("rare") is { } rareAt ? Texts(rareAt) : [];
                (inputs[i], mean[i], deviation[i]) = (TabularColumn.Categorical(name, categories), 0, 1);
                seen[i] = [.. categories.Select(category => !unseen.Contains(category))];
                rare[i] = [.. categories.Select(category => few.Contains(category))];
                missing[i] = column.MemberOrNull("missingIsValue")?.Flag() ?? false;
                targetMeans[i] = column.MemberOrNull("targetMeans") is { } meansAt ? Means(meansAt, seen[i], rare[i], classes.Length) : null;
            }
            else
            {
                column.Only("name", "mean", "deviation");
                (inputs[i], seen[i], rare[i]) = (TabularColumn.Numeric(name), [], []);
                (mean[i], deviation[i]) = (column.Member("mean", "a number").Number(), column.Member("deviation", "a number").Number());
            }
        }

        if (inputs.All(static one => one.IsCategorical) && !missing.Contains(true) && !seen.Any(static one => one.Contains(true)))
        {
            throw list.Fault("a column that was seen in training is expected but there is none", "write those of the training part");
        }

        return Restore(
            Standardization.Restore(mean, deviation, inputs, place.Member("imputesMissing", "true or false").Flag()), inputs, seen, rare, missing, targetMeans,
            classes, target);
    }

    private static Preprocessing Restore(
        Standardization standardization, TabularColumn[] inputs, bool[][] seen, bool[][] rare, bool[] missing, double[]?[] targetMeans, string[] classes,
        string target)
    {
        RareCategories? grouping = rare.Any(static column => column.Contains(true)) ? RareCategories.Restore(inputs, seen, rare) : null;
        TabularColumn[] grouped = [.. grouping?.Columns ?? inputs];
        TargetEncoding? means = targetMeans.Any(static column => column is not null) ? TargetEncoding.Restore(grouped, targetMeans, classes, target) : null;
        TabularColumn[] columns = [.. means?.Columns ?? grouped];
        bool[][] seenAfter = Array.ConvertAll(columns, static column => new bool[column.Categories.Count]);
        bool[] missingAfter = new bool[columns.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            int after = means?.First(i) ?? i;
            if (targetMeans[i] is null)
            {
                seenAfter[after] = grouping?.Groups(i) == true ? [.. seenAfter[after].Select(static _ => true)] : seen[i];
                missingAfter[after] = missing[i];
            }
        }

        return new Preprocessing(standardization, OneHotEncoding.Restore(columns, seenAfter, missingAfter), classes, target, grouping, means);
    }

    // Of every category that is left, and of a missing value.
    private static double[] Means(JsonPlace place, bool[] seen, bool[] rare, int classes)
    {
        int categories = rare.Contains(true) ? seen.Where((isSeen, i) => isSeen && !rare[i]).Count() + 1 : seen.Length;
        int expected = (categories + 1) * TargetEncoding.Width(classes);
        double[] means = [.. place.Items().Select(static one => one.Number())];
        return means.Length == expected && means.All(double.IsFinite) ? means : throw place.Fault(
            $"{expected} finite numbers are expected but there are {means.Length}", "write one for each category and class, and those of a missing value");
    }

    private static string[] Texts(JsonPlace place) => [.. place.Items().Select(static one => one.Text())];

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
