using Hillock.Activations;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>Many threads that predict with one trainer or one module, as a web server does, alone and beside a thread that trains.</summary>
[Trait("Speed", "slow")]
public class ConcurrentInferenceTests
{
    private const int Threads = 6;

    private static readonly Tensor Inputs = Tensor.RandomNormal([40, 6], new Philox(1));
    private static readonly Tensor Targets = (Tensor.Arange(40) / 20).To(DataType.Int64);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A module of each kind with a mode or state of its own, and the input it takes.</summary>
    public static TheoryData<string> Modules => [.. Made.Keys];

    private static readonly Dictionary<string, (Func<Module> Make, int[] Shape)> Made = new()
    {
        ["dropout"] = (() => new Dropout(), [40, 6]),
        ["random activation"] = (() => new RandomActivation<RRelu>(), [40, 6]),
        ["stochastic GELU"] = (() => new RandomActivation<StochasticGelu>(), [40, 6]),
        ["gumbel softmax"] = (() => new GumbelSoftmax(), [40, 6]),
        ["binary linear"] = (() => new BinaryLinear(6, 4, stochastic: true), [40, 6]),
        ["learnable"] = (() => new LearnableActivation<PRelu>(6), [40, 6]),
        ["layer norm"] = (() => new LayerNorm(6), [40, 6]),
        ["attention"] = (() => new MultiheadAttention(6, 2, dropout: 0.2), [10, 4, 6]),
        ["transformer"] = (() => new TransformerEncoder([new TransformerEncoderLayer(6, 2, 12), new TransformerEncoderLayer(6, 2, 12)]), [10, 4, 6]),
        ["perceptron"] = (() => Network(), [40, 6]),
    };

    [Theory]
    [MemberData(nameof(Modules))]
    public void Forward_OnManyThreads_HasTheBitsOfOne(string name)
    {
        (Func<Module> make, int[] shape) = Made[name];
        Module module = make();
        Tensor x = Tensor.RandomNormal(Shape.Create(shape), new Philox(2));
        float[] expected;
        using (Module.Evaluating())
        {
            expected = module.Forward(x).ToArray<float>();
        }

        module.Evaluate();
        RunOnThreads(Threads, _ =>
        {
            for (int i = 0; i < 50; i++)
            {
                Assert.Equal(expected, module.Forward(x).ToArray<float>());
            }
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Predict_AndEvaluateOnManyThreads_HaveTheBitsOfOne(bool trains)
    {
        Sequential network = Network();
        Trainer trainer = new(network, new Sgd(network.Parameters(), 0.1), new CrossEntropyLoss());
        if (!trains)
        {
            network.Evaluate();
        }

        float[] expected = trainer.Predict(Inputs).ToArray<float>();
        (double Loss, double Score) measured = trainer.Evaluate(Inputs, Targets);
        RunOnThreads(Threads, _ =>
        {
            for (int i = 0; i < 200; i++)
            {
                Assert.Equal(expected, trainer.Predict(Inputs).ToArray<float>());
                Assert.Equal(measured, trainer.Evaluate(Inputs, Targets));
            }
        });
        Assert.Equal(trains, network.IsTraining);
    }

    [Fact]
    public void Predict_WhileAnotherThreadFits_SeesTheWeightsBetweenSteps()
    {
        // Trained alone, the network has these predictions after each step; any other is of weights half changed, or of another mode.
        HashSet<string> allowed = new();
        Trainer alone = Trainable();
        allowed.Add(Text(alone.Predict(Inputs)));
        for (int step = 0; step < 120; step++)
        {
            alone.Step(Inputs, Targets);
            allowed.Add(Text(alone.Predict(Inputs)));
        }

        Trainer trainer = Trainable();
        using ManualResetEventSlim done = new();
        int seen = 0;
        RunOnThreads(Threads, index =>
        {
            if (index == 0)
            {
                try
                {
                    for (int step = 0; step < 120; step++)
                    {
                        trainer.Step(Inputs, Targets);
                    }
                }
                finally
                {
                    done.Set();
                }
            }

            do
            {
                Assert.Contains(Text(trainer.Predict(Inputs)), allowed);
                Interlocked.Increment(ref seen);
            }
            while (!done.IsSet);
        });
        Assert.True(seen >= Threads);
        Assert.Equal(Text(alone.Predict(Inputs)), Text(trainer.Predict(Inputs)));
    }

    [Fact]
    public void Training_FromTwoThreads_IsRefusedWhileOneFits()
    {
        Trainer trainer = Trainable();
        Exception? step = null, fit = null;
        trainer.Fit(Inputs, Targets, new FitOptions { Epochs = 2 }, new Callback(_ =>
        {
            Thread other = new(() =>
            {
                step ??= Record.Exception(() => { trainer.Step(Inputs, Targets); });
                fit ??= Record.Exception(() => { trainer.Fit(Inputs, Targets, null, null, CancellationToken.None); });
                trainer.Predict(Inputs);
            });
            other.Start();
            other.Join();

            // The fitting thread itself may look, and take a step of its own.
            trainer.Evaluate(Inputs, Targets);
            trainer.Step(Inputs, Targets);
            Assert.Contains(
                "under way;", Assert.Throws<InvalidOperationException>(() => trainer.Fit(Inputs, Targets, null, null, CancellationToken.None)).Message,
                StringComparison.Ordinal);
        }), Cancellation);
        Assert.Contains(
            "Step was called while Fit of the same trainer is under way on another thread", Assert.IsType<InvalidOperationException>(step).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Fit was called while Fit of the same trainer is under way on another thread", Assert.IsType<InvalidOperationException>(fit).Message,
            StringComparison.Ordinal);
        trainer.Step(Inputs, Targets);
        trainer.Fit(Inputs, Targets, new FitOptions { Epochs = 1 }, null, Cancellation);
    }

    /// <summary>A step that waits for a prediction to end must look again whether a fit has begun meanwhile.</summary>
    [Fact]
    public void Step_ThatWaitsWhileAFitBegins_IsRefused()
    {
        Calling module = new Calling();
        Trainer trainer = new Trainer(module, new Sgd(module.Parameters(), 0.1), new MeanSquaredErrorLoss());
        Tensor one = Tensor.Ones([1, 1]);
        using ManualResetEventSlim predicting = new ManualResetEventSlim();
        using ManualResetEventSlim end = new ManualResetEventSlim();
        module.Call = () =>
        {
            module.Call = null;
            predicting.Set();
            end.Wait();
        };
        Exception? step = null, fit = null;
        int epochs = 0, epochsAtStep = -1;
        Thread reader = new Thread(() => trainer.Predict(one));
        reader.Start();
        predicting.Wait(Cancellation);
        Thread stepper = new Thread(() =>
        {
            step = Record.Exception(() => { trainer.Step(one, one); });
            epochsAtStep = epochs;
        });
        object turns = Field(trainer, "_turns");
        ReaderWriterLockSlim turnsLock = (ReaderWriterLockSlim)Field(turns, "_lock");
        stepper.Start();
        Assert.True(SpinWait.SpinUntil(() => turnsLock.WaitingWriteCount == 1, 20_000));
        Thread fitter =
            new Thread(
                () => fit = Record.Exception(() => { trainer.Fit(one, one, new FitOptions { Epochs = 5 }, new Callback(_ => epochs++), Cancellation); }));
        fitter.Start();
        Assert.True(SpinWait.SpinUntil(() => (int)Field(turns, "_fitting") != 0, 20_000));
        end.Set();
        Array.ForEach([reader, stepper, fitter], thread => thread.Join());
        Assert.Null(fit);
        Assert.Equal(5, epochs);
        Assert.Contains(
            "Step was called while Fit of the same trainer is under way on another thread", Assert.IsType<InvalidOperationException>(step).Message,
            StringComparison.Ordinal);
        Assert.NotEqual(-1, epochsAtStep);
        trainer.Step(one, one);

        static object Field(object of, string name) =>
            of.GetType().GetField(name, System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(of)!;
    }

    [Fact]
    public void Fit_InsideOfAPrediction_IsRefusedAndLeavesTheTrainerFree()
    {
        Calling module = new Calling();
        Trainer trainer = new Trainer(module, new Sgd(module.Parameters(), 0.1), new MeanSquaredErrorLoss());
        Tensor one = Tensor.Ones([1, 1]);
        module.Call = () => trainer.Fit(one, one, null, null, Cancellation);
        Assert.Contains("must not change the network", Assert.Throws<InvalidOperationException>(() => trainer.Predict(one)).Message, StringComparison.Ordinal);
        module.Call = null;
        RunOnThreads(1, _ => trainer.Step(one, one));
    }

    [Fact]
    public void Step_InsideOfAPrediction_IsRefusedInsteadOfWaitingForItself()
    {
        Calling module = new();
        Trainer trainer = new(module, new Sgd(module.Parameters(), 0.1), new MeanSquaredErrorLoss());
        module.Call = () => trainer.Step(Tensor.Ones([1, 1]), Tensor.Ones([1, 1]));
        Assert.Contains(
            "must not change the network", Assert.Throws<InvalidOperationException>(() => trainer.Predict(Tensor.Ones([1, 1]))).Message,
            StringComparison.Ordinal);
        module.Call = () => trainer.Predict(Tensor.Ones([1, 1]));
        trainer.Step(Tensor.Ones([1, 1]), Tensor.Ones([1, 1]));
    }

    private static string Text(Tensor tensor) => Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(tensor.ToArray<float>()));

    private static Trainer Trainable()
    {
        Sequential network = Network();
        return new Trainer(network, new Adam(network.Parameters(), 0.01), new CrossEntropyLoss());
    }

    private static Sequential Network()
    {
        RandomSource random = new(5);
        return
        [
            new Linear(6, 32, random: random), new Activation<Gelu>(), new Dropout(0.3, random), new RandomActivation<RRelu>(new RRelu(), random),
            new Linear(32, 3, random: random),
        ];
    }

    private static void RunOnThreads(int count, Action<int> work)
    {
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, count).Select(index => new Thread(() =>
        {
            try
            {
                work(index);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Null(failure);
    }

    private sealed class Callback(Action<EpochReport> action) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => action(value);
    }

    private sealed class Calling : Module
    {
        private readonly Linear _linear;
        private bool _inside;

        public Calling() => _linear = Register("linear", new Linear(1, 1));

        public Action? Call { get; set; }

        protected override Tensor ForwardCore(Tensor x)
        {
            if (!_inside)
            {
                _inside = true;
                try
                {
                    Call?.Invoke();
                }
                finally
                {
                    _inside = false;
                }
            }

            return _linear.Forward(x);
        }
    }
}
