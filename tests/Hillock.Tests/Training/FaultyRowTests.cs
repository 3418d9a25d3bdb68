using Hillock.Losses;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>Targets that a loss refuses are named by their rows in the data, whatever the order of the batch.</summary>
public class FaultyRowTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Fit_NamesTheRowOfTheData(ulong seed)
    {
        Trainer trainer = Trainer(new CrossEntropyLoss());
        ArgumentException fault = Assert.Throws<ArgumentException>(() => trainer.Fit(
            Tensor.Ones([10, 4]), Tensor.From([0L, 1, 2, 0, 1, 2, 0, 1, 3, 0]), new FitOptions { Epochs = 1, BatchSize = 4, Seed = seed }, null,
            TestContext.Current.CancellationToken));
        Assert.StartsWith("Row 8 of the data does not fit the loss. In batch ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("CrossEntropy expects targets from 0 to 2", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>What is wrong with all rows is about none of them.</summary>
    [Fact]
    public void Fit_OnTargetsOfAnotherShape_IsToldAsBefore()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => Trainer(new CrossEntropyLoss()).Fit(
            Tensor.Ones([4, 4]), Tensor.Zeros([4, 7]), new FitOptions { Epochs = 1 }, null, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("of the data", fault.Message, StringComparison.Ordinal);
    }

    private static Trainer Trainer(Loss loss)
    {
        Linear model = new(4, 3);
        return new Trainer(model, new Sgd(model.Parameters(), 0.1), loss);
    }
}
