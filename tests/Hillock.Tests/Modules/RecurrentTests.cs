using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>What recurrent modules refuse, and what is theirs beyond PyTorch's values.</summary>
public class RecurrentTests
{
    public static TheoryData<string, string[], Func<object?>> Refusals => new()
    {
        { "x", ["LSTM expects x of [steps, batch, 3]", "[4, 2, 5]", "inputSize: 5"], () => new Lstm(3, 4).Forward(Tensor.Ones([4, 2, 5])) },
        { "x", ["GRU expects x of [batch, steps, 3]", "[3]", "Unsqueeze(0)"], () => new Gru(3, 4, batchFirst: true).Forward(Tensor.Ones(3)) },
        { "x", ["RNN expects x of [steps, batch, 3]", "[1, 1, 1, 3]", "reshape"], () => new Rnn(3, 4).Forward(Tensor.Ones([1, 1, 1, 3])) },
        { "x", ["RNN expects a sequence of 1 step or more", "[0, 2, 3]"], () => new Rnn(3, 4).Forward(Tensor.Ones([0, 2, 3])) },
        { "x", ["type float32", "float64", "To(DataType.Float32)"], () => new Rnn(3, 4).Forward(Tensor.Ones([1, 2, 3], DataType.Float64)) },
        {
            "initialHidden", ["GRU expects initialHidden of [2, 5, 4]", "[1, 5, 4]"],
            () => new Gru(3, 4, bidirectional: true).Forward(Tensor.Ones([2, 5, 3]), out _, Tensor.Ones([1, 5, 4]))
        },
        {
            "initialHidden", ["LSTM expects initialHidden of [1, 2]", "[1, 4]"],
            () => new Lstm(3, 4, projectionSize: 2).Forward(Tensor.Ones([2, 3]), out _, out _, Tensor.Ones([1, 4]))
        },
        {
            "initialCell", ["LSTM expects initialCell of [1, 5, 4]", "[1, 5, 3]"],
            () => new Lstm(3, 4).Forward(Tensor.Ones([2, 5, 3]), out _, out _, null, Tensor.Ones([1, 5, 3]))
        },
        { "lengths", ["3 lengths", "got 2", "batchFirst: true"], () => new Gru(3, 4).Forward(Tensor.Ones([2, 3, 3]), out _, lengths: [1, 2]) },
        { "lengths", ["3 lengths", "got 0", "leave them out if all have 2 steps"], () => new Gru(3, 4).Forward(Tensor.Ones([2, 3, 3]), out _, lengths: []) },
        { "lengths", ["2 lengths", "got 0"], () => new Lstm(3, 4).Forward(Tensor.Ones([5, 2, 3]), out _, out _, lengths: []) },
        { "lengths", ["1 length,", "got 0"], () => new Rnn(3, 4).Forward(Tensor.Ones([2, 3]), out _, lengths: Array.Empty<int>()) },
        { "lengths", ["from 1 to 2", "lengths[1] is 3", "pad x"], () => new Gru(3, 4).Forward(Tensor.Ones([2, 2, 3]), out _, lengths: [1, 3]) },
        { "lengths", ["lengths[0] is 0", "leave out empty"], () => new Rnn(3, 4).Forward(Tensor.Ones([2, 2, 3]), out _, lengths: [0, 1]) },
        { "projectionSize", ["from 1 to 3", "hiddenSize: 4", "got 4"], () => new Lstm(3, 4, projectionSize: 4) },
        { "projectionSize", ["got -1"], () => new Lstm(3, 4, projectionSize: -1) },
        { "dropout", ["from 0 to 1", "1.5"], () => new Gru(3, 4, dropout: 1.5) },
        { "numLayers", [], () => new Gru(3, 4, numLayers: 0) },
        { "hiddenSize", [], () => new Rnn(3, 0) },
        { "inputSize", [], () => new GruCell(0, 3) },
        { "nonlinearity", ["Tanh or Relu"], () => new RnnCell(3, 4, nonlinearity: (RnnNonlinearity)7) },
        { "layer", ["2 layers", "got 2"], () => new Gru(3, 4, numLayers: 2).InputWeight(2) },
        { "reverse", ["bidirectional: true"], () => new Gru(3, 4).HiddenBias(0, reverse: true) },
        { "x", ["RNNCell expects x of [batch, 3]", "[2, 2, 3]", "one step"], () => new RnnCell(3, 4).Forward(Tensor.Ones([2, 2, 3])) },
        { "x", ["inputSize: 2"], () => new GruCell(3, 4).Forward(Tensor.Ones([2, 2])) },
        { "hidden", ["GRUCell expects hidden of [2, 4]", "[4]"], () => new GruCell(3, 4).Forward(Tensor.Ones([2, 3]), Tensor.Ones(4)) },
        { "cell", ["LSTMCell expects cell of [4]"], () => new LstmCell(3, 4).Forward(Tensor.Ones(3), out _, Tensor.Ones(4), Tensor.Ones([1, 4])) },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void BadArgument_IsNamed_WithWhatWasExpectedAndTheWayOut(string argument, string[] parts, Func<object?> act)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(act);
        Assert.Equal(argument, error.ParamName);
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Padding_WhateverItHolds_ReachesNeitherResultsNorGradients()
    {
        Lstm layer = new(3, 4, numLayers: 2, bidirectional: true, random: new RandomSource(1));
        Tensor clean = Tensor.Ones([4, 2, 3]).WithGradient();
        float[] numbers = clean.ToArray<float>();

        // The second row ends after one step, the first after two.
        numbers.AsSpan(9, 3).Fill(float.PositiveInfinity);
        numbers.AsSpan(12).Fill(float.NaN);
        Tensor padded = Tensor.From(numbers, [4, 2, 3]).WithGradient();
        float[][] expected = Results(clean), actual = Results(padded);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i]);
        }

        float[][] Results(Tensor x)
        {
            Tensor outputs = layer.Forward(x, out Tensor hidden, out Tensor cell, lengths: [2, 1]);
            Tensor?[] gradients = Gradients.Of([F.Sum(outputs) + F.Sum(hidden) + F.Sum(cell)], [x, .. layer.Parameters()]);
            return [outputs.ToArray<float>(), hidden.ToArray<float>(), .. gradients.Select(gradient => gradient!.ToArray<float>())];
        }
    }

    [Fact]
    public void Dropout_BetweenLayers_ActsWhileTrainingAlone()
    {
        Gru with = new(3, 4, numLayers: 2, dropout: 1, random: new RandomSource(1));
        Gru upper = new(4, 4);
        upper.LoadStateDict(
            with.StateDict().Where(item => item.Key.EndsWith('1')).ToDictionary(
                item => item.Key.Replace("_l1", "_l0", StringComparison.Ordinal), item => item.Value));

        Tensor x = Tensor.Ones([3, 2, 3]);
        Assert.Equal(upper.Forward(Tensor.Zeros([3, 2, 4])).ToArray<float>(), with.Forward(x).ToArray<float>());
        Gru half = new(3, 4, numLayers: 2, dropout: 0.5, random: new RandomSource(1));
        float[] first = half.Forward(x).ToArray<float>();
        Assert.NotEqual(first, half.Forward(x).ToArray<float>());
        Assert.Equal(first, new Gru(3, 4, numLayers: 2, dropout: 0.5, random: new RandomSource(1)).Forward(x).ToArray<float>());
        half.Evaluate();
        float[] plain = half.Forward(x).ToArray<float>();
        Assert.NotEqual(first, plain);
        Assert.Equal(plain, new Gru(3, 4, numLayers: 2, random: new RandomSource(1)).Forward(x).ToArray<float>());
    }

    [Fact]
    public void Parameters_AtFirst_AreUniformWithinTheBound()
    {
        foreach (Module module in (Module[])[new Lstm(50, 100, random: new RandomSource(1)), new GruCell(50, 100, random: new RandomSource(1))])
        {
            foreach (Parameter parameter in module.NamedParameters())
            {
                float[] numbers = parameter.Value.ToArray<float>();
                Assert.All(numbers, number => Assert.InRange(number, -0.1f, 0.1f));

                // Four standard deviations of the mean square of the fewest, 300 numbers.
                Assert.InRange(numbers.Average(number => number * number), 0.01 / 3 * 0.79, 0.01 / 3 * 1.21);
            }
        }
    }

    [Theory]
    [InlineData(DataType.Float16, 1e-2)]
    [InlineData(DataType.BFloat16, 6e-2)]
    public void Module_Of16Bits_ComputesInFloat32AndRoundsOnce(DataType type, double tolerance)
    {
        Lstm half = new(3, 4, bidirectional: true, random: new RandomSource(1), dataType: type), wide = new(3, 4, bidirectional: true);
        wide.LoadStateDict(half.StateDict().ToDictionary(item => item.Key, item => item.Value.To(DataType.Float32)));
        Tensor x = Tensor.Ones([3, 2, 3], type).WithGradient(), same = Tensor.Ones([3, 2, 3]).WithGradient();
        Tensor y = half.Forward(x), expected = wide.Forward(same);
        Assert.Equal(type, y.DataType);
        Assert.Equal(expected.Detach().To(type).ToArray<double>(), y.ToArray<double>());
        F.Sum(y).Backward();
        F.Sum(expected).Backward();
        Assert.Equal(type, half.HiddenWeight().Gradient!.DataType);
        double[] gradient = half.HiddenWeight().Gradient!.ToArray<double>(), reference = wide.HiddenWeight().Gradient!.ToArray<double>();
        Assert.All(gradient.Zip(reference), pair => Assert.InRange(pair.First - pair.Second, -tolerance, tolerance));
    }

    [Fact]
    public void Batch_OfNothing_HasNoRowsAndGradientsOfZero()
    {
        foreach (RecurrentModule module in (RecurrentModule[])[new Rnn(3, 4), new Lstm(3, 4, projectionSize: 2), new Gru(3, 4)])
        {
            Tensor y = module.Forward(Tensor.Ones([5, 0, 3]));
            Assert.Equal([5, 0, module.OutputSize], y.Shape.Dimensions.ToArray());
            F.Sum(y).Backward();
            Assert.All(module.InputWeight().Gradient!.ToArray<float>(), number => Assert.Equal(0, number));
        }
    }

    [Fact]
    public void Sequence_StepByStepByACell_IsTheLayers()
    {
        Lstm layer = new(3, 5, random: new RandomSource(1));
        LstmCell cell = new(3, 5);
        cell.LoadStateDict(layer.StateDict().ToDictionary(item => item.Key[..^3], item => item.Value));
        Tensor x = Tensor.Linspace(-1, 1, 4 * 2 * 3).Reshape(4, 2, 3);
        Tensor outputs = layer.Forward(x, out _, out Tensor last);
        Tensor? hidden = null, state = null;
        for (int step = 0; step < 4; step++)
        {
            hidden = cell.Forward(x.Select(0, step), out state, hidden, state);
            Assert.Equal(outputs.Select(0, step).ToArray<float>(), hidden.ToArray<float>());
        }

        Assert.Equal(last.ToArray<float>(), state!.ToArray<float>());
    }

    [Fact]
    public void Outputs_ChangedInPlaceBeforeBackward_AreRefused()
    {
        Tensor y = new Rnn(3, 4).Forward(Tensor.Ones([2, 2, 3]));
        y.Detach().Fill(0);
        Assert.Throws<InvalidOperationException>(() => F.Sum(y).Backward());
    }

    [Theory]
    [Trait("Speed", "slow")]
    [InlineData("rnn 2-3 steps 3 batch 2 initial bidirectional True")]
    [InlineData("lstm 2-2 steps 4 batch 3 lengths [2, 1, 3] initial num_layers 2, bidirectional True, batch_first True")]
    [InlineData("gru 2-2 steps 4 batch 3 lengths [2, 1, 3] initial num_layers 2, bidirectional True, batch_first True")]
    [InlineData("lstm 3-4 steps 4 batch 2 initial proj_size 2")]
    [InlineData("gru_cell 3-4 batch 2 initial")]
    public void Gradients_OfBothOrders_AgreeWithDifferences(string name)
    {
        RecurrentCase one = new(name, DataType.Float64);
        LeafGradientCheck.BothOrders(one.Total, one.Leaves);
    }

    [Fact]
    public void States_OfARun_ShareNoMemoryWithTheOutputs()
    {
        using GradientScope off = Gradients.Disabled();
        Lstm layer = new(2, 3, random: new RandomSource(1));
        Tensor outputs = layer.Forward(Tensor.Ones([4, 1, 2]), out Tensor hidden, out Tensor cell);
        float[] last = outputs.Select(0, 3).ToArray<float>(), kept = cell.ToArray<float>();
        hidden.Fill(0);
        Assert.Equal(last, outputs.Select(0, 3).ToArray<float>());
        outputs.Fill(7);
        Assert.Equal(new float[3], hidden.ToArray<float>());
        Assert.Equal(kept, cell.ToArray<float>());
    }
}
