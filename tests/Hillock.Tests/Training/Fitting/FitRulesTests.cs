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
}
