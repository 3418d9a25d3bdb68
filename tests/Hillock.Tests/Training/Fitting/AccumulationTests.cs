using Hillock.Data;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;
using Hillock.Training;
using Xunit;

namespace Hillock.Tests.Training;

/// <summary>Gradients of several batches come to the gradient of one batch of all their rows.</summary>
public class AccumulationTests
{
    /// <summary>Small whole numbers: no sum rounds, and neither does a division by a power of two.</summary>
    [Theory]
    [InlineData(Reduction.Mean, 2)]
    [InlineData(Reduction.Mean, 4)]
    [InlineData(Reduction.Mean, 8)]
    [InlineData(Reduction.Sum, 4)]
    public void Fit_WhereNothingRounds_HasTheBitsOfTheLargeBatch(Reduction reduction, int steps)
    {
        const int rows = 32;
        Tensor x = Whole(rows * 3, 1, [rows, 3]);
        Tensor t = Whole(rows * 2, 2, [rows, 2]);
        (int[] large, double largeLoss) = Trained(rows, 1);
        (int[] small, double smallLoss) = Trained(rows / steps, steps);
        Assert.Equal(large, small);
        Assert.Equal(largeLoss, smallLoss);

        (int[], double) Trained(int batch, int accumulation)
        {
            Linear model = new(3, 2);
            model.Weight.Detach().CopyFrom(Whole(6, 3, [2, 3]));
            model.Bias!.Detach().Fill(1);
            Trainer trainer = new(model, new Sgd(model.Parameters(), 1.0 / 256), new MeanSquaredErrorLoss(reduction));
            EpochReport report = trainer.Fit(
                new FitParts.RowsInOrder(x, t, batch), new FitOptions { Epochs = 1, AccumulationSteps = accumulation, ChecksFinite = false }, null,
                TestContext.Current.CancellationToken)[0];
            return (Bits(model), report.TrainingLoss);
        }
    }

    /// <summary>
    /// Weights of classes, ignored rows, a batch of nothing but those, and a last step of fewer batches, against one pass over all rows in double.
    /// </summary>
    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 2)]
    [InlineData(2, 3)]
    [InlineData(5, 7)]
    public void Gradient_OfWeightedAndIgnoredTargets_IsThatOfAllRows(int batch, int steps)
    {
        const int rows = 11;
        Tensor x = FitParts.Normal(rows * 4, 4, [rows, 4]).To(DataType.Float64);
        Tensor t = Tensor.From([0L, -100, -100, 2, 1, -100, -100, 0, 2, 2, 1]);
        Tensor weight = Tensor.From([0.3, 2, 5.5]);
        for (int first = 0; first < rows; first += batch * steps)
        {
            int end = Math.Min(first + (batch * steps), rows);
            Linear large = Model();
            Trainer whole = new(large, new Sgd(large.Parameters(), 1), new CrossEntropyLoss(weight: weight));
            double loss = whole.Step(x.Slice(0, first, end), t.Slice(0, first, end));

            Linear small = Model();
            List<double> losses = [];
            new Trainer(small, new Sgd(small.Parameters(), 1), new CrossEntropyLoss(weight: weight)).Fit(
                new FitParts.RowsInOrder(x.Slice(0, first, end), t.Slice(0, first, end), batch),
                new FitOptions
                {
                    Epochs = 1,
                    AccumulationSteps = steps,
                    Callbacks = [new FitParts.Calls { StepEnd = context => losses.Add(context.Loss) }],
                },
                null, TestContext.Current.CancellationToken);
            Assert.Equal(loss, Assert.Single(losses), 1e-14);
            Assert.All(
                large.Parameters().Zip(small.Parameters()),
                pair => Assert.All(
                    pair.First.Gradient!.ToArray<double>().Zip(pair.Second.Gradient!.ToArray<double>()),
                    numbers => Assert.Equal(numbers.First, numbers.Second, 1e-14)));
        }

        static Linear Model() => new(4, 3, random: new RandomSource(8), dataType: DataType.Float64);
    }

    [Fact]
    public void Fit_OfAnUnevenNumberOfBatches_TakesAStepForTheRest()
    {
        List<(int Batch, long Step, int Rows)> seen = [];
        FitParts.Noisy().Fit(new FitOptions
        {
            Epochs = 2,
            BatchSize = 16,
            AccumulationSteps = 2,
            Callbacks = [new FitParts.Calls { StepEnd = context => seen.Add((context.Batch, context.Step, context.Rows)) }],
        });
        Assert.Equal([(2, 1, 32), (3, 2, 8), (2, 3, 32), (3, 4, 8)], seen);
    }

    [Fact]
    public void Fit_OfSixteenBitParameters_StaysInTheirRange()
    {
        // Sums of 64 rows' gradients of 4000 each would be infinite in float16; their mean is not.
        Linear model = new(1, 1, bias: false, dataType: DataType.Float16);
        model.Weight.Detach().Fill(0);
        Tensor x = Tensor.Full([64, 1], 2, DataType.Float16), t = Tensor.Full([64, 1], 1000, DataType.Float16);
        Trainer trainer = new(model, new Sgd(model.Parameters(), 1.0 / 4096), new L1Loss());
        trainer.Fit(
            new FitParts.RowsInOrder(x * 1000, t, 16), new FitOptions { Epochs = 1, AccumulationSteps = 4 }, null, TestContext.Current.CancellationToken);

        // The slope of |2000·w − 1000| is −2000.
        Assert.Equal(2000f / 4096, model.Weight.Detach().To(DataType.Float32).Item<float>(), 1e-3f);
    }

    private static int[] Bits(Module model) =>
        [.. model.Parameters().SelectMany(parameter => parameter.Detach().ToArray<float>()).Select(BitConverter.SingleToInt32Bits)];

    private static Tensor Whole(int count, ulong seed, int[] shape)
    {
        Hillock.Numbers.Philox random = new(seed);
        return Tensor.From([.. Enumerable.Range(0, count).Select(i => (float)random.Below((ulong)i, 9) - 4)], shape);
    }
}
