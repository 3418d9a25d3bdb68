using System.Diagnostics;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional.Pooling;

/// <summary>Kernels that lie in the padding for the most part: the values by the definition, in loops over the input alone, and at once.</summary>
public class PaddedWindowsTests
{
    [Theory]
    [InlineData(3, 100000000, 50000000, 100000000, false)]
    [InlineData(3, 100000000, 50000000, 1, false)]
    [InlineData(3, 100000000, 49999999, 1, true)]
    [InlineData(7, 1 << 30, 1 << 29, 1 << 29, true)]
    [InlineData(9, 10, 5, 1, false)]
    [InlineData(9, 20, 10, 2, false)]
    [InlineData(9, 11, 5, 3, true)]
    [InlineData(40, 45, 22, 1, false)]
    [InlineData(3, 100000000, 50000000, 50000001, true)]
    public void Pools_OfLargeKernels_AreThoseOfTheDefinition(int length, int kernel, int padding, int stride, bool ceiling)
    {
        Stopwatch watch = Stopwatch.StartNew();
        double[] x = [.. Enumerable.Range(0, length).Select(i => (double)((i * 7 % 11) - 4))];
        Tensor input = Tensor.From(x, [1, 1, length]).WithGradient();
        long room = length + (2L * padding) - kernel;
        long outputs = ((room + (ceiling ? stride - 1 : 0)) / stride) + 1;
        outputs -= ceiling && (outputs - 1) * stride >= length + (long)padding ? 1 : 0;
        double[] sums = new double[outputs], largest = new double[outputs], divisors = new double[outputs], gradient = new double[length];
        for (int o = 0; o < outputs; o++)
        {
            long start = ((long)o * stride) - padding, end = start + kernel;
            divisors[o] = Math.Min(end, length + (long)padding) - start;
            largest[o] = double.NegativeInfinity;
            for (int i = 0; i < length; i++)
            {
                if (i >= start && i < end)
                {
                    sums[o] += x[i];
                    largest[o] = Math.Max(largest[o], x[i]);
                    gradient[i] += 1 / divisors[o];
                }
            }
        }

        Tensor average = F.AvgPool1d(input, kernel, stride, padding, ceiling);
        Assert.Equal(sums.Zip(divisors, (sum, divisor) => sum / divisor), average.Detach().ToArray<double>());
        Assert.Equal(largest, F.MaxPool1d(input.Detach(), kernel, stride, padding, ceilMode: ceiling).ToArray<double>());
        F.Sum(average).Backward();
        Assert.All(input.Gradient!.ToArray<double>().Zip(gradient), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Theory]
    [InlineData(5, 7, 5, 2, 1)]
    [InlineData(5, 9, 8, 2, 1)]
    [InlineData(4, 3, 4, 4, 1)]
    [InlineData(6, 100000001, 100000000, 2, 1)]
    public void MaxPool_OfDilatedKernels_IsThatOfTheDefinition(int length, int kernel, int padding, int dilation, int stride)
    {
        double[] x = [.. Enumerable.Range(0, length).Select(i => (double)((i * 7 % 11) - 4))];
        long reach = ((kernel - 1L) * dilation) + 1, outputs = ((length + (2L * padding) - reach) / stride) + 1;
        double[] expected = new double[outputs];
        for (int o = 0; o < outputs; o++)
        {
            long start = ((long)o * stride) - padding;
            expected[o] = Enumerable.Range(0, length).Where(i => i >= start && (i - start) % dilation == 0 && i - start < reach).Max(i => x[i]);
        }

        Tensor y = F.MaxPool1d(Tensor.From(x, [1, 1, length]), kernel, stride, padding, dilation);
        Assert.Equal(expected, y.ToArray<double>());
    }
}
