using Hillock.Data.Transforms;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data.Transforms;

public class FlipAndCropTests
{
    private const int Draws = 20_000;

    public static TheoryData<DataType> Types => [DataType.UInt8, DataType.Float32, DataType.Float64, DataType.Float16, DataType.BFloat16];

    [Theory]
    [MemberData(nameof(Types))]
    public void Flips_MovePixels(DataType type)
    {
        Tensor x = Tensor.Arange(30).Reshape(2, 3, 5).To(type);
        double[] across = new double[30], down = new double[30];
        for (int c = 0; c < 2; c++)
        {
            for (int i = 0; i < 3; i++)
            {
                for (int j = 0; j < 5; j++)
                {
                    across[(((c * 3) + i) * 5) + j] = (((c * 3) + i) * 5) + 4 - j;
                    down[(((c * 3) + i) * 5) + j] = (((c * 3) + 2 - i) * 5) + j;
                }
            }
        }

        Assert.Equal(across, new RandomHorizontalFlip(1).Apply(x, default).ToArray<double>());
        Assert.Equal(down, new RandomVerticalFlip(1).Apply(x, default).ToArray<double>());
        Assert.Same(x, new RandomHorizontalFlip(0).Apply(x, default));
        TransformAssert.IsPure(x, new RandomHorizontalFlip(1), default);
        TransformAssert.IsPure(x, new RandomVerticalFlip(1), default);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public void Flips_ComeAsOftenAsAsked(double probability)
    {
        Tensor x = Tensor.From([0f, 1], [1, 2]);
        int flipped = 0, together = 0;
        RandomHorizontalFlip flip = new(probability);
        Compose twice = new(flip, flip);
        for (int i = 0; i < Draws; i++)
        {
            flipped += flip.Apply(x, TransformKey.Of(1, i % 7, i)).ToArray<float>()[0] == 1 ? 1 : 0;

            // Two in a row differ as often as two independent ones.
            together += twice.Apply(x, TransformKey.Of(1, i % 7, i)).ToArray<float>()[0] == 1 ? 1 : 0;
        }

        Within(probability, flipped);
        Within(2 * probability * (1 - probability), together);
    }

    [Fact]
    public void RandomCrop_TakesEveryPlaceEquallyOften()
    {
        // Each pixel is its own number, so that the first one tells the place.
        Tensor x = Tensor.Arange(4 * 5).Reshape(1, 4, 5).To(DataType.Float32);
        int[] counts = new int[3 * 3];
        for (int i = 0; i < Draws; i++)
        {
            Tensor y = new RandomCrop((2, 3)).Apply(x, TransformKey.Of(3, 0, i));
            float[] values = y.ToArray<float>();
            Assert.Equal([values[0], values[0] + 1, values[0] + 2, values[0] + 5, values[0] + 6, values[0] + 7], values);
            counts[((int)values[0] / 5 * 3) + ((int)values[0] % 5)]++;
        }

        Assert.All(counts, count => Within(1.0 / 9, count));
    }

    [Theory]
    [InlineData(PaddingMode.Zeros)]
    [InlineData(PaddingMode.Reflect)]
    [InlineData(PaddingMode.Replicate)]
    [InlineData(PaddingMode.Circular)]
    public void RandomCrop_OfTheWholePaddedPicture_HasTheBorderAsked(PaddingMode mode)
    {
        Tensor x = Tensor.Arange(12).Reshape(1, 3, 4).To(DataType.UInt8);
        Tensor y = new RandomCrop((7, 6), padding: (2, 1), fill: 9, paddingMode: mode).Apply(x, TransformKey.Of(0, 0, 0));
        double[] expected = new double[42];
        for (int i = 0; i < 7; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                (int row, int column) = (i - 2, j - 1);
                bool isInside = row is >= 0 and < 3 && column is >= 0 and < 4;
                expected[(i * 6) + j] = mode == PaddingMode.Zeros && !isInside ? 9 : (Place(row, 3) * 4) + Place(column, 4);
            }
        }

        Assert.Equal(expected, y.ToArray<double>());
        TransformAssert.IsPure(x, new RandomCrop(3, padding: 1, fill: 9, paddingMode: mode), TransformKey.Of(0, 0, 1));

        int Place(int place, int length) => mode switch
        {
            PaddingMode.Reflect => place < 0 ? -place : place >= length ? (2 * length) - 2 - place : place,
            PaddingMode.Circular => (place + length) % length,
            _ => Math.Clamp(place, 0, length - 1),
        };
    }

    [Fact]
    public void RandomCrop_LargerThanThePicture_IsRefusedOrPadded()
    {
        Tensor x = Tensor.Ones([1, 1, 6]);
        string message = Assert.Throws<ArgumentException>(() => new RandomCrop(3).Apply(x, default)).Message;
        Assert.Contains("at least 3 by 3", message, StringComparison.Ordinal);
        Assert.Contains("[1, 1, 6]", message, StringComparison.Ordinal);
        Assert.Contains("padIfNeeded", message, StringComparison.Ordinal);

        // Two rows are put on each side, of which the crop takes three in a row: the one of ones is always in it.
        for (int i = 0; i < 20; i++)
        {
            Tensor y = new RandomCrop(3, padIfNeeded: true).Apply(x, TransformKey.Of(0, 0, i));
            Assert.Equal([1, 3, 3], y.Shape.Dimensions.ToArray());
            Assert.Equal(3, F.Sum(y).Item<float>());
        }
    }

    [Fact]
    public void Normalize_IsItsFormula()
    {
        Tensor x = Tensor.RandomUniform([3, 4, 5], new Philox(4), dataType: DataType.Float64);
        double[] mean = [0.1, -2, 3], deviation = [0.5, 2, -4];
        double[] values = x.ToArray<double>();
        double[] expected = [.. values.Select((value, i) => (value - mean[i / 20]) / deviation[i / 20])];
        NormalizeChannels normalize = new(mean, deviation);
        Assert.Equal(expected, normalize.Apply(x, default).ToArray<double>());
        TransformAssert.IsPure(x, normalize, default);
        TransformAssert.IsPure(x.Slice(0, 0, 1), new NormalizeChannels([0.5], [0.25]), default);
        Assert.Equal("picture", Assert.Throws<ArgumentException>(() => normalize.Apply(x.Slice(0, 0, 2), default)).ParamName);
        Assert.Contains("/ 255", Assert.Throws<ArgumentException>(() => normalize.Apply(x.To(DataType.UInt8), default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnfitArguments_AreNamed()
    {
        Assert.Equal("probability", Assert.ThrowsAny<ArgumentException>(() => new RandomHorizontalFlip(1.5)).ParamName);
        Assert.Equal("probability", Assert.ThrowsAny<ArgumentException>(() => new RandomVerticalFlip(double.NaN)).ParamName);
        Assert.Equal("mean", Assert.ThrowsAny<ArgumentException>(() => new NormalizeChannels([1], [1, 2])).ParamName);
        Assert.Equal("mean", Assert.ThrowsAny<ArgumentException>(() => new NormalizeChannels([double.NaN], [1])).ParamName);
        Assert.Equal("deviation", Assert.ThrowsAny<ArgumentException>(() => new NormalizeChannels([1], [0])).ParamName);
        Assert.Equal("size", Assert.ThrowsAny<ArgumentException>(() => new CenterCrop(0)).ParamName);
        Assert.Equal("size", Assert.ThrowsAny<ArgumentException>(() => new RandomCrop((1, 2, 3))).ParamName);
        Assert.Equal("padding", Assert.ThrowsAny<ArgumentException>(() => new RandomCrop(1, padding: -1)).ParamName);
        Assert.Equal("paddingMode", Assert.ThrowsAny<ArgumentException>(() => new RandomCrop(1, paddingMode: (PaddingMode)7)).ParamName);
        Assert.Equal("fill", Assert.ThrowsAny<ArgumentException>(() => new RandomCrop(1, fill: double.NaN)).ParamName);
        Assert.Equal(
            "fill",
            Assert.ThrowsAny<ArgumentException>(() => new RandomCrop(1, fill: 0.5).Apply(Tensor.Zeros([1, 2, 2], DataType.UInt8), default)).ParamName);
        Assert.Equal("transforms", Assert.ThrowsAny<ArgumentException>(() => new Compose(new CenterCrop(1), null!)).ParamName);
    }

    [Fact]
    public void WhatIsNoPicture_IsRefused()
    {
        IImageTransform[] transforms = [new RandomHorizontalFlip(), new CenterCrop(1), new RandomCrop(1), new Resize(1), new Compose()];
        foreach (IImageTransform transform in transforms)
        {
            Assert.Equal("picture", Assert.Throws<ArgumentException>(() => transform.Apply(Tensor.Zeros([1, 1, 2, 2]), default)).ParamName);
            Assert.Equal("picture", Assert.Throws<ArgumentException>(() => transform.Apply(Tensor.Zeros([3]), default)).ParamName);
            Assert.Equal("picture", Assert.Throws<ArgumentException>(() => transform.Apply(Tensor.Zeros([1, 0, 2]), default)).ParamName);
            Assert.Equal("picture", Assert.Throws<ArgumentException>(() => transform.Apply(Tensor.Zeros([1, 2, 2], DataType.Int64), default)).ParamName);
            Assert.Throws<ArgumentNullException>(() => transform.Apply(null!, default));
        }
    }

    [Fact]
    public void ApplyToEach_TakesTheKeyOfTheItem_WhateverTheBatch()
    {
        Tensor pictures = Tensor.RandomUniform([6, 2, 5, 4], new Philox(5));
        Compose transform = new(new RandomHorizontalFlip(), new RandomCrop((3, 3), padding: 1));
        Tensor all = transform.ApplyToEach(pictures, 9, 2, [10, 11, 12, 13, 14, 15]);
        Tensor some = transform.ApplyToEach(F.IndexSelect(pictures, 0, Tensor.From([4L, 1])), 9, 2, [14, 11]);
        Assert.Equal(all.Select(0, 4).ToArray<float>(), some.Select(0, 0).ToArray<float>());
        Assert.Equal(all.Select(0, 1).ToArray<float>(), some.Select(0, 1).ToArray<float>());
        Assert.NotEqual(all.ToArray<float>(), transform.ApplyToEach(pictures, 9, 3, [10, 11, 12, 13, 14, 15]).ToArray<float>());
        Assert.Equal("pictures", Assert.Throws<ArgumentException>(() => transform.ApplyToEach(pictures, 9, 2, [1])).ParamName);
        Assert.Equal("transform", Assert.Throws<ArgumentException>(() => new OneRowMore().ApplyToEach(pictures, 9, 2, [0, 1, 2, 3, 4, 5])).ParamName);
    }

    [Fact]
    public void Keys_OfSeedsEpochsItemsAndParts_Differ()
    {
        HashSet<Philox> keys = [];
        for (int i = 0; i < 10; i++)
        {
            for (int j = 0; j < 10; j++)
            {
                for (int k = 0; k < 10; k++)
                {
                    Philox key = TransformKey.Of((ulong)i, j, k);
                    Assert.True(keys.Add(key) && keys.Add(TransformKey.Part(key, 0)) && keys.Add(TransformKey.Part(TransformKey.Part(key, 1), 0)));
                }
            }
        }

        Assert.Equal("epoch", Assert.Throws<ArgumentOutOfRangeException>(() => TransformKey.Of(0, -1, 0)).ParamName);
        Assert.Equal("item", Assert.Throws<ArgumentOutOfRangeException>(() => TransformKey.Of(0, 0, -1)).ParamName);
        Assert.Equal("part", Assert.Throws<ArgumentOutOfRangeException>(() => TransformKey.Part(default, -1)).ParamName);
    }

    // Five standard deviations of a count of successes.
    private static void Within(double probability, int count) =>
        Assert.InRange(count, (Draws * probability) - Deviation(probability), (Draws * probability) + Deviation(probability));

    private static double Deviation(double probability) => 5 * Math.Sqrt(Draws * probability * (1 - probability));

    private sealed class OneRowMore : IImageTransform
    {
        public Tensor Apply(Tensor picture, Philox random) => F.Pad(picture, (int)random.Below(0, 5), 0, -2);
    }
}
