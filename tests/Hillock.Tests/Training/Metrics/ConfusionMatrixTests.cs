using System.Text.Json;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

public class ConfusionMatrixTests
{
    public static TheoryData<int> Cases => MetricsFile.Indices("classes");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Counts_OfLogitsInEveryType_AreScikitLearns(int index)
    {
        JsonElement of = MetricsFile.Cases("classes")[index];
        long[] expected = of.Classes("matrix");
        foreach (DataType type in MetricsFile.FloatTypes)
        {
            foreach (DataType targets in new[] { DataType.Int64, DataType.Int32, DataType.UInt8 })
            {
                ConfusionMatrix matrix = ConfusionMatrix.Of(of.Rows("logits", type), of.Targets().To(targets));
                Assert.Equal(expected, matrix.ToArray().Cast<long>());
            }
        }

        ConfusionMatrix classes = new(of.GetProperty("classes").GetInt32());
        classes.Add(Tensor.From(of.Classes("predicted")), of.Targets());
        Assert.Equal(expected, classes.ToArray().Cast<long>());
        MetricsFile.Close(of.Numbers("byTargets"), [.. classes.Normalize(MatrixNormalization.Targets).Cast<double>()]);
        MetricsFile.Close(of.Numbers("byPredictions"), [.. classes.Normalize(MatrixNormalization.Predictions).Cast<double>()]);
        MetricsFile.Close(of.Numbers("byAll"), [.. classes.Normalize(MatrixNormalization.All).Cast<double>()]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_AreScikitLearns(int index)
    {
        JsonElement of = MetricsFile.Cases("classes")[index];
        Tensor logits = of.Rows("logits"), targets = of.Targets();
        ConfusionMatrix matrix = ConfusionMatrix.Of(logits, targets);
        MetricsFile.Close(of.Number("accuracy"), matrix.Accuracy);
        MetricsFile.Close(of.Number("accuracy"), Metrics.Accuracy(logits, targets));
        MetricsFile.Close(of.Number("balanced"), matrix.BalancedAccuracy);
        MetricsFile.Close(of.Number("balanced"), Metrics.BalancedAccuracy(logits, targets));
        MetricsFile.Close(of.Number("matthews"), matrix.MatthewsCorrelation);
        MetricsFile.Close(of.Number("matthews"), Metrics.MatthewsCorrelation(logits, targets));

        // scikit-learn subtracts from 1 what it divides, which costs a small kappa digits.
        Assert.Equal(of.Number("kappa"), matrix.CohensKappa(), 1e-15);
        Assert.Equal(of.Number("kappa"), Metrics.CohensKappa(logits, targets), 1e-15);
        Assert.Equal(of.Number("kappaLinear"), matrix.CohensKappa(KappaWeights.Linear), 1e-15);
        Assert.Equal(of.Number("kappaQuadratic"), matrix.CohensKappa(KappaWeights.Quadratic), 1e-15);
        foreach (int zero in new[] { 0, 1 })
        {
            JsonElement scores = of.GetProperty("scores").GetProperty(zero == 0 ? "0" : "1");
            IReadOnlyList<ClassScores> each = matrix.Scores(zero);
            double[][] parts = [.. scores.GetProperty("each").EnumerateArray().Select(MetricsFile.Numbers)];
            MetricsFile.Close(parts[0], [.. each.Select(of => of.Precision)]);
            MetricsFile.Close(parts[1], [.. each.Select(of => of.Recall)]);
            MetricsFile.Close(parts[2], [.. each.Select(of => of.F1)]);
            MetricsFile.Close(parts[3], [.. each.Select(of => (double)of.Support)]);
            foreach ((string name, Averaging averaging) in
                new[] { ("macro", Averaging.Macro), ("weighted", Averaging.Weighted), ("micro", Averaging.Micro) })
            {
                ClassScores average = matrix.Average(averaging, zero);
                MetricsFile.Close(scores.Numbers(name), [average.Precision, average.Recall, average.F1]);
                Assert.Equal(average.F1, Metrics.F1(logits, targets, averaging, zero));
                Assert.Equal(targets.Length, average.Support);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TopKAccuracy_IsTheShareAmongTheLargest(int index)
    {
        JsonElement of = MetricsFile.Cases("classes")[index];
        double[] expected = of.Numbers("topK");
        foreach (DataType type in MetricsFile.FloatTypes)
        {
            for (int k = 1; k <= expected.Length; k++)
            {
                MetricsFile.Close(expected[k - 1], Metrics.TopKAccuracy(of.Rows("logits", type), of.Targets(), k));
            }

            Assert.Equal(1, Metrics.TopKAccuracy(of.Rows("logits", type), of.Targets(), 1000));
        }

        Assert.Contains("expects k from 1", Assert.Throws<ArgumentOutOfRangeException>(() => new RunningAccuracy(0)).Message, StringComparison.Ordinal);
    }

    /// <summary>Precisions ½ and undefined, recalls 1 and 0, and a class that is neither: by hand.</summary>
    [Fact]
    public void Averages_WithNaNForZeroDivision_LeaveClassesOut()
    {
        ConfusionMatrix matrix = new(3);
        matrix.Add(Tensor.From([0L, 0]), Tensor.From([0L, 1]));
        Assert.Equal([0.5, double.NaN, double.NaN], matrix.Scores(double.NaN).Select(of => of.Precision));
        Assert.Equal(new ClassScores(0.5, 0.5, (2 / 3.0 + 0) / 2, 2), matrix.Average(Averaging.Macro, double.NaN));
        Assert.Equal(new ClassScores((0.5 + 1 + 1) / 3, (1 + 0 + 1) / 3.0, (2 / 3.0 + 0 + 1) / 3, 2), matrix.Average(Averaging.Macro, 1));
        Assert.Contains("from 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Scores(-0.5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Average(Averaging.Micro, 2));
    }

    /// <summary>As if there were a further class that is predicted and never so.</summary>
    [Fact]
    public void RowsWithNaN_AreWrongForTheirClassAlone()
    {
        Tensor logits = Tensor.From(
            new[,] { { 1.0, 0 }, { double.NaN, 0 }, { 0, 1 }, { 1, double.NaN }, { double.NegativeInfinity, double.PositiveInfinity } });
        Tensor targets = Tensor.From([0L, 0, 1, 1, 1]);
        ConfusionMatrix matrix = ConfusionMatrix.Of(logits, targets), wider = new(3);
        wider.Add(Tensor.From([0L, 2, 1, 2, 1]), targets);
        Assert.Equal([1, 0, 0, 2], matrix.ToArray().Cast<long>());
        Assert.Equal((1, 1, 5), (matrix.Unpredicted(0), matrix.Unpredicted(1), matrix.Rows));
        Assert.Equal([wider.Scores()[0], wider.Scores()[1]], matrix.Scores());
        Assert.Equal(wider.Accuracy, matrix.Accuracy);
        Assert.Equal(wider.BalancedAccuracy, matrix.BalancedAccuracy);
        Assert.Equal(wider.MatthewsCorrelation, matrix.MatthewsCorrelation);
        Assert.Equal(wider.CohensKappa(), matrix.CohensKappa());
        Assert.Equal(3 / 5.0, matrix.Average(Averaging.Micro).Recall);
        Assert.Equal(1, matrix.Average(Averaging.Micro).Precision);
        Assert.Equal(0.5, matrix.Normalize(MatrixNormalization.Targets)[0, 0]);
    }

    [Fact]
    public void Rows_ThatAreIgnored_CountForNothing()
    {
        Tensor logits = Tensor.From(new[,] { { 1f, 0 }, { 0, 1 }, { 1, 0 } }), targets = Tensor.From([0L, -100, 1]);
        ConfusionMatrix matrix = ConfusionMatrix.Of(logits, targets, ignored: -100);
        Assert.Equal([1, 0, 1, 0], matrix.ToArray().Cast<long>());
        Assert.Equal([1, 0, 1, 0], ConfusionMatrix.Of(Tensor.From([0L, 1, 0]), targets, -100).ToArray().Cast<long>());
        RunningAccuracy accuracy = new() { IgnoredTarget = -100 };
        accuracy.Add(logits, targets);
        Assert.Equal((2, 1, 0.5), (accuracy.Rows, accuracy.Right, accuracy.Value));
    }

    [Fact]
    public void Counts_OverBatchesAndParts_AreThoseOfAllRows()
    {
        JsonElement of = MetricsFile.Cases("classes")[0];
        Tensor logits = of.Rows("logits"), targets = of.Targets();
        ConfusionMatrix whole = ConfusionMatrix.Of(logits, targets), parts = new(5), other = new(5);
        parts.Add(logits.Slice(0, 40, 60), targets.Slice(0, 40, 60));
        parts.Add(logits.Slice(0, 7, 40), targets.Slice(0, 7, 40));
        other.Add(logits.Slice(0, 0, 7), targets.Slice(0, 0, 7));
        parts.Add(other);
        Assert.Equal(whole.ToArray(), parts.ToArray());
        parts.Clear();
        Assert.Equal(0, parts.Rows);
        Assert.Contains("5 classes", Assert.Throws<ArgumentException>(() => parts.Add(new ConfusionMatrix(2))).Message, StringComparison.Ordinal);

        // Classes on the second axis, further ones behind; and a transposed view.
        Tensor images = logits.Reshape(10, 6, 5).Permute(0, 2, 1);
        Assert.Equal(whole.ToArray(), ConfusionMatrix.Of(images, targets.Reshape(10, 6)).ToArray());
        Assert.Equal(whole.ToArray(), ConfusionMatrix.Of(logits.Permute(1, 0).Contiguous().Permute(1, 0), targets).ToArray());
        Assert.Equal(whole.Accuracy, Metrics.Accuracy(images, targets.Reshape(10, 6)));
    }

    [Fact]
    public void TruthValues_AreTwoClasses()
    {
        ConfusionMatrix matrix = ConfusionMatrix.Of(Tensor.From([true, true, false]), Tensor.From([true, false, false]));
        Assert.Equal([1, 1, 0, 1], matrix.ToArray().Cast<long>());
    }

    [Fact]
    public void Empty_IsUndefinedButForTheGivenScores()
    {
        ConfusionMatrix matrix = ConfusionMatrix.Of(Tensor.Zeros([0, 3]), Tensor.Zeros(0, DataType.Int64));
        Assert.Equal(0, matrix.Rows);
        Assert.Equal(
            [double.NaN, double.NaN, double.NaN, double.NaN],
            [matrix.Accuracy, matrix.BalancedAccuracy, matrix.MatthewsCorrelation, matrix.CohensKappa()]);
        foreach (Averaging averaging in Enum.GetValues<Averaging>())
        {
            Assert.Equal(new ClassScores(0, 0, 0, 0), matrix.Average(averaging));
            Assert.Equal(new ClassScores(1, 1, 1, 0), matrix.Average(averaging, 1));
        }

        Assert.Equal(double.NaN, new RunningAccuracy().Value);
        Assert.Equal(0, matrix.Normalize(MatrixNormalization.All)[0, 0]);
    }

    [Fact]
    public void Text_IsATable()
    {
        ConfusionMatrix matrix = new(3) { ClassNames = ["cat", "dog", "elephant"] };
        matrix.Add(Tensor.From([0L, 0, 1, 1]), Tensor.From([0L, 0, 0, 1]));
        Assert.Equal(
            """
            true \ predicted  cat  dog  elephant  recall
            cat                 2    1         0  0.6667
            dog                 0    1         0  1.0000
            elephant            0    0         0       –
            """, matrix.ToString());
        matrix.Add(Tensor.From(new[,] { { float.NaN, 0, 0 } }), Tensor.From([1L]));
        Assert.Contains("elephant  none  recall", matrix.ToString(), StringComparison.Ordinal);
        Assert.Equal("ConfusionMatrix of 31 classes: 0 rows, accuracy NaN", new ConfusionMatrix(31).ToString());
    }

    [Fact]
    public void Faults_SayWhatIsWrongAndWhatHelps()
    {
        ConfusionMatrix matrix = new(3);
        Assert.Contains("create it with as many classes", Fault(() => matrix.Add(Tensor.Zeros([2, 4]), Tensor.From([0L, 1]))), StringComparison.Ordinal);
        Assert.Contains("targets[1] is 3", Fault(() => matrix.Add(Tensor.Zeros([2, 3]), Tensor.From([0L, 3]))), StringComparison.Ordinal);
        Assert.Contains("targets[1] is -1", Fault(() => matrix.Add(Tensor.From([0L, 1]), Tensor.From([0L, -1]))), StringComparison.Ordinal);
        Assert.Contains("predicted[0] is 5", Fault(() => matrix.Add(Tensor.From([5L, 1]), Tensor.From([0L, 1]))), StringComparison.Ordinal);
        Assert.Contains("[rows, 3]", Fault(() => matrix.Add(Tensor.From([1L]), Tensor.From([0L, 1]))), StringComparison.Ordinal);
        Assert.Contains("[rows, classes]", Fault(() => matrix.Add(Tensor.Zeros([2]), Tensor.From([0L, 1]))), StringComparison.Ordinal);
        Assert.Contains("float32", Fault(() => matrix.Add(Tensor.Zeros([2, 3]), Tensor.Zeros([2]))), StringComparison.Ordinal);
        Assert.Contains("RunningAccuracy", Fault(() => _ = new ConfusionMatrix(1 << 20)), StringComparison.Ordinal);
        Assert.Contains("from 0 to 2", Fault(() => _ = matrix[3, 0]), StringComparison.Ordinal);
        Assert.Contains("3 classes but got 2", Fault(() => _ = new ConfusionMatrix(3) { ClassNames = ["a", "b"] }), StringComparison.Ordinal);
        Assert.Equal(0, matrix.Rows);

        static string Fault(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
    }
}
