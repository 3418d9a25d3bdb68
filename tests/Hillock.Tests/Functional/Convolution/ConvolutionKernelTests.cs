using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tests.Kernels;
using Xunit;
using Engine = Hillock.Kernels.Convolution;

namespace Hillock.Tests.Functional.Convolution;

/// <summary>The engine on random configurations against plain loops; its bits at every vector width, number of threads and split of the batch.</summary>
[Collection(ParallelismCollection.Name)]
public class ConvolutionKernelTests
{
    [Fact]
    public void RandomConfigurations_AreThePlainSums()
    {
        Random random = new Random(11);
        for (int i = 0; i < 400; i++)
        {
            Check(Geometry(random, i % 3 + 1));
        }
    }

    [Fact]
    public void DeepSums_OfManyBlocks_AreThePlainSums()
    {
        ConvolutionAxis axis = new ConvolutionAxis(12, 3, 12, 1, 1, 1);
        Check(new ConvolutionGeometry(2, 100, 37, 1, ConvolutionAxis.Unit, axis, axis));
        Check(new ConvolutionGeometry(1, 2, 3, 1, ConvolutionAxis.Unit, new ConvolutionAxis(25, 21, 5, 1, 0, 1), new ConvolutionAxis(30, 22, 13, 1, 2, 1)));
        Check(new ConvolutionGeometry(3, 5, 20, 1, ConvolutionAxis.Unit, ConvolutionAxis.Unit, new ConvolutionAxis(900, 3, 450, 2, 1, 1)));
    }

    /// <summary>Shapes of the paths of their own: few channels in a group, lines of one vector and more, strips of unlike lengths, parts of lines.</summary>
    public static TheoryData<int, int, int, int, int, int, int> Strips => new TheoryData<int, int, int, int, int, int, int>
    {
        // Batch, groups, inputs and outputs of a group, height, width, stride.
        { 2, 20, 1, 1, 9, 16, 1 }, { 1, 17, 1, 1, 7, 33, 1 }, { 2, 3, 1, 1, 6, 70, 1 }, { 1, 8, 1, 1, 1, 130, 1 }, { 1, 16, 1, 2, 11, 35, 2 },
        { 1, 9, 2, 3, 10, 24, 1 }, { 3, 33, 4, 4, 5, 13, 1 }, { 2, 1, 1, 16, 28, 28, 1 }, { 1, 1, 70, 9, 61, 40, 1 }, { 1, 1, 3, 20, 50, 75, 2 },
        { 1, 1, 600, 5, 3, 500, 1 }, { 4, 1, 8, 24, 14, 14, 1 },
    };

    [Theory]
    [MemberData(nameof(Strips))]
    public void Strips_AreThePlainSums(int batch, int groups, int inputs, int outputs, int height, int width, int stride)
    {
        Check(Strip(batch, groups, inputs, outputs, height, width, stride));
    }

    [Theory]
    [MemberData(nameof(Strips))]
    public void Bits_OfStrips_DependNeitherOnWidthsNorThreads(int batch, int groups, int inputs, int outputs, int height, int width, int stride)
    {
        BitsAgree(Strip(batch, groups, inputs, outputs, height, width, stride));
    }

    /// <summary>Few channels of the source for many of the target: every tap of a line has a copy of the source of its own.</summary>
    public static TheoryData<int, int, int, int, int, int, int> Apart => new TheoryData<int, int, int, int, int, int, int>
    {
        // Inputs, outputs, depth, height, width, stride and dilation.
        { 1, 16, 1, 28, 28, 1, 1 }, { 2, 24, 1, 13, 21, 1, 2 }, { 1, 32, 1, 19, 30, 2, 1 }, { 3, 64, 1, 11, 17, 3, 2 }, { 2, 40, 3, 6, 9, 1, 1 },
        { 1, 33, 1, 2, 1200, 1, 3 }, { 2, 48, 2, 5, 7, 2, 3 },
    };

    [Theory]
    [MemberData(nameof(Apart))]
    public void TapsApart_AreThePlainSums_AtEveryWidthAndNumberOfThreads(
        int inputs, int outputs, int depth, int height, int width, int stride, int dilation)
    {
        ConvolutionAxis Axis(int length, int kernel)
        {
            int padding = (kernel - 1) * dilation / 2 + 1;
            return new ConvolutionAxis(length, kernel, ((length + (2 * padding) - ((kernel - 1) * dilation) - 1) / stride) + 1, stride, padding, dilation);
        }

        ConvolutionGeometry geometry = new ConvolutionGeometry(
            3, inputs, outputs, 1, depth == 1 ? ConvolutionAxis.Unit : Axis(depth, 2), Axis(height, 3), Axis(width, 5));
        Check(geometry);
        BitsAgree(geometry);
    }

    private static void BitsAgree(ConvolutionGeometry geometry)
    {
        (float[] x, float[] w, float[] y, float[] bias) = Numbers<float>(geometry, new Random(7));
        (float[] X, float[] W, float[] Y) expected = default;
        using (ThreadScope one = new ThreadScope(1))
        {
            expected = All(geometry, x, w, y, bias, 0);
        }

        foreach (int threads in (int[])[1, 2, 7])
        {
            using ThreadScope scope = new ThreadScope(threads);
            foreach (int bits in WidthScope.All)
            {
                (float[] X, float[] W, float[] Y) got = All(geometry, x, w, y, bias, bits);
                Assert.True(expected.Y.AsSpan().SequenceEqual(got.Y), $"{geometry} at {bits} bits on {threads} threads");
                Assert.True(expected.X.AsSpan().SequenceEqual(got.X), $"transposed {geometry} at {bits} bits on {threads} threads");
                Assert.True(expected.W.AsSpan().SequenceEqual(got.W), $"weight of {geometry} at {bits} bits on {threads} threads");
            }
        }
    }

    [Fact]
    public void Bits_DependNeitherOnWidthsNorThreadsNorTheBatch()
    {
        Random random = new Random(5);
        for (int i = 0; i < 12; i++)
        {
            ConvolutionGeometry geometry = Geometry(random, (i % 3) + 1, i < 6 ? 1 : 9);
            (float[] x, float[] w, float[] y, float[] bias) = Numbers<float>(geometry, random);
            (float[] X, float[] W, float[] Y) expected = default;
            using (ThreadScope one = new ThreadScope(1))
            {
                expected = All(geometry, x, w, y, bias, 0);
            }

            foreach (int threads in (int[])[1, 2, 3, 7])
            {
                using ThreadScope scope = new ThreadScope(threads);
                foreach (int width in WidthScope.All)
                {
                    (float[] X, float[] W, float[] Y) got = All(geometry, x, w, y, bias, width);
                    Assert.True(expected.Y.AsSpan().SequenceEqual(got.Y), $"{geometry} at {width} bits on {threads} threads");
                    Assert.True(expected.X.AsSpan().SequenceEqual(got.X), $"transposed {geometry} at {width} bits on {threads} threads");
                    Assert.True(expected.W.AsSpan().SequenceEqual(got.W), $"weight of {geometry} at {width} bits on {threads} threads");
                }
            }

            ConvolutionGeometry single = geometry with { Batch = 1 };
            int last = geometry.Batch - 1;
            int inputs = x.Length / geometry.Batch, outputs = y.Length / geometry.Batch;
            (float[] X, float[] W, float[] Y) alone =
                All(single, x[(last * inputs)..], w, y[(last * outputs)..], bias, VectorWidth.Bits);
            Assert.True(expected.Y.AsSpan(last * outputs).SequenceEqual(alone.Y), $"the last alone of {geometry}");
            Assert.True(expected.X.AsSpan(last * inputs).SequenceEqual(alone.X), $"the last alone of transposed {geometry}");
        }
    }

    private static ConvolutionGeometry Strip(int batch, int groups, int inputs, int outputs, int height, int width, int stride)
    {
        ConvolutionAxis Axis(int length) => new ConvolutionAxis(length, 3, ((length - 1) / stride) + 1, stride, 1, 1);
        return new ConvolutionGeometry(batch, groups * inputs, groups * outputs, groups, ConvolutionAxis.Unit, Axis(height), Axis(width));
    }

    private static void Check(ConvolutionGeometry geometry)
    {
        Random random = new Random(3);
        (double[] x, double[] w, double[] y, double[] bias) = Numbers<double>(geometry, random);
        double[] ey = new double[y.Length], ex = new double[x.Length], ew = new double[w.Length];
        for (int i = 0; i < ey.Length; i++)
        {
            ey[i] = bias[i / geometry.OutputVolume % geometry.OutputChannels];
        }

        for (int i = 0; i < ex.Length; i++)
        {
            ex[i] = bias[i / geometry.InputVolume % geometry.InputChannels];
        }

        PlainConvolution.Visit(geometry, (i, j, k) =>
        {
            ey[k] += w[j] * x[i];
            ex[i] += w[j] * y[k];
            ew[j] += x[i] * y[k];
        });
        (double[] X, double[] W, double[] Y) got = All(geometry, x, w, y, bias, VectorWidth.Bits);
        Close(ey, got.Y, 1e-12, geometry, "y");
        Close(ex, got.X, 1e-12, geometry, "x");
        Close(ew, got.W, 1e-12, geometry, "w");

        float[] fx = Array.ConvertAll(x, v => (float)v), fw = Array.ConvertAll(w, v => (float)v), fy = Array.ConvertAll(y, v => (float)v);
        (float[] X, float[] W, float[] Y) single = All(geometry, fx, fw, fy, Array.ConvertAll(bias, v => (float)v), VectorWidth.Bits);
        Close(ey, Array.ConvertAll(single.Y, v => (double)v), 1e-5, geometry, "y in float32");
        Close(ex, Array.ConvertAll(single.X, v => (double)v), 1e-5, geometry, "x in float32");
        Close(ew, Array.ConvertAll(single.W, v => (double)v), 1e-5, geometry, "w in float32");
    }

    private static void Close(double[] expected, double[] actual, double tolerance, ConvolutionGeometry geometry, string what)
    {
        double scale = Math.Max(1, expected.Length == 0 ? 0 : expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * scale, $"{what}[{i}] of {geometry} is {actual[i]:R} instead of {expected[i]:R}.");
        }
    }

    private static (T[] X, T[] W, T[] Y) All<T>(ConvolutionGeometry geometry, T[] x, T[] w, T[] y, T[] bias, int width)
        where T : unmanaged
    {
        T[] rx = new T[x.Length], rw = new T[w.Length], ry = new T[y.Length];
        Engine.Output<T>(geometry, x, w, bias.AsSpan(0, geometry.OutputChannels), ry, width);
        Engine.Input<T>(geometry, y, w, bias.AsSpan(0, geometry.InputChannels), rx, width);
        Engine.Weight<T>(geometry, x, y, rw, width);
        return (rx, rw, ry);
    }

    private static (T[] X, T[] W, T[] Y, T[] Bias) Numbers<T>(ConvolutionGeometry g, Random random)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        T[] Fill(int length) => [.. Enumerable.Range(0, length).Select(_ => T.CreateChecked((random.Next(2001) - 1000) / 1024.0))];
        return (
            Fill(g.Batch * g.InputChannels * g.InputVolume), Fill(g.OutputChannels * g.GroupInputs * g.KernelVolume),
            Fill(g.Batch * g.OutputChannels * g.OutputVolume), Fill(Math.Max(g.InputChannels, g.OutputChannels)));
    }

    private static ConvolutionGeometry Geometry(Random random, int axes, int channels = 1)
    {
        int groups = random.Next(3) == 0 ? random.Next(1, 5) : 1;
        ConvolutionAxis Axis(int longest)
        {
            int kernel = random.Next(1, 5), stride = random.Next(1, 5), dilation = random.Next(1, 4), padding = random.Next(0, 4), after = random.Next(0, 4);
            int reach = ((kernel - 1) * dilation) + 1;
            int input = Math.Max(random.Next(1, longest), reach - padding - after);
            return new ConvolutionAxis(input, kernel, ((input + padding + after - reach) / stride) + 1, stride, padding, dilation);
        }

        return new ConvolutionGeometry(
            random.Next(1, 4), groups * random.Next(1, 6) * channels, groups * random.Next(1, 12) * channels, groups,
            axes > 2 ? Axis(5) : ConvolutionAxis.Unit, axes > 1 ? Axis(9) : ConvolutionAxis.Unit, Axis(axes == 1 ? 150 : 20));
    }
}
