using System.Numerics;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>The class of each row that logits predict.</summary>
internal static class PredictedClasses
{
    /// <summary>What a row predicts that has a NaN, or no classes to predict.</summary>
    internal const int None = -1;

    /// <summary>The place of the largest logit of each row, the first of equal ones.</summary>
    /// <param name="logits"><c>[rows, classes]</c>.</param>
    internal static int[] Of(Tensor logits)
    {
        Tensor source = (logits.DataType == DataType.Float32 ? logits.Detach() : logits.Detach().To(DataType.Float64)).Contiguous();
        int[] predicted = new int[logits.Shape[0]];
        if (source.DataType == DataType.Float32)
        {
            Predict(source.Span<float>(), predicted);
        }
        else
        {
            Predict(source.Span<double>(), predicted);
        }

        GC.KeepAlive(source);
        return predicted;
    }

    /// <summary>The place of the largest number of a row, the first of equal ones. None may be NaN.</summary>
    internal static int Largest(ReadOnlySpan<double> row)
    {
        int best = 0;
        for (int i = 1; i < row.Length; i++)
        {
            best = row[i] > row[best] ? i : best;
        }

        return best;
    }

    private static void Predict<T>(ReadOnlySpan<T> logits, int[] predicted)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = predicted.Length == 0 ? 0 : logits.Length / predicted.Length;
        for (int i = 0; i < predicted.Length; i++)
        {
            ReadOnlySpan<T> row = logits.Slice(i * classes, classes);
            int best = 0;
            bool valid = classes > 0;
            for (int j = 0; j < classes; j++)
            {
                valid &= !T.IsNaN(row[j]);
                best = row[j] > row[best] ? j : best;
            }

            predicted[i] = valid ? best : None;
        }
    }
}
