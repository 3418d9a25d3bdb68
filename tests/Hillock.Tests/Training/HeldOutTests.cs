using Hillock.Functional;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>Held-out data is looked at before training begins, and scored as the loss counts it.</summary>
public class HeldOutTests
{
    private static readonly Tensor Inputs = Tensor.Arange(-6.0, 6).To(DataType.Float32).Reshape(6, 2);

    [Fact]
    public void Data_ThatDoesNotFit_IsRefusedBeforeTheFirstStep()
    {
        (Trainer regression, Tensor weight) = Make(1, new MeanSquaredErrorLoss());
        Tensor targets = Tensor.Ones([6, 1]);
        Refuse(regression, weight, targets, new FitOptions { HeldOutInputs = Tensor.Ones([2, 2]), HeldOutTargets = Tensor.Ones([3, 1]) }, "as many rows");
        Refuse(regression, weight, targets, new FitOptions { HeldOutInputs = Tensor.Ones([2, 2]) }, "only one of");
        Refuse(regression, weight, targets, new FitOptions { HeldOutTargets = Tensor.Ones([2, 1]) }, "only one of");
        Refuse(regression, weight, targets, new FitOptions { HeldOutInputs = Tensor.Ones([2, 3]), HeldOutTargets = Tensor.Ones([2, 1]) }, "3");
        Refuse(regression, weight, targets, new FitOptions { HeldOutInputs = Tensor.Ones([2, 2]), HeldOutTargets = Tensor.Ones([2, 2]) }, "shape");

        (Trainer classification, weight) = Make(3, new CrossEntropyLoss());
        Tensor classes = Tensor.From([0L, 1, 2, 0, 1, 2]);
        Refuse(classification, weight, classes, new FitOptions { HeldOutInputs = Inputs, HeldOutTargets = Tensor.From([0L, 1, 2, 3, 0, 0]) }, "3");
        Assert.Single(
            classification.Fit(
                Inputs, classes, new FitOptions { Epochs = 1, HeldOutInputs = Inputs, HeldOutTargets = classes.To(DataType.Int32) },
                cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(DataType.Int64)]
    [InlineData(DataType.Int32)]
    [InlineData(DataType.UInt8)]
    public void Classes_OfAnyWholeNumber_AreScored(DataType type)
    {
        (Trainer trainer, _) = Make(3, new CrossEntropyLoss(ignoreIndex: 255));
        Tensor classes = Tensor.From([0L, 1, 2, 0, 1, 2]);
        (double loss, double score) = trainer.Evaluate(Inputs, classes);
        Assert.Equal((loss, score), trainer.Evaluate(Inputs, classes.To(type)));
        Assert.Equal(score, Metrics.Accuracy(trainer.Predict(Inputs), classes.To(type)));
        Assert.Contains(
            "whole-number targets", Assert.Throws<ArgumentException>(() => Metrics.Accuracy(trainer.Predict(Inputs), Tensor.Ones([6]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_ThatTheLossIgnores_AreNotScored()
    {
        (Trainer trainer, _) = Make(3, new CrossEntropyLoss());
        Tensor predicted = F.ArgMax(trainer.Predict(Inputs), 1);
        long[] right = predicted.ToArray<long>();

        // Two of the four that count are right.
        long[] targets = [right[0], (right[1] + 1) % 3, -100, right[3], (right[4] + 1) % 3, -100];
        Assert.Equal(0.5, trainer.Evaluate(Inputs, Tensor.From(targets)).Score);
        Assert.Equal(double.NaN, trainer.Evaluate(Inputs, Tensor.Full([6], -100, DataType.Int64)).Score);
        Assert.Contains(
            "targets[2] is -100", Assert.Throws<ArgumentException>(() => Metrics.Accuracy(trainer.Predict(Inputs), Tensor.From(targets))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void BinaryTargets_AreScoredByTheSide()
    {
        (Trainer logits, _) = Make(1, new BinaryCrossEntropyWithLogitsLoss());
        float[] x = logits.Predict(Inputs).ToArray<float>();
        Tensor targets = Tensor.From([.. x.Select((value, i) => value > 0 == i < 3 ? 1f : 0)], [6, 1]);
        Assert.Equal(0.5, logits.Evaluate(Inputs, targets).Score);
        Assert.Equal(0.75, Metrics.BinaryAccuracy(Tensor.From([0.4, 0.6, 0.5, double.NaN]), Tensor.From([0.0, 0.9, 0, 1]), boundary: 0.5));
        Assert.Equal(double.NaN, Metrics.BinaryAccuracy(Tensor.Zeros([0]), Tensor.Zeros([0])));
        Assert.Contains(
            "targets[1] is NaN", Assert.Throws<ArgumentException>(() => Metrics.BinaryAccuracy(Tensor.Zeros([2]), Tensor.From([0f, float.NaN]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void LossOfASum_IsReportedForEachRow()
    {
        Tensor targets = Tensor.Arange(0.0, 6).To(DataType.Float32).Reshape(6, 1);
        (Trainer sum, _) = Make(1, new MeanSquaredErrorLoss(Reduction.Sum));
        (Trainer mean, _) = Make(1, new MeanSquaredErrorLoss());
        Assert.Equal(mean.Evaluate(Inputs, targets).Loss, sum.Evaluate(Inputs, targets).Loss, 1e-5);
        EpochReport report =
            sum.Fit(
                Inputs, targets, new FitOptions { Epochs = 1, BatchSize = 4, HeldOutInputs = Inputs, HeldOutTargets = targets },
                cancellationToken: TestContext.Current.CancellationToken)[0];
        Assert.Equal(report.TrainingLoss, report.HeldOutLoss!.Value, 1e-4);
    }

    private static void Refuse(Trainer trainer, Tensor weight, Tensor targets, FitOptions options, string message)
    {
        float[] before = weight.Detach().ToArray<float>();
        Assert.Contains(
            message,
            Assert.ThrowsAny<ArgumentException>(() => trainer.Fit(Inputs, targets, options, cancellationToken: TestContext.Current.CancellationToken)).Message,
            StringComparison.Ordinal);
        Assert.Equal(before, weight.Detach().ToArray<float>());
    }

    private static (Trainer Trainer, Tensor Weight) Make(int outputs, Loss loss)
    {
        Linear network = new(2, outputs, random: new RandomSource(5));

        // Nothing is learned by a rate of 0: what is reported of an epoch is what the network was.
        return (new Trainer(network, new Sgd(network.Parameters(), loss.Reduction == Reduction.Sum ? 0 : 0.1), loss), network.Weight);
    }
}
