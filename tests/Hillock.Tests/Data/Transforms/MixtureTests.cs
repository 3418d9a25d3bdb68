using Hillock.Data.Transforms;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data.Transforms;

public class MixtureTests
{
    private const int Draws = 20_000;

    /// <summary>Mean ½, variance 1/(4(2α + 1)), and the fourth central moment of Beta(α, α): 3/(16(2α + 1)(2α + 3)).</summary>
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(3.5)]
    [InlineData(400)]
    public void Beta_HasTheMomentsOfTheDistribution(double alpha)
    {
        double mean = 0, second = 0, fourth = 0;
        for (int i = 0; i < Draws; i++)
        {
            double x = BetaSampler.Draw(alpha, TransformKey.Of(1, 0, i)) - 0.5;
            Assert.InRange(x, -0.5, 0.5);
            mean += x / Draws;
            second += x * x / Draws;
            fourth += x * x * x * x / Draws;
        }

        double variance = 1 / (4 * ((2 * alpha) + 1)), kurtosis = 3 / (16 * ((2 * alpha) + 1) * ((2 * alpha) + 3));
        double eighth = 105 / (256 * ((2 * alpha) + 1) * ((2 * alpha) + 3) * ((2 * alpha) + 5) * ((2 * alpha) + 7));
        Assert.InRange(mean, -5 * Math.Sqrt(variance / Draws), 5 * Math.Sqrt(variance / Draws));
        Assert.InRange(second - variance, -5 * Math.Sqrt((kurtosis - (variance * variance)) / Draws), 5 * Math.Sqrt((kurtosis - (variance * variance)) / Draws));
        Assert.InRange(fourth - kurtosis, -5 * Math.Sqrt((eighth - (kurtosis * kurtosis)) / Draws), 5 * Math.Sqrt((eighth - (kurtosis * kurtosis)) / Draws));
    }

    [Fact]
    public void Beta_OfOne_IsUniform()
    {
        int[] counts = new int[20];
        for (int i = 0; i < Draws; i++)
        {
            counts[Math.Min(19, (int)(20 * BetaSampler.Draw(1, TransformKey.Of(2, 0, i))))]++;
        }

        // Five deviations of a binomial count.
        Assert.All(counts, count => Assert.InRange(count, (Draws / 20) - (5 * Math.Sqrt(Draws * 0.05 * 0.95)), (Draws / 20) + (5 * Math.Sqrt(Draws * 0.05 * 0.95))));
    }

    [Theory]
    [InlineData(DataType.UInt8)]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    public void CutMix_LabelsAreTheSharesOfPixels(DataType type)
    {
        // Every pixel of picture n is n, so that the pixels say whose they are.
        const int pictures = 5, height = 7, width = 10;
        Tensor x = F.Expand(Tensor.Arange(pictures).Reshape(pictures, 1, 1, 1), [pictures, 2, height, width]).To(type);
        Tensor classes = Tensor.From([0L, 2, 1, 2, 0]);
        CutMix cutMix = new(0.7, 3);
        HashSet<int> areas = [];
        for (int i = 0; i < 300; i++)
        {
            (Tensor y, Tensor labels) = cutMix.Apply(x, classes, TransformKey.Of(4, 0, i));
            Assert.Equal(type, y.DataType);
            Assert.Equal(type == DataType.UInt8 ? DataType.Float32 : type, labels.DataType);
            double[] pixels = y.ToArray<double>(), shares = labels.ToArray<double>();
            long[] own = classes.ToArray<long>();
            for (int n = 0; n < pictures; n++)
            {
                int before = (n + pictures - 1) % pictures;
                double[] all = pixels[(n * 2 * height * width)..((n + 1) * 2 * height * width)];
                int taken = all.Count(pixel => pixel == before);
                Assert.Equal(2 * height * width, taken + all.Count(pixel => pixel == n));
                IsOneRectangle(all[..(height * width)], before, width);
                Assert.Equal(all[..(height * width)], all[(height * width)..]);
                double share = taken / (2.0 * height * width);
                double[] expected = new double[3];
                expected[own[n]] += 1 - share;
                expected[own[before]] += share;
                for (int k = 0; k < 3; k++)
                {
                    Assert.Equal(expected[k], shares[(n * 3) + k], 1e-7);
                }

                areas.Add(taken / 2);
            }
        }

        Assert.True(areas.Count > 15 && areas.Min() == 0, $"There were only {areas.Count} areas.");
    }

    /// <summary>The area of rectangles that are not clipped is 4⌊rH⌋⌊rW⌋ of H·W with r = √(1 − λ)/2; its mean over λ and centres, by a plain loop.</summary>
    [Fact]
    public void CutMix_Areas_HaveTheMeanOfTheirDefinition()
    {
        const int height = 8, width = 6, steps = 4000;
        double mean = 0, square = 0;
        for (int s = 0; s < steps; s++)
        {
            double half = Math.Sqrt((s + 0.5) / steps) / 2;
            int rows = (int)(half * height), columns = (int)(half * width);
            for (int i = 0; i < height; i++)
            {
                for (int j = 0; j < width; j++)
                {
                    double area = (Math.Min(height, i + rows) - Math.Max(0, i - rows)) * (Math.Min(width, j + columns) - Math.Max(0, j - columns));
                    mean += area / (steps * height * width);
                    square += area * area / (steps * height * width);
                }
            }
        }

        double drawn = 0;
        CutMix cutMix = new();
        for (int i = 0; i < Draws; i++)
        {
            (int top, int bottom, int left, int right) = cutMix.Box(height, width, TransformKey.Of(5, 1, i));
            Assert.True(top >= 0 && top <= bottom && bottom <= height && left >= 0 && left <= right && right <= width);
            drawn += (bottom - top) * (right - left) / (double)Draws;
        }

        double bound = 5 * Math.Sqrt((square - (mean * mean)) / Draws);
        Assert.InRange(drawn, mean - bound, mean + bound);
    }

    [Theory]
    [InlineData(DataType.Float32, 1e-6)]
    [InlineData(DataType.Float64, 1e-14)]
    public void MixUp_IsTheSameMixtureOfPicturesAndLabels(DataType type, double tolerance)
    {
        Tensor x = Tensor.RandomUniform([4, 2, 3, 5], new Philox(6), dataType: type);
        Tensor labels = F.Softmax(Tensor.RandomNormal([4, 6], new Philox(7), dataType: type), 1);
        double mean = 0;
        for (int i = 0; i < 200; i++)
        {
            Philox key = TransformKey.Of(6, 0, i);
            (Tensor y, Tensor t) = new MixUp(0.4).Apply(x, labels, key);
            double share = BetaSampler.Draw(0.4, key);
            mean += share / 200;
            Same(x, y, share);
            Same(labels, t, share);
        }

        Assert.InRange(mean, 0.35, 0.65);

        void Same(Tensor before, Tensor after, double share)
        {
            double[] own = before.ToArray<double>(), mixed = after.ToArray<double>();
            int each = own.Length / 4;
            for (int k = 0; k < own.Length; k++)
            {
                Assert.Equal((share * own[k]) + ((1 - share) * own[(k + (3 * each)) % own.Length]), mixed[k], tolerance);
            }
        }
    }

    [Fact]
    public void Mixtures_AreTheSameOfViewsAndOnThreads_AndLeaveTheBatch()
    {
        Tensor x = Tensor.RandomUniform([4, 2, 12, 15], new Philox(8));
        Tensor view = x.Permute(0, 2, 3, 1).Clone().Permute(0, 3, 1, 2);
        Tensor classes = Tensor.From([0, 1, 2, 1]);
        float[] before = x.ToArray<float>();
        foreach (IBatchTransform transform in (IBatchTransform[])[new CutMix(1, 3), new MixUp(1, 3)])
        {
            Philox key = TransformKey.Of(0, 0, 3);
            float[] expected = transform.Apply(x, classes, key).Inputs.ToArray<float>();
            Assert.NotEqual(before, expected);
            Assert.Equal(expected, transform.Apply(view, classes.To(DataType.UInt8), key).Inputs.ToArray<float>());
            float[][] results = new float[4][];
            Parallel.For(0, 4, i => results[i] = transform.Apply(x, classes, key).Inputs.ToArray<float>());
            Assert.All(results, result => Assert.Equal(expected, result));
            Assert.Equal(before, x.ToArray<float>());

            // A batch of one stays; its labels become probabilities.
            (Tensor one, Tensor label) = transform.Apply(x.Slice(0, 0, 1), classes.Slice(0, 2, 3), key);
            Assert.Equal(x.Select(0, 0).ToArray<float>(), one.ToArray<float>());
            Assert.Equal([0f, 0, 1], label.ToArray<float>());
        }
    }

    [Fact]
    public void UnfitArguments_AreNamed()
    {
        Tensor x = Tensor.Zeros([2, 1, 2, 2]), t = Tensor.From([0L, 1]);
        Assert.Equal("alpha", Assert.ThrowsAny<ArgumentException>(() => new CutMix(0)).ParamName);
        Assert.Equal("alpha", Assert.ThrowsAny<ArgumentException>(() => new MixUp(double.PositiveInfinity)).ParamName);
        Assert.Equal("classes", Assert.ThrowsAny<ArgumentException>(() => new MixUp(1, -1)).ParamName);
        foreach (IBatchTransform transform in (IBatchTransform[])[new CutMix(1, 3), new MixUp(1, 3)])
        {
            Assert.Equal("inputs", Assert.Throws<ArgumentException>(() => transform.Apply(x.Select(1, 0), t, default)).ParamName);
            Assert.Equal("inputs", Assert.Throws<ArgumentException>(() => transform.Apply(x.To(DataType.Int64), t, default)).ParamName);
            Assert.Equal("targets", Assert.Throws<ArgumentException>(() => transform.Apply(x, Tensor.From([0L, 1, 2]), default)).ParamName);
            Assert.Equal("targets", Assert.Throws<ArgumentException>(() => transform.Apply(x, Tensor.From([0f, 1]), default)).ParamName);
            Assert.Equal("targets", Assert.Throws<ArgumentException>(() => transform.Apply(x, Tensor.Zeros([2, 4]), default)).ParamName);
            Assert.Equal("index", Assert.ThrowsAny<ArgumentException>(() => transform.Apply(x, Tensor.From([0L, 3]), default)).ParamName);
        }

        Assert.Equal("targets", Assert.Throws<ArgumentException>(() => new MixUp().Apply(x, t, default)).ParamName);
        Assert.Equal("inputs", Assert.Throws<ArgumentException>(() => new MixUp(1, 2).Apply(x.To(DataType.UInt8), t, default)).ParamName);
    }

    private static void IsOneRectangle(double[] plane, double value, int width)
    {
        int[] places = [.. Enumerable.Range(0, plane.Length).Where(i => plane[i] == value)];
        if (places.Length > 0)
        {
            int rows = (places.Max() / width) - (places.Min() / width) + 1, columns = places.Max(i => i % width) - places.Min(i => i % width) + 1;
            Assert.Equal(rows * columns, places.Length);
        }
    }
}
