using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>What callbacks are told, in which order, and how they stop training.</summary>
public class CallbackTests
{
    [Fact]
    public void Callbacks_AreCalledInTheOrderOfTraining()
    {
        List<string> calls = [];
        FitParts.Noisy().Fit(new FitOptions { Epochs = 2, BatchSize = 20, Callbacks = [Log("a"), Log("b")] });
        string[] epoch0 = ["epoch 0", "step 1 at 0:1/2", "step 2 at 0:2/2", "end 1, next 1"];
        string[] epoch1 = ["epoch 1", "step 3 at 1:1/2", "step 4 at 1:2/2", "end 2, next 2"];
        string[] expected = ["fit", .. epoch0, .. epoch1, "over"];
        Assert.Equal(expected.SelectMany(call => (string[])[$"a {call}", $"b {call}"]), calls);

        FitParts.Calls Log(string name) => new()
        {
            FitBegin = _ => calls.Add($"{name} fit"),
            EpochBegin = context => calls.Add($"{name} epoch {context.Epoch}"),
            StepEnd = context => calls.Add($"{name} step {context.Step} at {context.Epoch}:{context.Batch}/{context.BatchCount}"),
            EpochEnd = (context, report) => calls.Add($"{name} end {report.Epoch}, next {context.Epoch}"),
            FitEnd = _ => calls.Add($"{name} over"),
        };
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    public void Stop_AfterAStep_EndsTrainingThere(int step, int epochs)
    {
        long last = 0;
        IReadOnlyList<EpochReport> reports = FitParts.Noisy().Fit(new FitOptions
        {
            Epochs = 5,
            BatchSize = 20,
            Callbacks = [new FitParts.Calls { StepEnd = context => Stop(context, (last = context.Step) == step) }],
        });
        Assert.Equal(step, last);
        Assert.Equal(epochs, reports.Count);

        static void Stop(FitContext context, bool now)
        {
            if (now)
            {
                context.Stop();
            }
        }
    }

    [Fact]
    public void ExceptionOfACallback_ReachesTheCaller_AndFitEndIsCalledOfThoseThatBegan()
    {
        List<string> ended = [];
        FitOptions options = new()
        {
            Callbacks =
            [
                new FitParts.Calls { FitEnd = _ => ended.Add("first") },
                new FitParts.Calls { FitBegin = _ => throw new NotSupportedException("no disk"), FitEnd = _ => throw new NotSupportedException("second") },
                new FitParts.Calls { FitEnd = _ => ended.Add("third") },
            ],
        };
        Trainer trainer = FitParts.Noisy();
        Assert.Equal("no disk", Assert.Throws<NotSupportedException>(() => trainer.Fit(options)).Message);
        Assert.Equal(["first"], ended);

        // The trainer may be used again.
        Assert.Single(trainer.Fit(new FitOptions { Epochs = 1 }));
    }

    [Fact]
    public void FitEnd_SeesTheBestParameters_AndTheContextIsThatOfTheLastStep()
    {
        double held = double.NaN;
        IReadOnlyList<EpochReport> reports = FitParts.Noisy().Fit(new FitOptions
        {
            Epochs = 20,
            Patience = 2,
            HeldOutInputs = FitParts.Inputs,
            HeldOutTargets = FitParts.Targets,
            Schedule = new StepSchedule(1, 3),
            Callbacks = [new FitParts.Calls { FitEnd = context => held = context.Trainer.Evaluate(FitParts.Inputs, FitParts.Targets).Loss }],
        });
        Assert.Equal(reports.Min(report => report.HeldOutLoss), held);
    }

    [Fact]
    public void Context_HasLossRateNormAndTime()
    {
        // w = 2, x = 3, t = 0: the loss is 36, its slope 2·6·3 = 36.
        Linear model = new(1, 1, bias: false);
        model.Weight.Detach().Fill(2);
        List<(double, double, double, int)> seen = [];
        new Trainer(model, new Sgd(model.Parameters(), 0.5), new MeanSquaredErrorLoss()).Fit(
            Tensor.Full([2, 1], 3), Tensor.Zeros([2, 1]),
            new FitOptions
            {
                Epochs = 1,
                ClipNorm = 1,
                Callbacks =
                [
                    new FitParts.Calls
                    {
                        StepEnd = context =>
                        {
                            seen.Add((context.Loss, context.LearningRate, context.GradientNorm, context.Rows));
                            Assert.True(context.StepSeconds > 0);
                            Assert.Equal(1, context.Trainer.Optimizer.ClipGradients(10), 1e-6);
                        },
                    },
                ],
            },
            null, TestContext.Current.CancellationToken);
        Assert.Equal([(36, 0.5, 36, 2)], seen);
        Assert.Equal(1.5, model.Weight.Detach().Item<float>(), 1e-6);
    }

    [Fact]
    public void ScheduleByStep_CountsSteps_AlsoFromALaterEpochOn()
    {
        Assert.Equal([1, 0.5, 0.25, 0.125], Rates(new FitOptions { Epochs = 2, BatchSize = 20, ScheduleUnit = ScheduleUnit.Step }));
        Assert.Equal([0.25, 0.125], Rates(new FitOptions { FirstEpoch = 1, Epochs = 1, BatchSize = 20, ScheduleUnit = ScheduleUnit.Step }));
        Assert.Equal([1, 1, 0.5, 0.5], Rates(new FitOptions { Epochs = 2, BatchSize = 20 }));

        static List<double> Rates(FitOptions options)
        {
            List<double> rates = [];
            Linear model = new(3, 3);
            new Trainer(model, new Sgd(model.Parameters(), 1), new CrossEntropyLoss()).Fit(
                options with { Schedule = new Halves(), Callbacks = [new FitParts.Calls { StepEnd = context => rates.Add(context.LearningRate) }] });
            return rates;
        }
    }

    private sealed class Halves : LearningRateSchedule
    {
        public override double Factor(int epoch) => Power(0.5, epoch);
    }
}
