using System.Globalization;
using Hillock.Data;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Looks at a trained network's predictions of its held-out rows, a few thousand at a time.</summary>
internal sealed class HeldOutExamination
{
    /// <summary>With more classes nobody reads a table of them.</summary>
    internal const int MostClasses = 100;

    private const int Bins = 10, WorstRows = 10, SampleRows = 200, MapSize = 61, RowsAtATime = 4096, NamedFeatures = 6;

    private readonly TabularData _data;
    private readonly FoldData _fold;
    private readonly Trainer _trainer;
    private readonly int[][] _confusion;
    private readonly CalibrationBin[] _calibration;
    private readonly PriorityQueue<HeldOutRow, (double Error, int Row)> _worst = new();
    private readonly List<HeldOutRow> _sample = [];
    private readonly List<(double X, double Y, double Target, double Prediction)> _points = [];
    private readonly bool _hasMap;

    private HeldOutExamination(FoldData fold, Trainer trainer, bool withMap)
    {
        TabularData data = fold.Data;
        (_data, _fold, _trainer) = (data, fold, trainer);
        int classes = data.ClassNames.Count is int count && count <= MostClasses ? count : 0;
        _confusion = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        _calibration = data.IsClassification ? [.. Enumerable.Range(0, Bins).Select(_ => new CalibrationBin(0, 0, 0))] : [];
        _hasMap = withMap && data.ColumnCount == 2 && !data.Columns.Any(column => column.IsCategorical) && fold.HeldOutInputs.Shape[1] == 2;
    }

    /// <summary>Predicts and sums up.</summary>
    /// <param name="fold">The fold.</param>
    /// <param name="trainer">The trained network.</param>
    /// <param name="withMap">Whether two features get a map.</param>
    internal static HeldOutDetails Of(FoldData fold, Trainer trainer, bool withMap)
    {
        HeldOutExamination examination = new HeldOutExamination(fold, trainer, withMap);
        examination.Look();
        List<HeldOutRow> worst = new List<HeldOutRow>();
        while (examination._worst.TryDequeue(out HeldOutRow? row, out _))
        {
            worst.Insert(0, examination.AtSource(row) with { Features = examination.Features(row.Row) });
        }

        return new HeldOutDetails
        {
            Confusion = examination._confusion,
            Calibration = examination._calibration,
            Worst = worst,
            Sample = [.. examination._sample.Select(examination.AtSource)],
            Map = examination._hasMap ? examination.Map() : null,
        };
    }

    private HeldOutRow AtSource(HeldOutRow row) => row with { Row = _data.SourceRow(row.Row) };

    private void Look()
    {
        int rows = _fold.HeldOutRows.Length;
        int stride = Math.Max(1, Partition.Count(rows, SampleRows));
        for (int start = 0; start < rows; start = Partition.End(start, RowsAtATime, rows))
        {
            Tensor inputs = _fold.HeldOutInputs.Slice(0, start, Partition.End(start, RowsAtATime, rows));
            (double Prediction, float[]? Probabilities)[] predictions = Predict(inputs);
            float[]? places = _hasMap ? inputs.ToArray<float>() : null;
            for (int i = 0; i < predictions.Length; i++)
            {
                int row = _fold.HeldOutRows[start + i];
                (double prediction, float[]? probabilities) = predictions[i];
                if (!double.IsFinite(prediction))
                {
                    continue;
                }

                double target = probabilities is null ? _data.Targets[row] : _data.Classes[row];
                Take(new HeldOutRow(row, target, prediction, probabilities?[(int)target] ?? double.NaN, ""), probabilities?[(int)prediction]);
                if ((start + i) % stride == 0 && probabilities is null)
                {
                    _sample.Add(new HeldOutRow(row, target, prediction, double.NaN, ""));
                }

                if ((start + i) % stride == 0 && places is not null)
                {
                    _points.Add((Feature(0, places[2 * i]), Feature(1, places[(2 * i) + 1]), target, prediction));
                }
            }
        }
    }

    private void Take(HeldOutRow row, double? certainty)
    {
        _worst.Enqueue(row, (row.Error, -row.Row));
        if (_worst.Count > WorstRows)
        {
            _worst.Dequeue();
        }

        if (certainty is not { } probability)
        {
            return;
        }

        bool right = row.Target == row.Prediction;
        int bin = Math.Min(Bins - 1, (int)(Bins * probability));
        (int rows, int rightRows, double sum) = _calibration[bin];
        _calibration[bin] = new CalibrationBin(rows + 1, rightRows + (right ? 1 : 0), sum + probability);
        if (_confusion.Length > 0)
        {
            _confusion[(int)row.Target][(int)row.Prediction]++;
        }
    }

    /// <summary>The prediction of each row, of classes with the probabilities by softmax; NaN where an output is not finite.</summary>
    private (double Prediction, float[]? Probabilities)[] Predict(Tensor inputs)
    {
        using TidyScope scope = TensorPool.BeginTidy();
        Tensor predictions = _trainer.Predict(inputs);
        int width = predictions.Shape[1];
        float[] outputs = (_data.IsClassification ? F.Softmax(predictions, 1) : predictions).ToArray<float>();
        (double Prediction, float[]? Probabilities)[] result = new (double Prediction, float[]? Probabilities)[predictions.Shape[0]];
        for (int i = 0; i < result.Length; i++)
        {
            float[] row = outputs[(i * width)..((i + 1) * width)];
            result[i] = !_data.IsClassification
                ? (_fold.TargetMean + (_fold.TargetDeviation * row[0]), null)
                : Array.TrueForAll(row, float.IsFinite) ? (Array.IndexOf(row, row.Max()), row) : (double.NaN, null);
        }

        return result;
    }

    // The grid spans what the network sees of the training part, whose features are cut at the limit.
    private DecisionMap Map()
    {
        float[] seen = _fold.TrainingInputs.ToArray<float>();
        (double low, double high)[] ends = [Ends(seen, 0), Ends(seen, 1)];
        float[] grid = new float[2 * MapSize * MapSize];
        for (int i = 0; i < MapSize * MapSize; i++)
        {
            for (int feature = 0; feature < 2; feature++)
            {
                int step = feature == 0 ? i % MapSize : i / MapSize;
                grid[(2 * i) + feature] = (float)(ends[feature].low + ((ends[feature].high - ends[feature].low) * step / (MapSize - 1)));
            }
        }

        return new DecisionMap(
            _data.Columns[0].Name, _data.Columns[1].Name, (Feature(0, ends[0].low), Feature(1, ends[1].low)),
            (Feature(0, ends[0].high), Feature(1, ends[1].high)), MapSize,
            [.. Predict(Tensor.From(grid, [MapSize * MapSize, 2])).Select(prediction => prediction.Prediction)], _points);
    }

    private static (double Low, double High) Ends(float[] inputs, int feature)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        for (int i = feature; i < inputs.Length; i += 2)
        {
            (low, high) = (Math.Min(low, inputs[i]), Math.Max(high, inputs[i]));
        }

        double margin = high > low ? 0.04 * (high - low) : 1;
        return (low - margin, high + margin);
    }

    // From a standardised input back to the unit of the data.
    private double Feature(int column, double input)
    {
        Standardization standardization = _fold.Preprocessing.Standardization;
        return standardization.Mean[column] + (standardization.Deviation[column] * input);
    }

    // Of columns that were made of one, such as the parts of a date, the first stands for all.
    private string Features(int row) => string.Join(", ", Enumerable.Range(0, _data.ColumnCount).DistinctBy(Source).Take(NamedFeatures).Select(i =>
    {
        TabularColumn column = _data.Columns[i];
        double value = _data.Value(row, i);
        string text = double.IsNaN(value) ? "missing"
            : column.IsCategorical ? column.Categories[(int)value]
            : Text(value, _fold.Preprocessing.Standardization.Deviation[i]);
        return $"{column.Name} {text}";
    }));

    private string Source(int column)
    {
        string name = _data.Columns[column].Name;
        int dot = name.LastIndexOf('.');
        return dot > 0 && !_data.Columns[column].IsCategorical ? name[..dot] : name;
    }

    // To about a thousandth of what the column varies by, which for seconds since 1970 is every digit.
    private static string Text(double value, double deviation)
    {
        double unit = deviation > 0 ? deviation : Math.Abs(value);
        string exponent = unit.ToString("E0", CultureInfo.InvariantCulture);
        int decimals = unit > 0 ? 3 - int.Parse(exponent.AsSpan(exponent.IndexOf('E') + 1), CultureInfo.InvariantCulture) : 0;
        return Math.Abs(value) >= 1e15 || decimals > 12
            ? value.ToString("G5", CultureInfo.InvariantCulture)
            : Math.Round(value, Math.Clamp(decimals, 0, 15)).ToString("0.###############", CultureInfo.InvariantCulture);
    }
}
