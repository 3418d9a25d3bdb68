using System.Diagnostics;
using Hillock.Csv;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Csv;

/// <summary>Public data sets, which are not part of the repository: a folder that holds them is named by HILLOCK_DATA.</summary>
public class RealDataTests
{
    [Fact]
    public void Iris_ScikitLearnFile_IsRead()
    {
        TabularData data = CsvTable.Read(PathOf("sklearn-toy/iris.csv"), cancellationToken: TestContext.Current.CancellationToken).ToTabular();
        Assert.Equal((150, 4), (data.RowCount, data.ColumnCount));
        Assert.Equal(["setosa", "versicolor", "virginica"], data.ClassNames);
        Assert.All(data.Classes.ToArray().CountBy(c => c), pair => Assert.Equal(50, pair.Value));
        Assert.Equal([5.1f, 3.5f, 1.4f, 0.2f], data.Row(0).ToArray());
    }

    [Fact]
    public void BreastCancer_ScikitLearnFile_IsRead()
    {
        TabularData data = CsvTable.Read(PathOf("sklearn-toy/breast_cancer.csv"), cancellationToken: TestContext.Current.CancellationToken).ToTabular();
        Assert.Equal((569, 30), (data.RowCount, data.ColumnCount));
        Assert.Equal(["malignant", "benign"], data.ClassNames);
        Assert.Equal(212, data.Classes.ToArray().Count(c => c == 0)); // descr_breast_cancer.rst: 212 malignant, 357 benign
    }

    [Fact]
    public void Digits_WithoutHeader_IsRead()
    {
        CsvTable table = CsvTable.Read(PathOf("sklearn-toy/digits.csv.gz"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(table.HasHeader);
        TabularData data = table.ToTabular();
        Assert.Equal((1797, 64, 10), (data.RowCount, data.ColumnCount, data.ClassNames.Count));
        Assert.Equal(16, data.Features.ToArray().Max());
    }

    [Fact]
    public void Diabetes_SpaceSeparated_IsRead()
    {
        CsvTable table = CsvTable.Read(PathOf("sklearn-toy/diabetes_data_raw.csv.gz"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((' ', 442, 10, false), (table.Delimiter, table.RowCount, table.Columns.Count, table.HasHeader));
        Assert.All(table.Columns, column => Assert.Equal(CsvColumnKind.Numeric, column.Kind));
        Assert.False(table.ToTabular().IsClassification);
        CsvTable target = CsvTable.Read(PathOf("sklearn-toy/diabetes_target.csv.gz"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((442, 1, 151.0), (target.RowCount, target.Columns.Count, target.Columns[0].Values[0]));
    }

    [Fact]
    public void Mnist_ThreeMillionCells_AreReadInASecond()
    {
        string path = PathOf("mnist/mnist_5k.csv.gz");
        Stopwatch watch = Stopwatch.StartNew();
        TabularData data = CsvTable.Read(path, cancellationToken: TestContext.Current.CancellationToken).ToTabular();
        watch.Stop();
        Assert.Equal((5000, 784, 10), (data.RowCount, data.ColumnCount, data.ClassNames.Count));
        Assert.All(data.Classes.ToArray().CountBy(c => c), pair => Assert.Equal(500, pair.Value));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
        TestContext.Current.SendDiagnosticMessage("mnist_5k.csv.gz: {0:F3} s", watch.Elapsed.TotalSeconds);
    }

    [Theory]
    [InlineData("mnist/t10k-images-idx3-ubyte.gz", "mnist/t10k-labels-idx1-ubyte.gz", 10_000)]
    [InlineData("fashion-mnist/train-first3615-images-idx3-ubyte.gz", "fashion-mnist/train-first3615-labels-idx1-ubyte.gz", 3615)]
    [InlineData("fashion-mnist/sprite900-images-idx3-ubyte.gz", "fashion-mnist/sprite900-labels-idx1-ubyte.gz", 900)]
    public void Idx_Images_AreRead(string images, string labels, int rows)
    {
        TabularData data = IdxDataset.Read(PathOf(images), PathOf(labels));
        Assert.Equal((rows, 784, 10), (data.RowCount, data.ColumnCount, data.ClassNames.Count));
        Assert.Equal(255, data.Features.ToArray().Max());
    }

    private static string PathOf(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("HILLOCK_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "HILLOCK_DATA is not set; set it to a folder with the public data sets to run this test.");
        return Path.Combine(folder!, name);
    }
}
