using Hillock.Data.Transforms;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data.Transforms;

public class EraseTests
{
    private const int Draws = 4000;

    [Fact]
    public void Cutout_FillsTheSquareThatLiesInThePicture()
    {
        // How often each pixel is filled, by counting the middles that reach it.
        const int height = 6, width = 9, length = 4;
        Tensor x = Tensor.Ones([2, height, width]);
        int[] counts = new int[height * width];
        Cutout cutout = new(length, fill: 5);
        for (int i = 0; i < Draws; i++)
        {
            float[] y = cutout.Apply(x, TransformKey.Of(1, 0, i)).ToArray<float>();
            Assert.Equal(y[..(height * width)], y[(height * width)..]);
            for (int k = 0; k < counts.Length; k++)
            {
                Assert.True(y[k] is 1 or 5);
                counts[k] += y[k] == 5 ? 1 : 0;
            }
        }

        for (int k = 0; k < counts.Length; k++)
        {
            double share = Middles(k / width, height) * Middles(k % width, width) / (double)(height * width);
            Assert.InRange(Math.Abs(counts[k] - (Draws * share)), 0, 5 * Math.Sqrt(Draws * share * (1 - share)));
        }

        TransformAssert.IsPure(Tensor.RandomUniform([1, 5, 7], new Philox(1)), new Cutout(3, holes: 2), TransformKey.Of(0, 0, 3));

        static int Middles(int place, int n) => Enumerable.Range(0, n).Count(middle => place >= middle - 2 && place < middle + 2);
    }

    [Fact]
    public void RandomErasing_FillsRectangles_OfTheAreaAndShapeAsked()
    {
        const int height = 60, width = 80;
        Tensor x = Tensor.Zeros([1, height, width]);
        RandomErasing erasing = new(probability: 0.3, scale: (0.05, 0.2), ratio: (0.5, 2), value: 1);
        int erased = 0;
        double area = 0, logarithm = 0;
        for (int i = 0; i < Draws; i++)
        {
            Tensor y = erasing.Apply(x, TransformKey.Of(2, 0, i));
            if (ReferenceEquals(x, y))
            {
                continue;
            }

            float[] values = y.ToArray<float>();
            int[] places = [.. Enumerable.Range(0, values.Length).Where(k => values[k] == 1)];
            int rows = (places.Max() / width) - (places.Min() / width) + 1, columns = places.Max(k => k % width) - places.Min(k => k % width) + 1;
            Assert.Equal(rows * columns, places.Length);
            erased++;
            area += places.Length / (double)(height * width);
            logarithm += Math.Log(rows / (double)columns);
        }

        Assert.InRange(Math.Abs(erased - (Draws * 0.3)), 0, 5 * Math.Sqrt(Draws * 0.3 * 0.7));

        // Areas are uniform from 0.05 to 0.2, logarithms of shapes from −ln 2 to ln 2; rounding to whole pixels moves the means by less than the last term.
        Assert.InRange(Math.Abs((area / erased) - 0.125), 0, (5 * 0.15 / Math.Sqrt(12 * erased)) + 1e-3);
        Assert.InRange(Math.Abs(logarithm / erased), 0, (5 * 2 * Math.Log(2) / Math.Sqrt(12 * erased)) + 1e-2);
    }

    [Fact]
    public void RandomErasing_WithNoise_ChangesTheRectangleAlone()
    {
        Tensor x = Tensor.Full([3, 20, 20], 100, DataType.Float64);
        RandomErasing erasing = new(1, scale: (0.3, 0.3), ratio: (1, 1), value: null);
        double[] y = erasing.Apply(x, TransformKey.Of(3, 0, 0)).ToArray<double>();
        double[] noise = [.. y.Where(value => value != 100)];
        Assert.Equal(3 * 11 * 11, noise.Length);
        Assert.InRange(Math.Abs(noise.Average()), 0, 5 / Math.Sqrt(noise.Length));
        Assert.InRange(Math.Abs(noise.Average(value => value * value) - 1), 0, 5 * Math.Sqrt(2.0 / noise.Length));
        TransformAssert.IsPure(Tensor.RandomUniform([1, 9, 8], new Philox(1)), erasing, TransformKey.Of(0, 0, 3));
        TransformAssert.IsPure(Tensor.RandomUniform([3, 9, 8], new Philox(1)), new RandomErasing(1), TransformKey.Of(0, 0, 3));
    }

    [Fact]
    public void PicturesOfOnePixel_StayOrAreFilled()
    {
        Tensor x = Tensor.Ones([1, 1, 1]);
        Assert.Equal(1, new RandomErasing(1).Apply(x, default).Item<float>());
        Assert.Equal(0, new Cutout(3).Apply(x, default).Item<float>());
        Assert.Equal(1, new RandomApply(new Cutout(3), 0).Apply(x, default).Item<float>());
        Assert.Equal(0, new RandomApply(new Cutout(3), 1).Apply(x, default).Item<float>());
    }

    [Fact]
    public void RandomApply_AppliesAsOftenAsAsked()
    {
        Tensor x = Tensor.From([0f, 1], [1, 1, 2]);
        RandomApply transform = new(new RandomHorizontalFlip(), 0.4);
        int flipped = Enumerable.Range(0, Draws).Count(i => transform.Apply(x, TransformKey.Of(4, 0, i)).ToArray<float>()[0] == 1);
        Assert.InRange(Math.Abs(flipped - (Draws * 0.2)), 0, 5 * Math.Sqrt(Draws * 0.2 * 0.8));
    }

    [Fact]
    public void UnfitArguments_AreNamed()
    {
        Assert.Equal("probability", Assert.ThrowsAny<ArgumentException>(() => new RandomErasing(-0.1)).ParamName);
        Assert.Equal("scale", Assert.ThrowsAny<ArgumentException>(() => new RandomErasing(1, (0.5, 1.5))).ParamName);
        Assert.Equal("ratio", Assert.ThrowsAny<ArgumentException>(() => new RandomErasing(1, ratio: (0, 1))).ParamName);
        Assert.Equal("value", Assert.ThrowsAny<ArgumentException>(() => new RandomErasing(1, value: double.NaN)).ParamName);
        Assert.Equal("length", Assert.ThrowsAny<ArgumentException>(() => new Cutout(0)).ParamName);
        Assert.Equal("holes", Assert.ThrowsAny<ArgumentException>(() => new Cutout(1, 0)).ParamName);
        Assert.Equal("probability", Assert.ThrowsAny<ArgumentException>(() => new RandomApply(new Cutout(1), 2)).ParamName);
        Tensor bytes = Tensor.Zeros([1, 4, 4], DataType.UInt8);
        Assert.Equal("fill", Assert.ThrowsAny<ArgumentException>(() => new Cutout(1, fill: 300).Apply(bytes, default)).ParamName);
        Assert.Equal("fill", Assert.ThrowsAny<ArgumentException>(() => new RandomErasing(1, value: null).Apply(bytes, default)).ParamName);
    }
}
