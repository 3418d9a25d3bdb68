using Hillock.Autograd;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training.Fitting;

/// <summary>What counts in a fit: which direction is better, rows that are ignored, batches of nothing else.</summary>
public class FitRulesTests
{
    [Fact]
    public void BatchOfNothingButIgnoredRows_TakesNoStep()
    {
        // Weight decay and momentum would move the weights without a single row.
        foreach (int steps in (int[])[1, 2])
        {
            Linear model = new(2, 3, random: new RandomSource(1));
            float[] before = model.Weight.ToArray<float>();
            Trainer trainer = new(model, new AdamW(model.Parameters(), 0.1, weightDecay: 0.5), new CrossEntropyLoss());
            trainer.Fit(
                Tensor.Ones([4, 2]), Tensor.From([-100L, -100, -100, -100]), new FitOptions { Epochs = 2, BatchSize = 2, AccumulationSteps = steps },
                cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(before, model.Weight.ToArray<float>());
        }
    }

    [Fact]
    public void ScoreOfTargetsWithFurtherAxes_LeavesIgnoredOnesOut()
    {
        Trainer trainer = new(new Activation<Hillock.Activations.Identity>(), new Sgd([Tensor.Ones([1]).WithGradient()], 0.1), new CrossEntropyLoss());
        Tensor logits = Tensor.Zeros([2, 3, 4]);
        Tensor targets = Tensor.Zeros([2, 4], DataType.Int64);
        logits[0, 1, 0].Fill(5);
        targets[1, 3].Fill(-100);

        // Of seven places that count, the first is taken for class 1 and the others for class 0, which is right.
        Assert.Equal(6.0 / 7, trainer.Evaluate(logits, targets).Score, 1e-15);
    }

    [Fact]
    public void PatienceWithTheScore_KeepsTheGreatest()
    {
        Assert.True(new FitOptions { Monitor = "heldOutScore" }.PrefersGreater);
        Assert.False(new FitOptions { Monitor = "heldOutScore", GreaterIsBetter = false }.PrefersGreater);
        Assert.False(new FitOptions().PrefersGreater);
        Linear model = new(1, 1);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new MeanSquaredErrorLoss());
        Tensor x = Tensor.Ones([4, 1]);
        string message = Assert.Throws<ArgumentException>(() => trainer.Fit(x, x, new FitOptions
        {
            HeldOutInputs = x,
            HeldOutTargets = x,
            Patience = 1,
            Monitor = "own",
            Metrics = new Dictionary<string, Func<Tensor, Tensor, double>> { ["own"] = (_, _) => 1 },
        }, cancellationToken: TestContext.Current.CancellationToken)).Message;
        Assert.Contains("set GreaterIsBetter to true or false", message, StringComparison.Ordinal);
    }

    /// <summary>A network that was loaded to be asked is in evaluation: its statistics would stay and nothing be dropped, without a word.</summary>
    [Fact]
    public void NetworkInEvaluation_IsRefused_AndPartsOfItAreNot()
    {
        Sequential model = new(new Linear(2, 3, random: new RandomSource(1)), new BatchNorm1d(3), new Linear(3, 1, random: new RandomSource(2)));
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new MeanSquaredErrorLoss());
        Tensor x = Tensor.From([1f, 2, 3, 4, 5, 6, 7, 8], [4, 2]), y = Tensor.Ones([4, 1]);
        model.Evaluate();
        InvalidOperationException fault = Assert.Throws<InvalidOperationException>(() =>
            trainer.Fit(x, y, new FitOptions { Epochs = 1 }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("call Train()", fault.Message, StringComparison.Ordinal);

        model.Train();
        model[1].Evaluate();
        float[] before = model.StateDict()["1.running_mean"].ToArray<float>();
        trainer.Fit(x, y, new FitOptions { Epochs = 1 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(before, model.StateDict()["1.running_mean"].ToArray<float>());
        Assert.False(model[1].IsTraining);
    }

    [Fact]
    public void HeldOutData_WithoutRows_IsRefused()
    {
        Linear model = new(2, 1, random: new RandomSource(1));
        Trainer trainer = new(model, new Sgd(model.Parameters(), 0.1), new MeanSquaredErrorLoss());
        FitOptions options = new() { Epochs = 1, HeldOutInputs = Tensor.Zeros([0, 2]), HeldOutTargets = Tensor.Zeros([0, 1]) };
        ArgumentException fault = Assert.Throws<ArgumentException>(() =>
            trainer.Fit(Tensor.Ones([4, 2]), Tensor.Ones([4, 1]), options, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("no rows", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>A position in the middle of an epoch means other rows where the epoch is divided otherwise.</summary>
    [Theory]
    [InlineData(20, 10)]
    [InlineData(20, 2)]
    [InlineData(12, 4)]
    public void GoingOn_InAnEpochOfOtherBatches_IsRefused(int rows, int batchSize)
    {
        FitState? state = null;
        Train(20, new FitOptions
        {
            BatchSize = 4,
            Epochs = 2,
            Callbacks =
            [
                new FitParts.Calls
                {
                    StepEnd = context => state = context.Step == 7 ? context.State() : state,
                },
            ],
        });
        Assert.Equal((1, 2, 5), (state!.Epoch, state.Batch, state.BatchCount));
        Train(20, new FitOptions { BatchSize = 4, Epochs = 2, ResumeFrom = state });
        InvalidOperationException fault =
            Assert.Throws<InvalidOperationException>(() => Train(rows, new FitOptions { BatchSize = batchSize, Epochs = 2, ResumeFrom = state }));
        Assert.Contains("which had 5", fault.Message, StringComparison.Ordinal);

        static void Train(int rows, FitOptions options)
        {
            Linear model = new(2, 1, random: new RandomSource(1));
            Trainer trainer = new(model, new Sgd(model.Parameters(), 0.01), new MeanSquaredErrorLoss());
            trainer.Fit(Tensor.Ones([rows, 2]), Tensor.Ones([rows, 1]), options, cancellationToken: TestContext.Current.CancellationToken);
        }
    }
}
