using Hillock.Activations;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>A loss or gradient that is no number stops training, and where it comes from is named.</summary>
public class DivergenceTests
{
    [Fact]
    public void Fit_WhereAModuleGivesNaN_NamesTheFirst()
    {
        // Zero rows reach the logarithm in the third batch.
        Tensor x = Tensor.Ones([8, 2]);
        x.Slice(0, 5, 6).Fill(0);
        Sequential network = [new Linear(2, 2, bias: false), new Sequential(new Activation<Relu>(), new Logarithm()), new Linear(2, 1)];
        ((Linear)network[0]).Weight.Detach().Fill(1);
        float[] before = [];
        Trainer trainer = new(network, new Sgd(network.Parameters(), 0.01), new MeanSquaredErrorLoss());
        TrainingDivergedException error = Diverged(trainer, x, Tensor.Ones([8, 1]), 2, new FitOptions
        {
            Epochs = 3,
            Callbacks = [new FitParts.Calls { StepEnd = context => before = Values(context.Trainer.Model) }],
        });
        Assert.Equal(("1.1", 0, 2), (error.Module, error.Epoch, error.Batch));
        Assert.Null(error.Parameter);
        Assert.Contains("epoch 1, batch 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("\"1.1\" (Logarithm), with 2 infinities of 4 numbers, the first at [1, 0]", error.Message, StringComparison.Ordinal);

        // The parameters are those of the last step that was one.
        Assert.Equal(before, Values(network));
        Assert.All(before, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Fit_WithDropout_GoesForwardOnceMoreWithTheSameNumbers()
    {
        // Only where a unit is dropped does the logarithm meet 0.
        RandomSource random = new(2);
        Sequential network =
            [new Linear(2, 2, random: random), new Dropout(0.5, random), new Activation<Relu>(), new Logarithm(), new Linear(2, 1, random: random)];
        Trainer trainer = new(network, new Sgd(network.Parameters(), 0), new MeanSquaredErrorLoss());
        ((Linear)network[0]).Bias!.Detach().Fill(10);
        TrainingDivergedException error = Diverged(trainer, Tensor.Ones([4, 2]), Tensor.Ones([4, 1]), 1, new FitOptions { Epochs = 50 });
        Assert.Equal("3", error.Module);
    }

    [Fact]
    public void Fit_OfInputsOrTargetsThatAreNoNumbers_SaysSo()
    {
        Linear model = new(2, 1);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new MeanSquaredErrorLoss());
        Tensor bad = Tensor.From([1f, 2, 3, float.NaN], [2, 2]);
        TrainingDivergedException error = Diverged(trainer, bad, Tensor.Ones([2, 1]), 2);
        Assert.Contains("the inputs of the batch have 1 NaN of 4 numbers, the first at [1, 1]", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Module);
        error = Diverged(trainer, Tensor.Ones([2, 2]), Tensor.From([1f, float.NegativeInfinity], [2, 1]), 2);
        Assert.Contains("the targets of the batch have 1 infinity", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WhereOnlyTheLossIsNoNumber_NamesTheLoss()
    {
        Linear model = new(1, 1);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new RootLoss());
        TrainingDivergedException error = Diverged(trainer, Tensor.Ones([2, 1]), Tensor.Full([2, 1], 1e6), 2);
        Assert.Contains("comes of RootLoss itself", error.Message, StringComparison.Ordinal);
        Assert.True(double.IsNaN(error.Loss));
    }

    [Fact]
    public void Fit_WhereAParameterIsNaN_NamesModuleAndParameter()
    {
        Sequential network = [new Linear(2, 2), new Linear(2, 1)];
        ((Linear)network[1]).Bias!.Detach().Fill(double.NaN);
        Trainer trainer = new(network, new Sgd(network.Parameters(), 0.1), new MeanSquaredErrorLoss());
        TrainingDivergedException error = Diverged(trainer, Tensor.Ones([2, 2]), Tensor.Ones([2, 1]), 2);
        Assert.Equal(("1", "1.bias"), (error.Module, error.Parameter));
        Assert.Contains("its parameter bias has a NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WhereTheForwardIsFineAndAGradientIsNot_NamesTheParameter()
    {
        // √x at 0 is 0, its slope is infinite; the layer behind it has a gradient of numbers.
        Sequential network = [new Linear(2, 2), new Root(), new Linear(2, 1)];
        ((Linear)network[0]).Weight.Detach().Fill(0);
        ((Linear)network[0]).Bias!.Detach().Fill(0);
        Trainer trainer = new(network, new Sgd(network.Parameters(), 0.1), new MeanSquaredErrorLoss());
        float[] before = Values(network);
        TrainingDivergedException error = Diverged(trainer, Tensor.Ones([2, 2]), Tensor.Ones([2, 1]), 2);
        Assert.Equal((null, "0.weight"), (error.Module, error.Parameter));
        Assert.True(double.IsFinite(error.Loss));
        Assert.Equal(before, Values(network));

        // Without the check it goes on, and the parameters are lost.
        trainer.Fit(
            Tensor.Ones([2, 2]), Tensor.Ones([2, 1]), new FitOptions { Epochs = 2, ChecksFinite = false }, null, TestContext.Current.CancellationToken);
        Assert.Contains(Values(network), value => !float.IsFinite(value));
    }

    [Fact]
    public void Fit_OfARateThatIsTooLarge_StopsWithParametersThatAreNumbers()
    {
        Sequential network = [new Linear(3, 8, random: new RandomSource(1)), new Activation<Relu>(), new Linear(8, 1, random: new RandomSource(2))];
        Trainer trainer = new(network, new Sgd(network.Parameters(), 100), new MeanSquaredErrorLoss());
        Diverged(trainer, FitParts.Inputs, FitParts.Normal(FitParts.Rows, 5, [FitParts.Rows, 1]), 10, new FitOptions { Epochs = 100 });
        Assert.All(Values(network), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Fit_OfABatchInWhichNothingCounts_GoesOn()
    {
        Linear model = new(1, 2);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new CrossEntropyLoss());
        Tensor t = Tensor.From([-100L, 1, 0]);
        EpochReport report = trainer.Fit(
            new FitParts.RowsInOrder(Tensor.Ones([3, 1]), t, 1), new FitOptions { Epochs = 1 }, null, TestContext.Current.CancellationToken)[0];
        Assert.True(double.IsFinite(report.TrainingLoss));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    public void Fit_ThatIsStopped_LeavesBuffersAndRandomNumbersAsBeforeTheStep(int accumulation, bool ofGradient)
    {
        // Batches of two rows; those of the eighth are equal, so that normalised they are 0: log 0 is no number, nor is the slope of √x² there.
        RandomSource random = new(4);
        Tensor x = FitParts.Normal(54, 3, [18, 3]);
        x.Slice(0, 14, 16).Fill(5);
        Sequential network =
        [
            new Linear(3, 3, random: random), new BatchNorm1d(3, affine: false), new Square(), ofGradient ? new Root() : new Logarithm(),
            new Dropout(0.2, random), new Linear(3, 1, random: random),
        ];
        Trainer trainer = new(network, new Sgd(network.Parameters(), 1e-4), new MeanSquaredErrorLoss());
        double[] before = [];
        FitState? state = null, after = null;
        TrainingDivergedException error = Diverged(trainer, x, Tensor.Ones([18, 1]), 2, new FitOptions
        {
            AccumulationSteps = accumulation,
            Callbacks =
            [
                new FitParts.Calls
                {
                    StepEnd = context => (before, state) = (Everything(network), context.State()),
                    FitEnd = context => after = context.State(),
                },
            ],
        });
        Assert.Equal(ofGradient ? "0.weight" : null, error.Parameter);
        Assert.Equal(ofGradient && accumulation == 3 ? 8 : 7, error.Batch);
        Assert.Equal(before, Everything(network));
        Assert.Equal(accumulation == 3 ? 6 : 7, ((BatchNorm1d)network[1]).NumBatchesTracked!.Item<long>());
        Assert.NotNull(after);
        Assert.Equal(state!.RandomPasses, after.RandomPasses);
        Assert.Equal((state.Batch, state.Steps, state.LossSum, state.Rows), (after.Batch, after.Steps, after.LossSum, after.Rows));
    }

    private static double[] Everything(Module model) => [.. model.StateDict().Values.SelectMany(static tensor => tensor.ToArray<double>())];

    private static TrainingDivergedException Diverged(Trainer trainer, Tensor x, Tensor t, int batch, FitOptions? options = null) =>
        Assert.Throws<TrainingDivergedException>(() => trainer.Fit(
            new FitParts.RowsInOrder(x, t, batch), options ?? new FitOptions { Epochs = 1 }, null, TestContext.Current.CancellationToken));

    private static float[] Values(Module model) => [.. model.Parameters().SelectMany(parameter => parameter.Detach().ToArray<float>())];

    private sealed class Logarithm : Module
    {
        protected override Tensor ForwardCore(Tensor x) => F.Log(x);
    }

    private sealed class Square : Module
    {
        protected override Tensor ForwardCore(Tensor x) => x * x;
    }

    private sealed class Root : Module
    {
        protected override Tensor ForwardCore(Tensor x) => F.Sqrt(x);
    }

    private sealed class RootLoss : Loss
    {
        public RootLoss()
            : base(Reduction.Mean)
        {
        }

        protected override Tensor ForwardCore(Tensor predictions, Tensor targets) => Reduce(F.Sqrt(predictions - targets));
    }
}
