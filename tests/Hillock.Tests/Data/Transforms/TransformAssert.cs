using Hillock.Data.Transforms;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data.Transforms;

/// <summary>What holds for every transform, whatever it computes.</summary>
internal static class TransformAssert
{
    private const double Wide = 1e-10, Single = 2e-6, Narrow = 0.02;

    /// <summary>The oracle's result; then the same of views, of a plane, of other types, on threads, and the picture as it was.</summary>
    internal static void Agrees(TransformOracle item, IImageTransform transform, Philox random = default, double bytes = 1, bool isSmooth = true)
    {
        if (item.Picture.DataType == DataType.UInt8)
        {
            // Pillow rounds between the passes, to 8 bits.
            Near(item.Expected, transform.Apply(item.Picture, random), bytes, item.ToString());
        }
        else
        {
            Near(item.Expected, transform.Apply(item.Picture, random), Wide, item.ToString());
            if (isSmooth)
            {
                Near(item.Expected, transform.Apply(item.Picture.To(DataType.Float32), random), Single, $"float32: {item}");
                Near(item.Expected, transform.Apply(item.Picture.To(DataType.BFloat16), random), Narrow, $"bfloat16: {item}");
            }
        }

        IsPure(item.Picture, transform, random);
    }

    /// <summary>The same bits of views and planes, twice and on threads; the picture is not changed.</summary>
    internal static void IsPure(Tensor picture, IImageTransform transform, Philox random)
    {
        double[] before = picture.ToArray<double>();
        Tensor result = transform.Apply(picture, random);
        Assert.Equal(picture.DataType, result.DataType);
        double[] expected = result.ToArray<double>();
        Assert.Equal(before, picture.ToArray<double>());

        // Channels last in memory, backwards from a larger tensor, with a gap between rows.
        Tensor last = picture.Permute(1, 2, 0).Clone().Permute(2, 0, 1);
        Tensor gaps = F.Pad(picture, 2, 1).Slice(-1, 2, -1);
        Assert.Equal(expected, transform.Apply(last, random).ToArray<double>());
        Assert.Equal(expected, transform.Apply(gaps, random).ToArray<double>());
        if (picture.Shape[0] == 1)
        {
            Tensor plane = transform.Apply(picture.Select(0, 0), random);
            Assert.Equal(2 + (result.Shape[0] == 1 ? 0 : 1), plane.Rank);
            Assert.Equal(expected, plane.ToArray<double>());
        }

        double[][] results = new double[4][];
        Parallel.For(0, results.Length, i => results[i] = transform.Apply(picture, random).ToArray<double>());
        Assert.All(results, other => Assert.Equal(expected, other));
    }

    internal static void Near(Tensor expected, Tensor actual, double tolerance, string what)
    {
        Assert.True(expected.Shape.Equals(actual.Shape), $"{what}: {actual.Shape} instead of {expected.Shape}");
        double[] should = expected.ToArray<double>(), values = actual.ToArray<double>();
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(values[i] - should[i]) <= tolerance, $"{what}: element {i} is {values[i]} instead of {should[i]}");
        }
    }
}
