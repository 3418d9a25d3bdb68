using System.Globalization;
using System.Runtime.CompilerServices;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    // About 20 us of work for a thread.
    private const int NoiseBlock = 1 << 11;

    /// <summary>Differentiable samples of categories: <c>softmax((x + G)/T)</c> with noise <c>G = −ln(−ln u)</c>, Gumbel's distribution.</summary>
    /// <param name="logits">The unnormalised logarithms of the probabilities, of a floating-point type.</param>
    /// <param name="random">The generator; element <c>i</c> in row-major order takes its draw <paramref name="start"/> + <c>i</c>.</param>
    /// <param name="temperature">The temperature <c>T</c>: towards 0 the samples become one-hot.</param>
    /// <param name="hard">
    /// Whether the result is exactly one-hot, 1 at the largest of each slice, with the gradient of the soft sample (straight through).
    /// </param>
    /// <param name="axis">The axis of the categories; negatives count from the last.</param>
    /// <param name="start">The index of the first draw.</param>
    /// <remarks>
    /// The draws <c>u</c> lie between 2⁻⁵³ and 1 − 2⁻⁵³, so that the noise is finite: between −3.7 and 36.8. The position of the largest follows
    /// the softmax's probabilities at every temperature. A slice with a NaN is NaN.
    /// Source: Jang, Gu, Poole, "Categorical reparameterization with Gumbel-softmax" (2017); Maddison, Mnih, Teh, "The concrete distribution" (2017).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a finite number above 0, or there is no such axis.</exception>
    public static Tensor GumbelSoftmax(Tensor logits, Philox random, double temperature = 1, bool hard = false, int axis = -1, ulong start = 0)
    {
        if (!(temperature > 0 && double.IsFinite(temperature) && double.IsFinite(1 / temperature)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(temperature), temperature,
                $"GumbelSoftmax expects a finite temperature above 0 but got {temperature.ToString(CultureInfo.InvariantCulture)}; for one-hot samples use " +
                "hard: true.");
        }

        axis = SoftmaxAxis(logits, axis, 1);
        return Widening.Apply(DataType.Float32, logits, (random, start, axis, temperature, hard), static (x, s) =>
        {
            Tensor soft = Softmax(Add(x, Gumbel(x.Shape, s.random, s.start).To(x.DataType)), s.axis, 1 / s.temperature);
            return s.hard ? OneHotOfLargest(soft, s.axis) : soft;
        });
    }

    /// <summary>
    /// 1 at the first largest element of each slice and 0 elsewhere, with the gradient of the elements themselves; a slice with a NaN is NaN.
    /// </summary>
    internal static Tensor OneHotOfLargest(Tensor soft, int axis)
    {
        axis = SoftmaxAxis(soft, axis, 1);
        Tensor y = soft.Detach();
        if (y.Length > 0)
        {
            Tensor index = y.Rank == 0 ? Tensor.Zeros(Shape.Scalar, DataType.Int64) : ArgMax(y, axis);
            Tensor ones = OneHot(index, y.Rank == 0 ? 1 : y.Shape[axis], y.DataType);
            ones = y.Rank == 0 ? ones.Reshape(y.Shape) : MoveLast(ones, axis);

            // y − y is 0, or NaN of a NaN.
            y = Add(ones, Subtract(y, y));
        }

        return Tracks(soft) ? y.By(new StraightThroughNode(soft)) : y;
    }

    /// <summary>Noise of Gumbel's distribution.</summary>
    private static Tensor Gumbel(Shape shape, Philox random, ulong start)
    {
        Tensor noise = Tensor.Empty(shape, DataType.Float64);
        Span<double> values = noise.Span<double>();
        if (values.Length > 0)
        {
            Parallelism.For(Partition.Count(values.Length, NoiseBlock), new NoiseBody(values, random, start));
        }

        GC.KeepAlive(noise);
        return noise;
    }

    /// <summary>Brings the last axis to a place.</summary>
    private static Tensor MoveLast(Tensor x, int axis)
    {
        int[] order = [.. Enumerable.Range(0, x.Rank - 1)];
        return Permute(x, [.. order[..axis], x.Rank - 1, .. order[axis..]]);
    }

    private readonly ref struct NoiseBody(Span<double> values, Philox random, ulong start) : IParallelBody
    {
        private readonly Span<double> _values = values;

        public void Invoke(int index)
        {
            int first = index * NoiseBlock;
            Span<double> block = _values.Slice(first, Math.Min(NoiseBlock, _values.Length - first));
            for (int i = 0; i < block.Length; i++)
            {
                // Neither 0, whose noise is −∞, nor 1, whose noise is ∞.
                block[i] = random.UniformDoubleWithin(start + (ulong)(first + i));
            }

            Map.Apply<GumbelFunction, double>(default, block, block);
        }
    }

    /// <summary>The quantile <c>−ln(−ln u)</c> of Gumbel's distribution.</summary>
    private readonly struct GumbelFunction : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x)
            where T : struct, IReal<T>
        {
            // Rounded: the logarithm of an unrounded number expects a small second part.
            T exponential = -T.Log(x);
            return -T.Log(exponential);
        }
    }
}
