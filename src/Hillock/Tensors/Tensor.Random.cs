using Hillock.Numbers;

namespace Hillock.Tensors;

public sealed partial class Tensor
{
    /// <summary>Uniform random numbers in <c>[low, high)</c>: element <c>i</c> takes number <c>i</c> of the generator, on every machine.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="random">The generator: a seed and a stream.</param>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    /// <param name="dataType">A floating-point type.</param>
    /// <exception cref="ArgumentException">The type is not of floating point.</exception>
    public static Tensor RandomUniform(Shape shape, Philox random, double low = 0, double high = 1, DataType dataType = DataType.Float32)
    {
        Tensor wide = Empty(shape, DataType.Float64);
        Span<double> values = wide.Span<double>();

        // A difference that would be infinite is taken of the halves, and so are the numbers.
        double unit = double.IsFinite(high - low) ? 1 : 0.5;
        double start = low * unit, span = (high * unit) - start;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (start + (span * random.UniformDouble((ulong)i))) / unit;
        }

        return Randomly(wide, dataType, nameof(RandomUniform));
    }

    /// <summary>Normal random numbers: element <c>i</c> takes number <c>i</c> of the generator, on every machine.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="random">The generator: a seed and a stream.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <param name="dataType">A floating-point type.</param>
    /// <exception cref="ArgumentException">The type is not of floating point.</exception>
    public static Tensor RandomNormal(Shape shape, Philox random, double mean = 0, double deviation = 1, DataType dataType = DataType.Float32)
    {
        Tensor wide = Empty(shape, DataType.Float64);
        Span<double> values = wide.Span<double>();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = mean + (deviation * random.Normal((ulong)i));
        }

        return Randomly(wide, dataType, nameof(RandomNormal));
    }

    /// <summary>The numbers from 0 to <paramref name="count"/> − 1 in random order, each order equally probable.</summary>
    /// <returns>A tensor of <see cref="DataType.Int64"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static Tensor Permutation(int count, Philox random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return From(random.Permutation(count)).To(DataType.Int64);
    }

    private static Tensor Randomly(Tensor wide, DataType type, string name)
    {
        if (!type.IsFloatingPoint())
        {
            throw new ArgumentException($"{name} expects a floating-point type but got {type.Name()}.", nameof(type));
        }

        GC.KeepAlive(wide);
        return wide.To(type);
    }
}
