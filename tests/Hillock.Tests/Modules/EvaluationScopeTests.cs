using Hillock.Activations;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Modules;

public class EvaluationScopeTests
{
    private static Sequential Network() => [new Linear(3, 8), new Dropout(), new Sequential(new RandomActivation<RRelu>(), new Dropout(0.2)), new Linear(8, 2)];

    private static bool[] Modes(Module module) => [.. module.NamedModules().Select(item => item.Module.IsTraining)];

    [Fact]
    public void Evaluating_UntilItsEnd_ActsOnAllModulesAndChangesNone()
    {
        Sequential network = Network();
        network[1].Evaluate();
        bool[] modes = Modes(network);
        Assert.Contains(false, modes);
        Assert.Contains(true, modes);
        using (Module.Evaluating())
        {
            Assert.DoesNotContain(true, Modes(network));
            using (Module.Evaluating())
            {
                Assert.DoesNotContain(true, Modes(network));
            }

            Assert.DoesNotContain(true, Modes(network));

            // What is set inside is the module's own mode, and shows behind.
            network[3].Evaluate();
        }

        modes[^1] = false;
        Assert.Equal(modes, Modes(network));
    }

    [Fact]
    public void Dispose_Twice_LeavesALaterScopeOpen()
    {
        Dropout dropout = new Dropout();
        EvaluationScope first = Module.Evaluating();
        EvaluationScope copy = first;
        first.Dispose();
        Assert.True(dropout.IsTraining);
        EvaluationScope later = Module.Evaluating();
        first.Dispose();
        copy.Dispose();
        default(EvaluationScope).Dispose();
        Assert.False(dropout.IsTraining);
        EvaluationScope inner = Module.Evaluating();
        later.Dispose();
        Assert.True(dropout.IsTraining);
        inner.Dispose();
        Assert.True(dropout.IsTraining);
    }

    [Fact]
    public void Evaluating_OnOtherThreads_ActsWhereWorkWasStartedInside()
    {
        Dropout dropout = new();
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim seen = new();
        bool elsewhere = false;
        Thread other = new(() =>
        {
            inside.Wait();
            elsewhere = dropout.IsTraining;
            seen.Set();
        });
        other.Start();
        using (Module.Evaluating())
        {
            inside.Set();
            seen.Wait(TestContext.Current.CancellationToken);
            Assert.True(elsewhere);
            bool[] training = new bool[64];
            Parallel.For(0, training.Length, i => training[i] = dropout.IsTraining);
            Assert.DoesNotContain(true, training);
            Parallelism.For(training.Length, i => training[i] = dropout.IsTraining);
            Assert.DoesNotContain(true, training);
            Thread started = new(() => training[0] = dropout.IsTraining);
            started.Start();
            started.Join();
            Assert.False(training[0]);
        }

        other.Join();
        Assert.True(dropout.IsTraining);
    }

    [Fact]
    public void Measurements_OfANetworkWithModesOfItsOwn_LeaveEachAsItWas()
    {
        Sequential network = Network();
        network[1].Evaluate();
        bool[] modes = Modes(network);
        Trainer trainer = new(network, new Sgd(network.Parameters(), 0.1), new CrossEntropyLoss());
        Tensor x = Tensor.Ones([4, 3]), t = Tensor.Zeros(4, DataType.Int64);
        trainer.Predict(x);
        trainer.Evaluate(x, t);
        trainer.Evaluate(x, t, (_, _) =>
        {
            Assert.Equal(modes, Modes(network));
            return 0;
        });
        Diagnostics.Measure(network, x);
        Diagnostics.ExpectedSaturation(network[2], 8);
        Assert.Equal(modes, Modes(network));

        // Exceptions, of the network and of the score.
        Assert.Throws<ArgumentException>(() => trainer.Predict(Tensor.Ones([4, 5])));
        Assert.Throws<ArgumentException>(() => trainer.Evaluate(Tensor.Ones([4, 5]), t));
        Assert.Throws<ArgumentException>(() => Diagnostics.Measure(network, Tensor.Ones([4, 5])));
        Assert.Throws<NotSupportedException>(() => trainer.Evaluate(x, t, (_, _) => throw new NotSupportedException()));
        Assert.Equal(modes, Modes(network));
        trainer.Step(x, t);
        trainer.Fit(x, t, new FitOptions { Epochs = 2, HeldOutInputs = x, HeldOutTargets = t }, null, TestContext.Current.CancellationToken);
        Assert.Equal(modes, Modes(network));
    }

    [Fact]
    public void RandomPasses_OnManyThreads_DrawNumbersOfTheirOwn()
    {
        // 64 passes, one after the other and side by side: the same 64 masks, in some order.
        Tensor x = Tensor.Ones(256);
        static string Text(Tensor y) => string.Concat(y.ToArray<float>().Select(value => value == 0 ? '0' : '1'));
        Dropout one = new(0.5, new RandomSource(3));
        string[] expected = [.. Enumerable.Range(0, 64).Select(_ => Text(one.Forward(x)))];
        Assert.Equal(64, expected.Distinct().Count());
        Dropout many = new(0.5, new RandomSource(3));
        string[] masks = new string[64];
        Parallel.For(0, 64, i => masks[i] = Text(many.Forward(x)));
        Assert.Equal(expected.Order(StringComparer.Ordinal), masks.Order(StringComparer.Ordinal));
    }
}
