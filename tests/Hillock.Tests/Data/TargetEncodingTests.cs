using Hillock.Data;
using Hillock.Serialization.Description;
using Xunit;

namespace Hillock.Tests.Data;

/// <summary>Values of a plain loop in Python (float64, math.fsum) by scikit-learn's definition, with the mean of all at 0 and the deviation at 1.</summary>
public class TargetEncodingTests
{
    private const string Rows = "abcaabdeabfa";
    private static readonly double[] Numbers = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
    private static readonly int[] Classes = [0, 1, 2, 0, 0, 1, 2, 1, 1, 0, 2, 0];
    private static readonly PreprocessingOptions Options = new() { Encoding = CategoryEncoding.Target, FewestCategories = 2 };

    [Theory]
    [InlineData(null, 0.02318801722920305, 0.0, -0.1373605639486889, -0.961523947640823, 0.6868028197434453, 0.2747211278973782)]
    [InlineData(2.0, 0.019622937706955768, 0.0, -0.04578685464956297, -0.320507982546941, 0.22893427324781507, 0.09157370929912606)]
    public void Fit_Numbers_GivesTheMeansDrawnToThatOfAll(double? smoothing, params double[] expected)
    {
        TargetEncoding encoding = TargetEncoding.Fit(Table(Rows), Options with { Smoothing = smoothing });
        Assert.Equal(["word~y", "x"], encoding.Columns.Select(column => column.Name));
        TabularData actual = encoding.Apply(Table("abcdef"));
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(expected[i], actual.Value(i, 0), 1e-7));
    }

    /// <summary>The words of other rows do not make a column one of many words.</summary>
    [Fact]
    public void Fit_OfSomeRows_IsThatOfThoseRowsAlone()
    {
        PreprocessingOptions options = Options with { FewestCategories = 5 };
        int[] rows = [0, 1, 2, 3, 4, 5, 6]; // abcaabd: four words
        TargetEncoding some = TargetEncoding.Fit(Table(Rows), rows, null, options), alone = TargetEncoding.Fit(Table(Rows[..7]), options);
        Assert.Equal(["word", "x"], some.Columns.Select(column => column.Name));
        Assert.Equal(some.Columns.Select(column => column.Name), alone.Columns.Select(column => column.Name));
        Assert.Equal("word~y", TargetEncoding.Fit(Table(Rows), rows, null, options with { FewestCategories = 4 }).Columns[0].Name);
    }

    [Fact]
    public void Fit_Classes_GivesTheShareOfEach()
    {
        TargetEncoding encoding = TargetEncoding.Fit(OfClasses(["n", "y", "z"], Classes), Options);
        Assert.Equal(["word~class=n", "word~class=y", "word~class=z", "x"], encoding.Columns.Select(column => column.Name));
        double[][] expected =
        [
            [0.6870825843834134, -0.24724013328200956, -0.5773502691896258], [-0.12954919233064857, 0.5303300858899106, -0.5773502691896258],
            [-0.8451542547285166, -0.7071067811865475, 1.7320508075688774], [-0.8451542547285166, -0.7071067811865475, 1.7320508075688774],
            [-0.8451542547285166, 1.4142135623730951, -0.5773502691896258], [-0.8451542547285166, -0.7071067811865475, 1.7320508075688774],
        ];
        TabularData actual = encoding.Apply(Table("abcdef"));
        Assert.All(Enumerable.Range(0, 18), i => Assert.Equal(expected[i / 3][i % 3], actual.Value(i / 3, i % 3), 1e-6));

        TargetEncoding two = TargetEncoding.Fit(OfClasses(["n", "y"], Array.ConvertAll(Classes, static label => label == 1 ? 1 : 0)), Options);
        Assert.Equal(["word~class=y", "x"], two.Columns.Select(column => column.Name));
        TabularData share = two.Apply(Table("abcdef"));
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(expected[i][1], share.Value(i, 0), 1e-6));
    }

    /// <summary>Each row by the rows of the other folds, computed one by one.</summary>
    [Fact]
    public void ApplyToTraining_UsesTheOtherFoldsAlone()
    {
        PreprocessingOptions options = Options with { Smoothing = 1.5, Folds = 3, Seed = 7 };
        TabularData training = Table(Rows);
        TabularData actual = TargetEncoding.Fit(training, options).ApplyToTraining(training);
        double mean = Numbers.Average(), deviation = Math.Sqrt(Numbers.Average(y => (y - mean) * (y - mean)));
        foreach (Fold fold in KFold.Split(Rows.Length, 3, 7))
        {
            foreach (int row in fold.HeldOut)
            {
                int[] others = fold.Training.ToArray(), own = [.. others.Where(other => Rows[other] == Rows[row])];
                double expected = own.Length == 0 ? 0
                    : own.Length / (own.Length + 1.5) * (own.Average(i => Numbers[i]) - others.Average(i => Numbers[i])) / deviation;
                Assert.Equal(expected, actual.Value(row, 0), 1e-6);
            }
        }

        Assert.NotEqual(TargetEncoding.Fit(training, options).Apply(training).Features.ToArray(), actual.Features.ToArray());
        Assert.Equal(actual.Features.ToArray(), TargetEncoding.Fit(training, options).ApplyToTraining(training).Features.ToArray());
    }

    /// <summary>Another target of a row changes the scale of all numbers, and nothing else of its own.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(11)]
    public void ApplyToTraining_DoesNotSeeTheRowsOwnTarget(int row)
    {
        double[] other = [.. Numbers];
        other[row] += 40;
        (double before, double after) = (Encoded(Numbers, row), Encoded(other, row));
        Assert.Equal(before * Deviation(Numbers), after * Deviation(other), 1e-5);
        Assert.NotEqual(0, TargetEncoding.Fit(Table(Rows, other), Options).Apply(Table("abcdef")).Value(Rows[row] - 'a', 0));

        static double Encoded(double[] targets, int row)
        {
            TabularData training = Table(Rows, targets);
            return TargetEncoding.Fit(training, Options).ApplyToTraining(training).Value(row, 0);
        }

        static double Deviation(double[] targets) => Math.Sqrt(targets.Average(y => (y - targets.Average()) * (y - targets.Average())));
    }

    /// <summary>What the training part would learn of a column that is different in every row is nothing.</summary>
    [Fact]
    public void ApplyToTraining_OfNumbersOfRows_IsZeroEverywhere()
    {
        string[] ids = [.. Enumerable.Range(0, 200).Select(i => $"r{i}")];
        TabularData training = TabularData.RegressionFromColumns(
            [[.. Enumerable.Range(0, 200).Select(i => (double)i)]], [TabularColumn.Categorical("id", ids)], [.. ids.Select((_, i) => (double)(i * 37 % 101))]);
        Preprocessing preprocessing = Preprocessing.Fit(training, Options);
        Assert.All(preprocessing.ApplyToTraining(training).Features.ToArray(), value => Assert.Equal(0, value));
        Assert.Contains(preprocessing.Apply(training).Features.ToArray(), value => Math.Abs(value) > 1); // which would give the target away
    }

    [Fact]
    public void Apply_UnseenOrMissing_IsTheMeanOfAll()
    {
        TabularColumn unknown = TabularColumn.Categorical("word", ["zz", "d"]);
        TabularData test = TabularData.RegressionFromColumns([[0, 1, double.NaN], [0, 0, 0]], [unknown, TabularColumn.Numeric("x")], [0, 0, 0]);
        TabularData actual = TargetEncoding.Fit(Table(Rows), Options).Apply(test);
        Assert.Equal((0, 0), (actual.Value(0, 0), actual.Value(2, 0)));
        Assert.Equal(-0.961523947640823, actual.Value(1, 0), 1e-7);
    }

    [Fact]
    public void Fit_FewCategoriesOrNoTarget_IsToldApart()
    {
        Assert.Equal(["word", "x"], TargetEncoding.Fit(Table(Rows)).Columns.Select(column => column.Name)); // six of ten
        TabularData none = Preprocessing.Fit(Table(Rows)).Columns();
        Assert.Throws<ArgumentException>("training", () => TargetEncoding.Fit(none, Options));
        Assert.Throws<ArgumentException>("training", () => TargetEncoding.Fit(Table(Rows), Options).ApplyToTraining(Table("ab")));
    }

    /// <summary>A file keeps groups and means; the rows of the training part it does not.</summary>
    [Theory]
    [InlineData(0, CategoryEncoding.Target)]
    [InlineData(2, CategoryEncoding.Target)]
    [InlineData(2, CategoryEncoding.OneHot)]
    public void Preprocessing_ComesBackOfAFile_ToTheSameBits(int rareRows, CategoryEncoding encoding)
    {
        Preprocessing fitted = Preprocessing.Fit(
            OfClasses(["n", "y", "z"], Classes), Options with { RareRows = rareRows, Encoding = encoding, ImputeMissing = true });
        ModelDescription model = Model(fitted);
        Preprocessing read = ModelDescription.FromJson(model.ToJson()).Preprocessing!;
        Assert.Equal(model.ToJson(), Model(read).ToJson());
        Assert.Equal(fitted.Encoding.Columns.Select(column => column.Name), read.Encoding.Columns.Select(column => column.Name));
        TabularData test = TabularData.ClassificationFromColumns(
            [[0, 1, 2, double.NaN], [0.5, -1, 2, double.NaN]], [TabularColumn.Categorical("word", ["zz", "d", "a"]), TabularColumn.Numeric("x")], [0, 1, 2, 0],
            ["n", "y", "z"]);
        Assert.Equal(fitted.Apply(test).Features.ToArray(), read.Apply(test).Features.ToArray());
        Assert.Equal(rareRows > 0 ? ["c", "d", "e", "f"] : [], read.Rare?.Of("word") ?? []);
        if (encoding == CategoryEncoding.Target)
        {
            Assert.Throws<InvalidOperationException>(() => read.ApplyToTraining(OfClasses(["n", "y", "z"], Classes)));
        }
    }

    private static ModelDescription Model(Preprocessing preprocessing)
    {
        int width = preprocessing.Encoding.Columns.Count;
        return new ModelDescription(NetworkDescription.Parse("linear", [width], 3), width) { ClassNames = ["n", "y", "z"], Preprocessing = preprocessing };
    }

    private static TabularData Table(string rows, double[]? targets = null) => TabularData.RegressionFromColumns(
        [[.. rows.Select(word => (double)(word - 'a'))], new double[rows.Length]],
        [TabularColumn.Categorical("word", ["a", "b", "c", "d", "e", "f"]), TabularColumn.Numeric("x")], (targets ?? Numbers).AsSpan(0, rows.Length), "y");

    private static TabularData OfClasses(string[] names, int[] classes) => TabularData.ClassificationFromColumns(
        [[.. Rows.Select(word => (double)(word - 'a'))], [.. Rows.Select((_, i) => (double)i)]],
        [TabularColumn.Categorical("word", ["a", "b", "c", "d", "e", "f"]), TabularColumn.Numeric("x")], classes, names);
}
