using Hillock.Cli.RunFolders;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Cli.RunFolders;

public sealed class AugmentationTests
{
    private const int Rows = 12, Classes = 3;

    /// <summary>Each picture is itself or its mirror image, with its own class.</summary>
    [Fact]
    public void Batch_Flip_ShowsPicturesAndMirrorImages()
    {
        RunData data = Pictures();
        float[] all = data.Inputs.ToArray<float>();
        (int flipped, int same) = (0, 0);
        foreach ((Tensor inputs, Tensor targets) in Batches(Augmentation.Of(Settings("flip"), data, epochs: 8), 8))
        {
            float[] pixels = inputs.ToArray<float>();
            long[] classes = targets.ToArray<long>();
            for (int i = 0; i < classes.Length; i++)
            {
                // A picture's numbers say which it is.
                float[] own = pixels[(i * 24)..((i + 1) * 24)];
                int row = (int)own.Min() / 24;
                Assert.Equal(row % Classes, classes[i]);
                float[] original = all[(row * 24)..((row + 1) * 24)];
                bool isSame = own.SequenceEqual(original);
                Assert.True(isSame || own.SequenceEqual(original.Chunk(4).SelectMany(line => line.Reverse())));
                (flipped, same) = (flipped + (isSame ? 0 : 1), same + (isSame ? 1 : 0));
            }
        }

        // 96 fair coins are outside of these by chance once in 10,000 seeds; the seed is fixed.
        Assert.InRange(flipped, 29, 67);
        Assert.Equal(8 * Rows, flipped + same);
    }

    /// <summary>A batch depends on seed, epoch and its number, not on those that were asked for before.</summary>
    [Theory]
    [InlineData("flip", "crop")]
    [InlineData("mixup", "cutmix")]
    public void Batch_InAnyOrder_IsTheSame(params string[] names)
    {
        RunData data = Pictures();
        Augmentation one = Augmentation.Of(Settings(names), data, epochs: 3), other = Augmentation.Of(Settings(names), data, epochs: 3);
        one.StartEpoch(0);
        _ = one.Batch(0);
        one.StartEpoch(2);
        (Tensor inputs, Tensor targets) = (one.Batch(1).Inputs.Clone(), one.Batch(1).Targets.Clone());
        other.StartEpoch(2);
        Assert.Equal(inputs.ToArray<float>(), other.Batch(1).Inputs.ToArray<float>());
        Assert.Equal(targets.ToArray<double>(), other.Batch(1).Targets.ToArray<double>());
        other.StartEpoch(1);
        Assert.NotEqual(inputs.ToArray<float>(), other.Batch(1).Inputs.ToArray<float>());
        Augmentation seeded = Augmentation.Of(Settings(names) with { Seed = 6 }, data, epochs: 3);
        seeded.StartEpoch(2);
        Assert.NotEqual(inputs.ToArray<float>(), seeded.Batch(1).Inputs.ToArray<float>());
    }

    /// <summary>The mean of a table's mixed row is the mean of its two rows in the shares that its target has.</summary>
    [Fact]
    public void Batch_MixupOfATable_MixesRowsAndClassesInOneShare()
    {
        RunData data = Pictures() with
        {
            Kind = RunKind.Table,
            Inputs = Tensor.From([.. Enumerable.Range(0, Rows).SelectMany(row => (float[])[row % Classes, 10 * (row % Classes)])], [Rows, 2]),
            ExampleShape = Shape.Create([2]),
        };
        int mixed = 0;
        foreach ((Tensor inputs, Tensor targets) in Batches(Augmentation.Of(Settings("mixup"), data, epochs: 4), 4))
        {
            Assert.Equal(2, inputs.Rank);
            (float[] values, float[] shares) = (inputs.ToArray<float>(), targets.ToArray<float>());
            for (int i = 0; i < inputs.Shape[0]; i++)
            {
                float[] own = shares[(i * Classes)..((i + 1) * Classes)];
                Assert.Equal(1, own.Sum(), 5);
                Assert.Equal(own[1] + (2 * own[2]), values[2 * i], 4);
                Assert.Equal(10 * (own[1] + (2 * own[2])), values[(2 * i) + 1], 3);
                mixed += own.Count(share => share > 0) > 1 ? 1 : 0;
            }
        }

        Assert.True(mixed > 10, $"{mixed} of {4 * Rows} rows are mixed with those of another class.");
    }

    private static IEnumerable<(Tensor Inputs, Tensor Targets)> Batches(Augmentation batches, int epochs)
    {
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            batches.StartEpoch(epoch);
            for (int i = 0; i < batches.BatchCount; i++)
            {
                yield return batches.Batch(i);
            }
        }
    }

    private static TrainSettings Settings(params string[] names) => new() { Augment = names, BatchSize = 5, Seed = 5 };

    private static RunData Pictures() => new()
    {
        Kind = RunKind.Pictures,
        Name = "test",
        Inputs = Tensor.From([.. Enumerable.Range(0, Rows * 24).Select(i => (float)i)], [Rows, 2, 3, 4]),
        Targets = Tensor.From([.. Enumerable.Range(0, Rows).Select(row => (long)(row % Classes))]),
        ExampleShape = Shape.Create([2, 3, 4]),
        Outputs = Classes,
        ClassNames = ["a", "b", "c"],
    };
}
