using Hillock.Modules;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>Training that goes on in the middle of an epoch comes to the bits of training that was never interrupted.</summary>
public class FitResumeTests
{
    [Theory]
    [InlineData(1, ScheduleUnit.Epoch, false)]
    [InlineData(1, ScheduleUnit.Step, true)]
    [InlineData(3, ScheduleUnit.Step, false)]
    public void Fit_ResumedAfterAnyStep_HasTheBitsOfTheWhole(int accumulation, ScheduleUnit unit, bool balance)
    {
        FitOptions options = new()
        {
            Epochs = 4,
            BatchSize = 7,
            Seed = 3,
            AccumulationSteps = accumulation,
            Schedule = new CosineSchedule(unit == ScheduleUnit.Step ? 30 : 4),
            ScheduleUnit = unit,
            Balance = balance,
            NaturalEpochs = balance ? 2 : 0,
            HeldOutInputs = FitParts.Inputs,
            HeldOutTargets = FitParts.Targets,
            Patience = 3,
            ClipNorm = 0.5,
        };
        List<(FitState State, Dictionary<string, Tensor> Model, Dictionary<string, Tensor> Optimizer)> kept = [];
        Trainer whole = FitParts.Noisy();
        IReadOnlyList<EpochReport> reports = whole.Fit(options with
        {
            Callbacks =
            [
                new FitParts.Calls { StepEnd = Keep, EpochEnd = (context, _) => Keep(context) },
            ],
        });
        Assert.Equal(4, reports.Count);
        Assert.True(kept.Count >= 12);
        foreach ((FitState state, Dictionary<string, Tensor> model, Dictionary<string, Tensor> optimizer) in kept)
        {
            Trainer again = FitParts.Noisy();
            again.Model.LoadStateDict(model);
            again.Optimizer.LoadStateDict(optimizer);
            IReadOnlyList<EpochReport> rest = again.Fit(options with { ResumeFrom = state });
            Assert.Equal(whole.Bits(), again.Bits());
            Assert.Equal(
                reports.Skip(state.Epoch).Select(report => (report.Epoch, report.TrainingLoss, report.HeldOutLoss)),
                rest.Select(report => (report.Epoch, report.TrainingLoss, report.HeldOutLoss)));
        }

        void Keep(FitContext context) =>
            kept.Add((context.State(), FitParts.Copy(context.Trainer.Model.StateDict()), FitParts.Copy(context.Trainer.Optimizer.StateDict())));
    }

    /// <summary>The test above would see it if anything of the state were forgotten.</summary>
    [Fact]
    public void Fit_ResumedWithoutPartOfTheState_HasOtherBits()
    {
        FitOptions options = new() { Epochs = 2, BatchSize = 7 };
        FitState? state = null;
        Dictionary<string, Tensor>? model = null, optimizer = null;
        Trainer whole = FitParts.Noisy();
        whole.Fit(options with
        {
            Callbacks =
            [
                new FitParts.Calls
                {
                    StepEnd = context =>
                    {
                        if (context.Step == 4)
                        {
                            (state, model, optimizer) =
                                (context.State(), FitParts.Copy(context.Trainer.Model.StateDict()), FitParts.Copy(context.Trainer.Optimizer.StateDict()));
                        }
                    },
                },
            ],
        });
        Assert.Equal(whole.Bits(), Resumed(state!));
        Assert.NotEqual(whole.Bits(), Resumed(state! with { RandomPasses = state.RandomPasses.ToDictionary(pair => pair.Key, _ => 0UL) }));
        Assert.NotEqual(whole.Bits(), Resumed(state with { Batch = 3 }));

        long[] Resumed(FitState from)
        {
            Trainer again = FitParts.Noisy();
            again.Model.LoadStateDict(model!);
            again.Optimizer.LoadStateDict(optimizer!);
            again.Fit(options with { ResumeFrom = from });
            return again.Bits();
        }
    }

    /// <summary>Its steps are those of the earlier epochs, so that schedules go on and the next checkpoint is taken.</summary>
    [Fact]
    public void Fit_ResumedFromBeforeTheFirstStepOfALaterEpoch_CountsTheStepsBefore()
    {
        const int First = 10, StepsOfAnEpoch = 6; // 40 rows in batches of 7
        FitOptions options =
            new() { FirstEpoch = First, Epochs = 2, BatchSize = 7, Schedule = new CosineSchedule(72), ScheduleUnit = ScheduleUnit.Step };
        FitState? begin = null;
        Trainer whole = FitParts.Noisy();
        whole.Fit(options with { Callbacks = [new FitParts.Calls { FitBegin = context => begin = context.State() }] });
        Assert.Equal((First, 0, 0L), (begin!.Epoch, begin.Batch, begin.Steps));

        List<FitState> later = [];
        Trainer again = FitParts.Noisy();
        again.Fit(options with { ResumeFrom = begin, Callbacks = [new FitParts.Calls { StepEnd = context => later.Add(context.State()) }] });
        Assert.Equal(whole.Bits(), again.Bits());
        Assert.Equal(Enumerable.Range(1, 2 * StepsOfAnEpoch).Select(step => (long)(First * StepsOfAnEpoch) + step), later.Select(state => state.Steps));
        Assert.All(later, state => Assert.Null(state.Fault()));
    }

    [Fact]
    public void Fit_ResumedBehindItsLastPatience_TrainsNothingAndGoesBackToTheBest()
    {
        // No epoch is so much better than the first.
        FitOptions options =
            new() { Epochs = 9, Patience = 2, MinimumChange = 1e9, HeldOutInputs = FitParts.Inputs, HeldOutTargets = FitParts.Targets };
        FitState? last = null;
        Trainer trainer = FitParts.Noisy();
        Assert.Equal(3, trainer.Fit(options with { Callbacks = [new FitParts.Calls { EpochEnd = (context, _) => last = context.State() }] }).Count);
        Assert.Equal(2, last!.EpochsSinceBest);
        Trainer again = FitParts.Noisy();
        Assert.Empty(again.Fit(options with { ResumeFrom = last }));
        Assert.Equal(
            last.BestParameters!.Values.SelectMany(tensor => tensor.ToArray<double>()),
            again.Model.StateDict().Values.SelectMany(tensor => tensor.ToArray<double>()));
    }

    [Fact]
    public void Fit_OfASource_AsksForTheBatchesThatAreLeft()
    {
        FitParts.RowsInOrder rows = new(FitParts.Inputs, FitParts.Targets, 16);
        FitState state = new() { Epoch = 1, Batch = 2, Steps = 5, RandomPasses = FitParts.Noisy().Model.RandomPassCounts() };
        FitParts.Noisy().Fit(rows, new FitOptions { Epochs = 3, ResumeFrom = state }, null, TestContext.Current.CancellationToken);
        Assert.Equal([(1, 2), (2, 0), (2, 1), (2, 2)], rows.Asked);
    }

    [Fact]
    public void Fit_OfAStateThatDoesNotFit_SaysWhatIsWrong()
    {
        IReadOnlyDictionary<string, ulong> passes = FitParts.Noisy().Model.RandomPassCounts();
        FitState state = new() { Epoch = 1, Batch = 0, Steps = 5, RandomPasses = passes };
        Refused<ArgumentException>("epochs 2 to 3", new FitOptions { FirstEpoch = 2, Epochs = 2, ResumeFrom = state });
        Refused<ArgumentException>("epochs 0 to 1", new FitOptions { Epochs = 2, ResumeFrom = state with { Epoch = 3 } });
        Refused<InvalidOperationException>("behind batch 9", new FitOptions { Epochs = 2, ResumeFrom = state with { Batch = 9 } });
        Refused<ArgumentException>(
            "missing: 3, 5, 6; unknown: dropout",
            new FitOptions { ResumeFrom = state with { RandomPasses = new Dictionary<string, ulong> { ["dropout"] = 1 } } });

        static void Refused<TException>(string message, FitOptions options)
            where TException : Exception =>
            Assert.Contains(message, Assert.ThrowsAny<TException>(() => FitParts.Noisy().Fit(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomPassCounts_CountEveryRandomModuleByItsPath()
    {
        RandomSource random = new(1);
        Sequential network =
            [new Dropout(0.5, random), new BinaryLinear(4, 4, stochastic: true, random: random), new Sequential(new GumbelSoftmax(random: random))];
        Assert.Equal(["0", "1", "2.0"], network.RandomPassCounts().Keys);
        network.Forward(Tensor.Ones([2, 4]));
        network.Forward(Tensor.Ones([2, 4]));
        Assert.All(network.RandomPassCounts().Values, count => Assert.Equal(2UL, count));
        float[] next = network.Forward(Tensor.Ones([2, 4])).Detach().ToArray<float>();
        Assert.NotEqual(next, network.Forward(Tensor.Ones([2, 4])).Detach().ToArray<float>());
        network.LoadRandomPassCounts(new Dictionary<string, ulong> { ["0"] = 2, ["1"] = 2, ["2.0"] = 2 });
        Assert.Equal(next, network.Forward(Tensor.Ones([2, 4])).Detach().ToArray<float>());
    }
}
