using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Cli.Benchmarks;

/// <summary>Data for cases; the values do not matter as long as they are usual.</summary>
internal static class RandomTensor
{
    /// <summary>Uniform numbers from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static Tensor Uniform(Shape shape, double low, double high)
    {
        Tensor tensor = Tensor.Empty(shape);
        Span<float> values = tensor.AsSpan<float>();
        new Philox(0).FillUniform(values);
        foreach (ref float value in values)
        {
            value = (float)(low + (high - low) * value);
        }

        return tensor;
    }

    /// <summary>Standard normal numbers.</summary>
    public static Tensor Normal(Shape shape, ulong seed = 0)
    {
        Tensor tensor = Tensor.Empty(shape);
        new Philox(seed).FillNormal(tensor.AsSpan<float>());
        return tensor;
    }

    /// <summary>Class indices, <c>[rows]</c>.</summary>
    public static Tensor Classes(int rows, int classes)
    {
        Philox random = new(0, 1);
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++)
        {
            values[i] = random.Below((ulong)i, (uint)classes);
        }

        return Tensor.From(values);
    }
}
