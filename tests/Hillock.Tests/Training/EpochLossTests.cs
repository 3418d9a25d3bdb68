using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>The loss of an epoch, with rows that do not count as one.</summary>
public class EpochLossTests
{
    // Of all four rows at once, by PyTorch in float64.
    [Theory]
    [InlineData(false, 2.087153655021364)]
    [InlineData(true, 2.5977522765652843)]
    public void TrainingLoss_OfCrossEntropyWithIgnoredRows_IsThatOfAllRowsWhateverTheBatches(bool weighted, double expected)
    {
        Tensor? weight = weighted ? Tensor.From([1f, 3]) : null;
        foreach (int batch in (int[])[1, 2, 3, 4])
        {
            Check(new CrossEntropyLoss(weight: weight), batch, expected);
        }
    }

    [Theory]
    [InlineData(false, 0.5166666666666666)]
    [InlineData(true, 0.8357142857142856)]
    public void TrainingLoss_OfNegativeLogLikelihoodWithIgnoredRows_IsThatOfAllRowsWhateverTheBatches(bool weighted, double expected)
    {
        Tensor? weight = weighted ? Tensor.From([1f, 3]) : null;
        foreach (int batch in (int[])[1, 2, 3, 4])
        {
            Check(new NegativeLogLikelihoodLoss(weight: weight), batch, expected);
        }
    }

    [Fact]
    public void TrainingLoss_OfAnotherLoss_CountsEachRowOnce()
    {
        // Rows of 1, 4, 9: a batch of two and one of one.
        Linear model = new(1, 1, bias: false);
        model.Weight.Detach().Fill(1);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0), new RowLoss());
        FitOptions options = new() { Epochs = 1, BatchSize = 2 };
        EpochReport report =
            trainer.Fit(Tensor.From([1f, 2, 3], [3, 1]), Tensor.Zeros([3, 1]), options, null, TestContext.Current.CancellationToken)[0];
        Assert.Equal(14.0 / 3, report.TrainingLoss, 1e-6);
    }

    private static void Check(Loss loss, int batch, double expected)
    {
        Linear model = new(1, 2);
        model.Weight.Detach().CopyFrom(Tensor.From([0.5f, -0.25f], [2, 1]));
        model.Bias!.Detach().CopyFrom(Tensor.From([0.1f, -0.2f]));
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0), loss);
        foreach (DataType type in (DataType[])[DataType.Int64, DataType.Int32])
        {
            (Tensor x, Tensor t) = (Tensor.From([1f, 2, 3, 4], [4, 1]), Tensor.From([0L, -100, 1, 1]).To(type));
            EpochReport report = trainer.Fit(x, t, new FitOptions { Epochs = 1, BatchSize = batch }, null, TestContext.Current.CancellationToken)[0];
            Assert.Equal(expected, report.TrainingLoss, 1e-6);
            Assert.Equal(trainer.Evaluate(x, t).Loss, report.TrainingLoss, 1e-6);
        }
    }

    private sealed class RowLoss : Loss
    {
        public RowLoss()
            : base(Hillock.Losses.Reduction.Mean)
        {
        }

        protected override Tensor ForwardCore(Tensor predictions, Tensor targets) => Reduce((predictions - targets) * (predictions - targets));
    }
}
