using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Functional.Pooling;

/// <summary>The kernels on random configurations against plain loops; their bits at every vector width, number of threads and split of the batch.</summary>
[Collection(ParallelismCollection.Name)]
public class PoolingKernelTests
{
    [Fact]
    public void RandomConfigurations_AreThePlainWindows()
    {
        Random random = new Random(12);
        for (int i = 0; i < 500; i++)
        {
            Check(Geometry(random, (i % 3) + 1, i % 4 == 3, i % 2 == 0), random, i % 5 < 2, i % 7 == 6 ? random.Next(1, 9) : 0);
        }
    }

    [Fact]
    public void WindowsSideBySide_AreThePlainWindows()
    {
        Random random = new Random(13);
        for (int width = 2; width <= 70; width++)
        {
            PoolingAxis x = Plain(width, 2), y = Plain(random.Next(2, 9), 2);
            Check(new PoolingGeometry(random.Next(1, 4), PoolingAxis.Unit, y, x), random, true, 0);
            Check(new PoolingGeometry(2, Plain(3, 1), y, x), random, true, width % 2 == 0 ? 3 : 4);
            Check(new PoolingGeometry(2, Plain(5, 2), Plain(7, 3), Plain(width + 1, 3)), random, true, 0);
        }
    }

    [Fact]
    public void Bits_DependNeitherOnWidthsNorThreadsNorTheBatch()
    {
        Random random = new Random(5);
        for (int i = 0; i < 24; i++)
        {
            PoolingGeometry geometry = i % 6 == 5
                ? new PoolingGeometry(random.Next(40, 90), PoolingAxis.Unit, Plain(30, 2), Plain(random.Next(4, 50), 2))
                : Geometry(random, (i % 3) + 1, i % 4 == 3, true) with { Planes = i % 2 == 0 ? 3 : 300 };
            Same<float>(geometry, random, i % 2 == 0);
            Same<double>(geometry, random, i % 2 == 0);
        }
    }

    // Two and more bands of rows: windows that overlap, side by side in pairs and in threes, in layers, few in a row, and of different lengths.
    [Fact]
    public void BandsOfALargePlane_AreThePlainWindows()
    {
        Random random = new Random(14);
        PoolingAxis unit = PoolingAxis.Unit;
        PoolingGeometry[] large =
        [
            new PoolingGeometry(1, unit, PoolingAxis.Regular(700, 3, 700, 1, 1, 1), PoolingAxis.Regular(450, 3, 450, 1, 1, 1)),
            new PoolingGeometry(2, unit, PoolingAxis.Regular(701, 5, 350, 2, 2, 1), PoolingAxis.Regular(450, 3, 225, 2, 1, 1)),
            new PoolingGeometry(1, unit, Plain(701, 2), Plain(451, 2)), new PoolingGeometry(1, unit, Plain(701, 3), Plain(452, 3)),
            new PoolingGeometry(1, Plain(33, 2), Plain(91, 2), Plain(101, 2)), new PoolingGeometry(1, Plain(9, 1), Plain(221, 2), Plain(180, 2)),
            new PoolingGeometry(1, unit, PoolingAxis.Regular(9001, 3, 4500, 2, 0, 1), PoolingAxis.Adaptive(40, 3)),
            new PoolingGeometry(1, unit, PoolingAxis.Adaptive(1000, 37), PoolingAxis.Adaptive(401, 40)),
        ];
        foreach (PoolingGeometry geometry in large)
        {
            Assert.True(geometry.Block(0, geometry.OutputRows).EndRow < geometry.OutputRows, Text(geometry));
            Check(geometry, random, true, 0);
            Same<float>(geometry, random, true);
        }
    }

    [Fact]
    public void FirstOfEqualElements_AndFirstNaN_Win()
    {
        Random random = new Random(9);
        for (int i = 0; i < 200; i++)
        {
            PoolingGeometry g = i % 5 == 4
                ? new PoolingGeometry(2, PoolingAxis.Unit, Plain(5, 2), Plain(41, 2))
                : Geometry(random, (i % 3) + 1, i % 4 == 3, true);

            // Few different numbers, zeros of both signs, infinities and NaN of different payloads.
            float[] values =
            [
                1, 0f, -0f, -1, float.NegativeInfinity, float.NegativeInfinity, BitConverter.Int32BitsToSingle(0x7FC00001),
                BitConverter.Int32BitsToSingle(unchecked((int)0xFFC00002)), float.PositiveInfinity,
            ];
            int choice = i % 3 == 0 ? 6 : i % 3 == 1 ? 8 : 9;
            float[] x = [.. Enumerable.Range(0, g.Planes * g.InputVolume).Select(_ => values[random.Next(i % 7 == 0 ? 4 : 0, choice)])];
            float[] y = new float[g.Planes * g.OutputVolume];
            int[] places = new int[y.Length];
            foreach (int width in WidthScope.All)
            {
                MaxPooling.Forward(g, x, y, places, width);
                PlainPooling.Visit(g, (o, window) =>
                {
                    int best = window[0];
                    foreach (int place in window)
                    {
                        best = !float.IsNaN(x[best]) && (x[place] > x[best] || float.IsNaN(x[place])) ? place : best;
                    }

                    Assert.True(best % g.InputVolume == places[o], $"place of {o} of {Text(g)} at {width} bits is {places[o]} instead of {best}");
                    Assert.Equal(BitConverter.SingleToInt32Bits(x[best]), BitConverter.SingleToInt32Bits(y[o]));
                });
                float[] alone = new float[y.Length];
                MaxPooling.Forward(g, x, alone, default, width);
                Assert.True(Bytes(y).SequenceEqual(Bytes(alone)), $"{Text(g)} without places at {width} bits");
            }
        }
    }

    private static void Same<T>(PoolingGeometry geometry, Random random, bool count)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        T[] x = Numbers<T>(random, geometry.Planes * geometry.InputVolume), dy = Numbers<T>(random, geometry.Planes * geometry.OutputVolume);
        PoolingDivisors divisors = new PoolingDivisors(geometry, count, 0);
        (T[] Max, int[] Places, T[] Scattered, T[] Average, T[] Gradient) expected;
        using (ThreadScope one = new ThreadScope(1))
        {
            expected = All(geometry, divisors, x, dy, 0);
        }

        foreach (int threads in (int[])[1, 2, 3, 7])
        {
            using ThreadScope scope = new ThreadScope(threads);
            foreach (int width in WidthScope.All)
            {
                (T[] Max, int[] Places, T[] Scattered, T[] Average, T[] Gradient) got = All(geometry, divisors, x, dy, width);
                string where = $"{Text(geometry)} at {width} bits on {threads} threads";
                Assert.True(Bytes(expected.Max).SequenceEqual(Bytes(got.Max)), $"largest of {where}");
                Assert.True(expected.Places.AsSpan().SequenceEqual(got.Places), $"places of {where}");
                Assert.True(Bytes(expected.Scattered).SequenceEqual(Bytes(got.Scattered)), $"gradient of the largest of {where}");
                Assert.True(Bytes(expected.Average).SequenceEqual(Bytes(got.Average)), $"averages of {where}");
                Assert.True(Bytes(expected.Gradient).SequenceEqual(Bytes(got.Gradient)), $"gradient of averages of {where}");
            }
        }

        PoolingGeometry single = geometry with { Planes = 1 };
        int last = geometry.Planes - 1, inputs = geometry.InputVolume, outputs = geometry.OutputVolume;
        (T[] Max, int[] Places, T[] Scattered, T[] Average, T[] Gradient) alone =
            All(single, divisors, x[(last * inputs)..], dy[(last * outputs)..], VectorWidth.Bits);
        Assert.True(Bytes(expected.Max[(last * outputs)..]).SequenceEqual(Bytes(alone.Max)), $"the last alone of {Text(geometry)}");
        Assert.True(Bytes(expected.Average[(last * outputs)..]).SequenceEqual(Bytes(alone.Average)), $"the last average alone of {Text(geometry)}");
        Assert.True(Bytes(expected.Gradient[(last * inputs)..]).SequenceEqual(Bytes(alone.Gradient)), $"the last gradient alone of {Text(geometry)}");
    }

    private static void Check(PoolingGeometry geometry, Random random, bool count, int divisor)
    {
        double[] x = Numbers<double>(random, geometry.Planes * geometry.InputVolume), dy = Numbers<double>(random, geometry.Planes * geometry.OutputVolume);
        double[] max = new double[dy.Length], average = new double[dy.Length], scattered = new double[x.Length], gradient = new double[x.Length];
        int[] places = new int[dy.Length];
        PlainPooling.Visit(geometry, (o, window) =>
        {
            (int zy, int k) = Math.DivRem(o % geometry.OutputVolume, geometry.X.Output);
            (int i, int j) = Math.DivRem(zy, geometry.Y.Output);
            double by = divisor != 0 ? divisor : PlainPooling.Divisor(geometry.Z, i, count) * PlainPooling.Divisor(geometry.Y, j, count)
                * PlainPooling.Divisor(geometry.X, k, count);
            int best = window[0];
            foreach (int place in window)
            {
                best = x[place] > x[best] ? place : best;
                average[o] += geometry.IsDense ? x[place] / by : 0;
                gradient[place] += geometry.IsDense ? dy[o] / by : 0;
            }

            max[o] = x[best];
            places[o] = best % geometry.InputVolume;
            scattered[best] += dy[o];
        });
        PoolingDivisors divisors = new PoolingDivisors(geometry, count, divisor);
        (double[] Max, int[] Places, double[] Scattered, double[] Average, double[] Gradient) got = All(geometry, divisors, x, dy, VectorWidth.Bits);
        Assert.Equal(max, got.Max);
        Assert.Equal(places, got.Places);
        Close(scattered, got.Scattered, 1e-14, geometry, "gradient of the largest");
        Close(average, got.Average, 1e-14, geometry, "average");
        Close(gradient, got.Gradient, 1e-14, geometry, "gradient of averages");

        // Numbers and gradients that are floats, so that nothing is lost before: the only error is that of the last rounding.
        float[] fx = Array.ConvertAll(x, v => (float)v), fy = Array.ConvertAll(dy, v => (float)v);
        (float[] Max, int[] Places, float[] Scattered, float[] Average, float[] Gradient) single = All(geometry, divisors, fx, fy, VectorWidth.Bits);
        Assert.Equal(Array.ConvertAll(got.Average, v => (float)v), single.Average);
        Assert.Equal(Array.ConvertAll(got.Gradient, v => (float)v), single.Gradient);
        Assert.Equal(places, single.Places);
        Close(scattered, Array.ConvertAll(single.Scattered, v => (double)v), 1e-6, geometry, "gradient of the largest in float32");
    }

    private static void Close(double[] expected, double[] actual, double tolerance, PoolingGeometry geometry, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * 10, $"{what} {i} of {Text(geometry)} is {actual[i]:R} instead of {expected[i]:R}.");
        }
    }

    private static (T[] Max, int[] Places, T[] Scattered, T[] Average, T[] Gradient) All<T>(
        PoolingGeometry geometry, PoolingDivisors divisors, T[] x, T[] dy, int width)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        T[] max = new T[dy.Length], average = new T[dy.Length], scattered = new T[x.Length], gradient = new T[x.Length];
        int[] places = new int[dy.Length];
        MaxPooling.Forward<T>(geometry, x, max, places, width);
        PlanePlaces.Run<T>(PlanePlaces.Action.Add, geometry.Planes, scattered, dy, places);
        T[] picked = new T[dy.Length];
        PlanePlaces.Run<T>(PlanePlaces.Action.Pick, geometry.Planes, x, picked, places);
        Assert.Equal(max, picked);
        if (geometry.IsDense)
        {
            AveragePooling.Forward<T>(geometry, divisors, x, average, width);
            AveragePooling.Backward<T>(geometry, divisors, dy, gradient, width);
        }

        return (max, places, scattered, average, gradient);
    }

    private static ReadOnlySpan<byte> Bytes<T>(T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan());

    private static T[] Numbers<T>(Random random, int length)
        where T : System.Numerics.INumber<T> => [.. Enumerable.Range(0, length).Select(_ => T.CreateChecked((random.Next(2001) - 1000) / 1024.0))];

    private static PoolingAxis Plain(int length, int kernel) => PoolingAxis.Regular(length, kernel, length / kernel, kernel, 0, 1);

    private static string Text(PoolingGeometry g) => $"{g.Planes} planes of {string.Join(" x ", new[] { g.Z, g.Y, g.X }.Select(
        a => $"{a.Input}->{a.Output} k{a.Kernel} s{a.Stride} p{a.Padding} d{a.Dilation} {(a.IsRegular ? "" : "adaptive")}"))}";

    private static PoolingGeometry Geometry(Random random, int axes, bool adaptive, bool dilated)
    {
        PoolingAxis Axis(int longest)
        {
            int length = random.Next(1, longest);
            if (adaptive)
            {
                return PoolingAxis.Adaptive(length, random.Next(1, longest));
            }

            while (true)
            {
                int kernel = random.Next(1, 6), stride = random.Next(1, 6), dilation = dilated ? random.Next(1, 4) : 1;
                int reach = ((kernel - 1) * dilation) + 1, padding = random.Next(0, (reach / 2) + 1);
                int room = length + (2 * padding) - reach + (random.Next(2) * (stride - 1));
                int output = room < 0 ? 0 : (room / stride) + 1;
                output -= (output - 1) * stride >= length + padding ? 1 : 0;
                PoolingAxis axis = PoolingAxis.Regular(length, kernel, Math.Max(output, 1), stride, padding, dilation);
                if (output > 0 && Enumerable.Range(0, output).All(o => axis.Count(o) > 0))
                {
                    return axis;
                }
            }
        }

        return new PoolingGeometry(
            random.Next(1, 4), axes > 2 ? Axis(7) : PoolingAxis.Unit, axes > 1 ? Axis(10) : PoolingAxis.Unit, Axis(axes == 1 ? 150 : 45));
    }
}
