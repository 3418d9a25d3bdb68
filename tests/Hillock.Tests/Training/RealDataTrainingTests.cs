using Hillock.Activations;
using Hillock.Csv;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

public class RealDataTrainingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sklearn-toy/iris.csv", 0.93)]
    [InlineData("sklearn-toy/digits.csv.gz", 0.96)]
    [InlineData("mnist/mnist_5k.csv.gz", 0.93)]
    public void Compare_WithDefaults_ReachesTheKnownAccuracy(string file, double accuracy)
    {
        string? folder = Environment.GetEnvironmentVariable("HILLOCK_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "HILLOCK_DATA is not set; set it to a folder with the public data sets to run this test.");
        TrainingComparison result = CrossValidation.Compare(
            CsvTable.Read(Path.Combine(folder!, file), cancellationToken: Token).ToTabular(), [ActivationChoice.Of("gelu", new Gelu())], null, null,
            TestContext.Current.CancellationToken);
        Assert.InRange(result.Scores(0).Average(), accuracy, 1);
    }
}
