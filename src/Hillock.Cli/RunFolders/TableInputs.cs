using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Cli.RunFolders;

/// <summary>Rows of a table as the tensors that a network takes.</summary>
internal static class TableInputs
{
    /// <summary>The inputs of some rows.</summary>
    /// <param name="preprocessing">What is done with the columns.</param>
    /// <param name="data">A table whose columns are those of the training part, in their order.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="exampleShape">The shape of a row.</param>
    /// <param name="isTraining">Whether they are the rows of the training part, which see no target of their own.</param>
    public static Tensor Of(
        Preprocessing preprocessing, TabularData data, ReadOnlySpan<int> rows, ReadOnlySpan<int> exampleShape, bool isTraining = false)
    {
        Tensor inputs = Tensor.Empty([rows.Length, preprocessing.Encoding.Columns.Count]);
        preprocessing.Inputs(data, rows, inputs.AsSpan<float>(), isTraining);
        GC.KeepAlive(inputs);
        return exampleShape.Length == 1 ? inputs : inputs.Reshape([rows.Length, .. exampleShape]);
    }

    /// <summary>The classes of some rows, or their numbers as they are scaled for training, <c>[rows, 1]</c>.</summary>
    /// <param name="data">The table.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="mean">What is subtracted from a number.</param>
    /// <param name="deviation">What the rest is divided by.</param>
    public static Tensor Targets(TabularData data, ReadOnlySpan<int> rows, double mean, double deviation)
    {
        if (data.IsClassification)
        {
            long[] classes = new long[rows.Length];
            for (int i = 0; i < classes.Length; i++)
            {
                classes[i] = data.Classes[rows[i]];
            }

            return Tensor.From(classes);
        }

        float[] targets = new float[rows.Length];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = (float)((data.Targets[rows[i]] - mean) / deviation);
        }

        return Tensor.From(targets, [targets.Length, 1]);
    }

    /// <summary>
    /// Standardisation of pictures: every pixel by the mean and the deviation of all, so that a picture stays one; a pixel at the border is not stretched to
    /// the range of one in the middle.
    /// </summary>
    /// <param name="data">The pictures, a row each.</param>
    /// <param name="rows">Those to take the mean and the deviation of.</param>
    public static Preprocessing OfPixels(TabularData data, ReadOnlySpan<int> rows)
    {
        double sum = 0, squares = 0;
        long count = (long)rows.Length * data.ColumnCount;
        foreach (int row in rows)
        {
            foreach (float pixel in data.Row(row))
            {
                sum += pixel;
            }
        }

        double mean = sum / count;
        foreach (int row in rows)
        {
            foreach (float pixel in data.Row(row))
            {
                squares += (pixel - mean) * (pixel - mean);
            }
        }

        double[] means = new double[data.ColumnCount], deviations = new double[data.ColumnCount];
        Array.Fill(means, mean);
        Array.Fill(deviations, Math.Sqrt(squares / count));
        TabularColumn[] columns = [.. data.Columns];
        return new Preprocessing(
            Standardization.Restore(means, deviations, columns, imputesMissing: false),
            OneHotEncoding.Restore(columns, [.. columns.Select(static _ => Array.Empty<bool>())], new bool[columns.Length]), data.ClassNames, data.TargetName);
    }
}
