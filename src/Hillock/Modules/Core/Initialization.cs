using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Initial values of weights, all from <see cref="Philox"/> streams: the same numbers on every machine.</summary>
/// <remarks>
/// Fan-in is the number of inputs of one output, fan-out the number of outputs that one input reaches: of a weight <c>[out, in, ...]</c>,
/// <c>in</c> and <c>out</c> times the product of the other axes, as in PyTorch's <c>torch.nn.init</c>.
/// </remarks>
public static partial class Initialization
{
    /// <summary>Uniform numbers in <c>[low, high)</c>.</summary>
    /// <param name="weight">The tensor to fill, of a floating-point type; contiguous.</param>
    /// <param name="random">The numbers: element <c>i</c> takes number <c>i</c>.</param>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    /// <returns>The tensor.</returns>
    public static Tensor Uniform(Tensor weight, Philox random, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return Fill(weight, index => low + ((high - low) * random.UniformDouble(index)));
    }

    /// <summary>Normal numbers.</summary>
    /// <param name="weight">The tensor to fill, of a floating-point type; contiguous.</param>
    /// <param name="random">The numbers: element <c>i</c> takes number <c>i</c>.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <returns>The tensor.</returns>
    public static Tensor Normal(Tensor weight, Philox random, double mean = 0, double deviation = 1)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return Fill(weight, index => mean + (deviation * random.Normal(index)));
    }

    /// <summary>One value everywhere.</summary>
    /// <returns>The tensor.</returns>
    public static Tensor Constant(Tensor weight, double value)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return Fill(weight, _ => value);
    }

    /// <summary>
    /// Uniform in <c>±gain·√(6/(fanIn + fanOut))</c>. Source: Glorot and Bengio, "Understanding the difficulty of training deep
    /// feedforward neural networks" (2010).
    /// </summary>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The weight has fewer than two axes.</exception>
    public static Tensor XavierUniform(Tensor weight, Philox random, double gain = 1)
    {
        (double fanIn, double fanOut) = Fans(weight);
        double bound = gain * Math.Sqrt(6 / (fanIn + fanOut));
        return Uniform(weight, random, -bound, bound);
    }

    /// <summary>Normal with deviation <c>gain·√(2/(fanIn + fanOut))</c>; see <see cref="XavierUniform"/>.</summary>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The weight has fewer than two axes.</exception>
    public static Tensor XavierNormal(Tensor weight, Philox random, double gain = 1)
    {
        (double fanIn, double fanOut) = Fans(weight);
        return Normal(weight, random, 0, gain * Math.Sqrt(2 / (fanIn + fanOut)));
    }

    /// <summary>
    /// Uniform in <c>±gain·√(3/fan)</c>. Source: He, Zhang, Ren, Sun, "Delving deep into rectifiers" (2015).
    /// </summary>
    /// <param name="weight">The weight to fill.</param>
    /// <param name="random">The numbers.</param>
    /// <param name="gain">The gain of the activation behind the layer, <see cref="GainFor{TActivation}(TActivation)"/>: √2 for ReLU.</param>
    /// <param name="fan">Which fan to keep the variance over.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The weight has fewer than two axes.</exception>
    public static Tensor HeUniform(Tensor weight, Philox random, double gain = 1.4142135623730951, Fan fan = Fan.In)
    {
        double bound = gain * Math.Sqrt(3 / Pick(weight, fan));
        return Uniform(weight, random, -bound, bound);
    }

    /// <summary>Normal with deviation <c>gain/√fan</c>; see <see cref="HeUniform"/>.</summary>
    /// <param name="weight">The weight to fill.</param>
    /// <param name="random">The numbers.</param>
    /// <param name="gain">The gain of the activation behind the layer, <see cref="GainFor{TActivation}(TActivation)"/>: √2 for ReLU.</param>
    /// <param name="fan">Which fan to keep the variance over.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The weight has fewer than two axes.</exception>
    public static Tensor HeNormal(Tensor weight, Philox random, double gain = 1.4142135623730951, Fan fan = Fan.In) =>
        Normal(weight, random, 0, gain / Math.Sqrt(Pick(weight, fan)));

    /// <summary>
    /// Normal with deviation <c>1/√fanIn</c>, which SELU needs. Source: LeCun, Bottou, Orr, Müller, "Efficient BackProp" (1998).
    /// </summary>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The weight has fewer than two axes.</exception>
    public static Tensor LeCunNormal(Tensor weight, Philox random) => HeNormal(weight, random, 1);

    /// <summary>
    /// The weights of a layer whose outputs go through <c>sin(ωx)</c>: uniform in <c>±√(6/fanIn)/ω</c>, so that the sines' arguments are about normal with
    /// deviation 1 in every layer; in the first layer uniform in <c>±1/fanIn</c>. Source: Sitzmann, Martel, Bergman, Lindell, Wetzstein, "Implicit neural
    /// representations with periodic activation functions" (2020).
    /// </summary>
    /// <param name="weight">The weight to fill.</param>
    /// <param name="random">The numbers.</param>
    /// <param name="frequency">The frequency <c>ω</c> of the activation behind the layer, above 0.</param>
    /// <param name="first">Whether the layer's inputs are the network's.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="ArgumentException">The weight has fewer than two axes, or the frequency is not above 0.</exception>
    public static Tensor SirenUniform(Tensor weight, Philox random, double frequency = 30, bool first = false)
    {
        double fanIn = Fans(weight).In;
        double bound = first ? 1 / fanIn : Math.Sqrt(6 / fanIn) / Check.Positive(frequency);
        return Uniform(weight, random, -bound, bound);
    }

    /// <summary>
    /// The gain that keeps the mean square of a layer's outputs through the activation: <c>1/√E[f(z)²]</c> for a standard normal <c>z</c>.
    /// </summary>
    /// <remarks>
    /// By the midpoint rule over [−16, 16] with 2¹⁵ steps: exact to rounding for ReLU (√2) and leaky ReLU, to 1e-9 for smooth functions, to
    /// 1e-7 where a kink lies off 0. It is PyTorch's <c>calculate_gain</c> for linear, ReLU and leaky ReLU; theirs for tanh, 5/3, is a rule of thumb (1.59
    /// here).
    /// </remarks>
    /// <param name="activation">The activation.</param>
    /// <exception cref="ArgumentException">The activation is 0 wherever inputs are likely, or grows without bound there.</exception>
    public static double GainFor<TActivation>(TActivation activation)
        where TActivation : struct, IUnaryFunction
    {
        const int Steps = 1 << 15;
        const double Width = 32.0 / Steps;
        double[] z = new double[Steps];
        for (int i = 0; i < Steps; i++)
        {
            z[i] = ((i + 0.5) * Width) - 16;
        }

        double meanSquare = Reduce.Sum(new WeightedSquare<TActivation>(activation), new ReadOnlySpan<double>(z)) * Width;
        double gain = 1 / Math.Sqrt(meanSquare);
        return double.IsFinite(gain) && gain > 0
            ? gain
            : throw new ArgumentException(
                $"{activation} has no gain: the mean of its square under a normal input is {Module.FormatNumber(meanSquare)}; choose other parameters.",
                nameof(activation));
    }

    /// <summary>The gain of an activation with a learned parameter, at a value of the parameter.</summary>
    /// <inheritdoc cref="GainFor{TActivation}(TActivation)"/>
    /// <param name="activation">The activation.</param>
    /// <param name="parameter">The value of its parameter.</param>
    public static double GainFor<TActivation>(TActivation activation, double parameter)
        where TActivation : struct, ILearnableActivation => GainFor(new AtParameter<TActivation>(activation, parameter));

    private readonly struct AtParameter<TActivation>(TActivation activation, double parameter) : IUnaryFunction
        where TActivation : struct, ILearnableActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x)
            where T : struct, IReal<T> => activation.Apply(x, T.Const(parameter));

        public override string ToString() => $"{activation}";
    }

    private readonly struct WeightedSquare<TActivation>(TActivation activation) : IUnaryFunction
        where TActivation : struct, IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x)
            where T : struct, IReal<T>
        {
            T y = activation.Apply(x);
            T density = T.NormalDensity(x);
            return y * y * density;
        }
    }

    private static Tensor Fill(Tensor weight, Func<ulong, double> value)
    {
        if (!weight.IsLeaf)
        {
            throw new ArgumentException(
                "Initialization expects a parameter but got a tensor that was computed from others, as the weight of a WeightNorm or SpectralNorm is; " +
                "initialise the layer before it is wrapped, or its own parameters.", nameof(weight));
        }

        switch (weight.DataType)
        {
            case DataType.Float32:
                Span<float> singles = weight.Span<float>();
                weight.Storage.Version++;
                for (int i = 0; i < singles.Length; i++)
                {
                    singles[i] = (float)value((ulong)i);
                }

                break;
            case DataType.Float64:
                Span<double> doubles = weight.Span<double>();
                weight.Storage.Version++;
                for (int i = 0; i < doubles.Length; i++)
                {
                    doubles[i] = value((ulong)i);
                }

                break;
            case DataType.Float16 or DataType.BFloat16:
                Tensor wide = Fill(Tensor.Empty(weight.Shape, DataType.Float64), value);
                weight.Storage.Version++;
                Conversion.Copy(wide, weight);
                break;
            default:
                throw new ArgumentException(
                    $"Initialization expects a weight of a floating-point type but got {weight.DataType.Name()}; initialise in float32 and convert with To.",
                    nameof(weight));
        }

        GC.KeepAlive(weight);
        return weight;
    }

    /// <summary>Refuses a type that parameters cannot be of.</summary>
    internal static void CheckType(string module, DataType dataType)
    {
        if (!dataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"{module} expects a floating-point type for its parameters but got {dataType.Name()}; take DataType.Float32.", nameof(dataType));
        }
    }

    private static double Pick(Tensor weight, Fan fan)
    {
        (double fanIn, double fanOut) = Fans(weight);
        return fan == Fan.In ? fanIn : fanOut;
    }

    private static (double In, double Out) Fans(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank < 2)
        {
            throw new ArgumentException(
                $"Fan-in and fan-out need a weight of at least two axes, [out, in, ...], but got {weight.Shape}; use Uniform, Normal or Constant for a bias.",
                nameof(weight));
        }

        double field = 1;
        for (int axis = 2; axis < weight.Rank; axis++)
        {
            field *= weight.Shape[axis];
        }

        return (weight.Shape[1] * field, weight.Shape[0] * field);
    }
}
