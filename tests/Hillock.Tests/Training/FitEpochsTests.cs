using System.Globalization;
using Hillock.Activations;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>Which epochs <see cref="Trainer.Fit"/> trains.</summary>
public class FitEpochsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_OfTwoEpochsAndTwoMore_HasTheBitsOfFour(bool balance)
    {
        (Trainer whole, Tensor x, Tensor t) = Small();
        FitOptions options = new() { Epochs = 4, BatchSize = 4, Seed = 3, Schedule = new CosineSchedule(4), Balance = balance };
        options = options with { NaturalEpochs = balance ? 1 : 0 };
        IReadOnlyList<EpochReport> four = Fit(whole, x, t, options);

        (Trainer first, _, _) = Small();
        IReadOnlyList<EpochReport> two = Fit(first, x, t, options with { Epochs = 2, NaturalEpochs = 0 });

        // The second half with another network and another optimizer, which have loaded the states.
        (Trainer second, _, _) = Small();
        second.Model.LoadStateDict(first.Model.StateDict());
        second.Optimizer.LoadStateDict(first.Optimizer.StateDict());
        IReadOnlyList<EpochReport> rest = Fit(second, x, t, options with { FirstEpoch = 2, Epochs = 2 });
        Assert.Equal(Bits(whole), Bits(second));
        Assert.Equal(four.Select(report => (report.Epoch, report.TrainingLoss)), two.Concat(rest).Select(report => (report.Epoch, report.TrainingLoss)));

        // And that is not how training that starts anew goes on.
        Fit(first, x, t, options with { Epochs = 2 });
        Assert.NotEqual(Bits(whole), Bits(first));
    }

    [Fact]
    public void Fit_OfEpochsThatTrainNothing_SaysSo()
    {
        (Trainer trainer, Tensor x, Tensor t) = Small();
        foreach (int patience in (int[])[0, -1])
        {
            FitOptions patient = new() { Patience = patience, HeldOutInputs = x, HeldOutTargets = t };
            Assert.Contains("Patience", Assert.Throws<ArgumentOutOfRangeException>(() => Fit(trainer, x, t, patient)).Message, StringComparison.Ordinal);
        }

        Assert.Contains(
            "FirstEpoch", Assert.Throws<ArgumentOutOfRangeException>(() => Fit(trainer, x, t, new FitOptions { FirstEpoch = -1 })).Message,
            StringComparison.Ordinal);
        string message = Assert.Throws<InvalidOperationException>(() => Fit(trainer, x, t, new FitOptions { Sampler = new NoBatches() })).Message;
        Assert.Contains("NoBatches gave 0 batches for epoch 0", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_InAnyCulture_HasPoints()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(
                "EpochReport { Epoch = 1, TrainingLoss = 0.5, HeldOutLoss = , HeldOutScore = 0.25, Seconds = 1.5 }",
                new EpochReport(1, 0.5, null, 0.25, 1.5).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IReadOnlyList<EpochReport> Fit(Trainer trainer, Tensor x, Tensor t, FitOptions options) =>
        trainer.Fit(x, t, options, null, TestContext.Current.CancellationToken);

    private static (Trainer Trainer, Tensor X, Tensor T) Small()
    {
        RandomSource random = new(5);
        Sequential network = [new Linear(2, 8, random: random), new Activation<Tanh>(), new Linear(8, 2, random: random)];
        Tensor x = Tensor.From(Enumerable.Range(0, 40).Select(i => MathF.Sin(i)).ToArray(), [20, 2]);
        Tensor t = Tensor.From(Enumerable.Range(0, 20).Select(i => (long)(i % 3 == 0 ? 1 : 0)).ToArray());
        return (new Trainer(network, new Adam(network.Parameters(), 0.05), new CrossEntropyLoss()), x, t);
    }

    private static int[] Bits(Trainer trainer) =>
        [.. trainer.Model.Parameters().SelectMany(parameter => parameter.Detach().ToArray<float>()).Select(BitConverter.SingleToInt32Bits)];

    private sealed class NoBatches : IBatchSampler
    {
        public int BatchSize => 1;

        public int BatchCount => 0;

        public void StartEpoch(int epoch)
        {
        }

        public ReadOnlySpan<int> Batch(int index) => [];
    }
}
