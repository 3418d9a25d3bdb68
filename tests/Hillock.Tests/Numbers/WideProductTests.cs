using System.Runtime.CompilerServices;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Numbers;

/// <summary>Products of the functions that give twice the precision with their argument, where it or the product is infinite, 0 or no number.</summary>
/// <remarks>Expected are the product of the function's limit with the argument by IEEE 754, and f + x·f′, to which a slope of 0 adds nothing.</remarks>
[Trait("Speed", "slow")]
public class WideProductTests
{
    private const double Infinity = double.PositiveInfinity, Nan = double.NaN;

    private interface IWide
    {
        static abstract Wide<T> Of<T>(T x) where T : struct, IReal<T>;
    }

    public static TheoryData<DataType> Types => [DataType.Float32, DataType.Float64, DataType.Float16, DataType.BFloat16];

    // At ∞, −∞ and 0: the value and the slope.
    [Theory]
    [MemberData(nameof(Types))]
    public void Product_OfAWideFunctionAndItsArgument_HasValueAndSlopeAtInfinities(DataType type)
    {
        Check<Exp>(type, (Infinity, Infinity), (Nan, 0), (0, 1));
        Check<Expm1>(type, (Infinity, Infinity), (Infinity, -1), (0, 0));
        Check<Log>(type, (Infinity, Infinity), (Nan, Nan), (Nan, Nan));
        Check<Log1p>(type, (Infinity, Infinity), (Nan, Nan), (0, 0));
        Check<Sin>(type, (Nan, Nan), (Nan, Nan), (0, 0));
        Check<Cos>(type, (Nan, Nan), (Nan, Nan), (0, 1));
        Check<Atan>(type, (Infinity, Math.PI / 2), (Infinity, -Math.PI / 2), (0, 0));
        Check<Asinh>(type, (Infinity, Infinity), (Infinity, -Infinity), (0, 0));
        Check<Softplus>(type, (Infinity, Infinity), (Nan, 0), (0, 0.6931471805599453));
        Check<Tanh>(type, (Infinity, 1), (Infinity, -1), (0, 0));
        Check<Erf>(type, (Infinity, 1), (Infinity, -1), (0, 0));
        Check<NormalDensity>(type, (Nan, 0), (Nan, 0), (0, 0.3989422804014327));
        Check<NormalCdf>(type, (Infinity, 1), (Nan, 0), (0, 0.5));
    }

    [Fact]
    public void Product_BeyondTheLargestNumber_IsInfinite()
    {
        // e^709·709 is 5.8e310, e^88·88 is 1.5e40.
        Assert.Equal(Infinity, F.Apply(Tensor.From([709.0]), default(Left<Exp>)).Item<double>());
        Assert.Equal(Infinity, F.Apply(Tensor.From([709.0]), default(Right<Exp>)).Item<double>());
        Assert.Equal(float.PositiveInfinity, F.Apply(Tensor.From([88f]), default(Left<Exp>)).Item<float>());
        Assert.Equal(float.PositiveInfinity, F.Apply(Tensor.From([88f]), default(Right<Exp>)).Item<float>());
    }

    private static void Check<TWide>(DataType type, (double Value, double Slope) above, (double Value, double Slope) below, (double Value, double Slope) zero)
        where TWide : struct, IWide
    {
        // As many as fill vectors and leave a rest.
        double[] x = [.. Enumerable.Range(0, 67).Select(i => (i % 4) switch { 0 => Infinity, 1 => -Infinity, 2 => 0, _ => Nan })];
        Check<TWide>(type, x, above, below, zero, static x => F.Apply(x, default(Left<TWide>)));
        Check<TWide>(type, x, above, below, zero, static x => F.Apply(x, default(Right<TWide>)));
    }

    private static void Check<TWide>(
        DataType type, double[] x, (double Value, double Slope) above, (double Value, double Slope) below, (double Value, double Slope) zero,
        Func<Tensor, Tensor> function)
        where TWide : struct, IWide
    {
        Tensor input = Tensor.From(x).To(type).WithGradient();
        Tensor result = function(input);
        result.Sum().Backward();
        double[] values = result.Detach().ToArray<double>(), slopes = input.Gradient!.ToArray<double>();
        for (int i = 0; i < x.Length; i++)
        {
            (double value, double slope) = (i % 4) switch { 0 => above, 1 => below, 2 => zero, _ => (Nan, Nan) };
            Assert.True(Same(value, values[i]), $"{typeof(TWide).Name} times {x[i]} in {type}: {values[i]}, expected {value}.");
            Assert.True(Same(slope, slopes[i]), $"The slope of {typeof(TWide).Name} times {x[i]} in {type}: {slopes[i]}, expected {slope}.");
        }

        bool Same(double expected, double actual)
        {
            double tolerance = type switch { DataType.Float64 => 1e-15, DataType.Float32 => 1e-7, DataType.Float16 => 5e-4, _ => 4e-3 };
            return expected.Equals(actual) || expected == actual || Math.Abs(expected - actual) <= tolerance * Math.Abs(expected);
        }
    }

    private readonly struct Left<TWide> : IUnaryFunction
        where TWide : struct, IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => TWide.Of(x) * x;
    }

    private readonly struct Right<TWide> : IUnaryFunction
        where TWide : struct, IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => x * TWide.Of(x);
    }

    private readonly struct Exp : IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> Of<T>(T x) where T : struct, IReal<T> => T.Exp(x);
    }

    private readonly struct Expm1 : IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> Of<T>(T x) where T : struct, IReal<T> => T.Expm1(x);
    }

    private readonly struct Log : IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> Of<T>(T x) where T : struct, IReal<T> => T.Log(x);
    }

    private readonly struct Log1p : IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> Of<T>(T x) where T : struct, IReal<T> => T.Log1p(x);
    }

    private readonly struct Sin : IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> Of<T>(T x) where T : struct, IReal<T> => T.Sin(x);
    }

    private readonly struct Cos : IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> Of<T>(T x) where T : struct, IReal<T> => T.Cos(x);
    }

    private readonly struct Atan : IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> Of<T>(T x) where T : struct, IReal<T> => T.Atan(x);
    }

    private readonly struct Asinh : IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> Of<T>(T x) where T : struct, IReal<T> => T.Asinh(x);
    }

    private readonly struct Softplus : IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> Of<T>(T x) where T : struct, IReal<T> => T.Softplus(x);
    }

    private readonly struct Tanh : IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> Of<T>(T x) where T : struct, IReal<T> => T.Tanh(x);
    }

    private readonly struct Erf : IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> Of<T>(T x) where T : struct, IReal<T> => T.Erf(x);
    }

    private readonly struct NormalDensity : IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> Of<T>(T x) where T : struct, IReal<T> => T.NormalDensity(x);
    }

    private readonly struct NormalCdf : IWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Wide<T> Of<T>(T x) where T : struct, IReal<T> => T.NormalCdf(x);
    }
}
