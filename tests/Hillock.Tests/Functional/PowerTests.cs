using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Numbers.Functions;
using Hillock.Tensors;
using Hillock.Tests.Activations;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>What must hold for powers whatever their values: bits, shapes, views, gradients by differences, and powers inside of users' functions.</summary>
public class PowerTests
{
    private static readonly double[] Exponents = [2.5, -0.7, 3, 17, -64, 65, 101, 1e-9, 0.5, -1, double.PositiveInfinity, double.NaN];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    [InlineData(0, 2)]
    [InlineData(2, 1)]
    public void EveryWidthAndPlace_GivesTheSameBits(int orderX, int orderY)
    {
        AssertSame<float>(orderX, orderY);
        AssertSame<double>(orderX, orderY);
    }

    [Fact]
    public void EveryThreadCount_GivesTheSameBits()
    {
        double[] x = Drawn(200_000, single: true, 5), y = Drawn(200_000, single: true, 6);
        Tensor a = Tensor.From(x).To(DataType.Float32), b = Tensor.From(y).To(DataType.Float32);
        int before = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            float[] one = F.Pow(a, b).ToArray<float>(), constant = F.Pow(a, 1.3).ToArray<float>();
            Parallelism.Threads = 4;
            Assert.Equal(one, F.Pow(a, b).ToArray<float>());
            Assert.Equal(constant, F.Pow(a, 1.3).ToArray<float>());
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Fact]
    public void ViewsAndBroadcasts_AreThePowersOfTheirElements()
    {
        Tensor x = Tensor.From(Drawn(6 * 70, single: true, 7), [6, 70]).To(DataType.Float32), y = Tensor.From(Drawn(70, single: true, 8)).To(DataType.Float32);
        float[] expected = [.. x.ToArray<float>().Select((value, i) => One(value, y.ToArray<float>()[i % 70]))];
        Assert.Equal(expected, F.Pow(x, y).ToArray<float>());
        Tensor transposed = x.Transpose().Contiguous().Transpose();
        Assert.Equal(expected, F.Pow(transposed, y).ToArray<float>());
        Tensor every = x.Slice(1, 1, 70, 3);
        Assert.Equal(F.Pow(every.Clone(), 2.7).ToArray<float>(), F.Pow(every, 2.7).ToArray<float>());
        Assert.Equal<Shape>([6, 70], F.Pow(x[0], x).Shape);
        Assert.Equal([.. x.ToArray<float>().Select((value, i) => One(x.ToArray<float>()[i % 70], value))], F.Pow(x[0], x).ToArray<float>());

        static float One(float a, float b) => F.Pow(Tensor.Scalar(a), Tensor.Scalar(b)).Item<float>();
    }

    [Fact]
    public void ScalarsAndNothing_KeepTheirShapes()
    {
        Assert.Equal(Shape.Scalar, F.Pow(Tensor.Scalar(3), 2.5).Shape);
        Assert.Equal(9f, F.Pow(Tensor.Scalar(3), Tensor.Scalar(2)).Item<float>());
        Tensor nothing = Tensor.Zeros([0, 3]).WithGradient();
        Assert.Equal<Shape>([0, 3], F.Pow(nothing, 2.5).Shape);
        Tensor y = Tensor.Zeros([3]).WithGradient();
        F.Sum(F.Pow(nothing, y)).Backward();
        Assert.Equal<Shape>([0, 3], nothing.Gradient!.Shape);
        Assert.Equal(new float[3], y.Gradient!.ToArray<float>());
    }

    [Fact]
    public void WholeNumbers_BecomeFloat32()
    {
        Tensor whole = Tensor.From(new[] { 1L, -2, 3 });
        Assert.Equal([1f, -8, 27], F.Pow(whole, 3).ToArray<float>());
        Assert.Equal([1f, 0.25f, 27], F.Pow(whole, Tensor.From(new[] { 5L, -2, 3 })).ToArray<float>());
    }

    [Fact]
    public void GradientOfRepeatedOperands_IsSummedOverThem()
    {
        Tensor x = Tensor.From(new[] { 2.0, 3 }).WithGradient(), y = Tensor.From(new[] { 1.0, 2, 3 }, [3, 1]).WithGradient();
        F.Sum(F.Pow(x, y)).Backward();
        Assert.Equal([1 + 4 + 12, 1 + 6 + 27], x.Gradient!.ToArray<double>());
        Assert.Equal<Shape>([3, 1], y.Gradient!.Shape);
    }

    [Fact]
    public void Gradients_ByDifferences_Agree()
    {
        Tensor x = Tensor.From(new[] { 0.3, 1, 2.5, 0.9 }), y = Tensor.From(new[] { 0.5, -1.2, 3, 0 }), negative = Tensor.From(new[] { -1.5, -0.4, 0.2, 2 });
        GradientCheck.First(inputs => F.Pow(inputs[0], inputs[1]), [x, y]).ThrowIfFailed();
        GradientCheck.Second(inputs => F.Pow(inputs[0], inputs[1]), [x, y]).ThrowIfFailed();
        foreach (double p in (double[])[0, 1, 2, 3, 5, -1, -2, -3])
        {
            GradientCheck.First(inputs => F.Pow(inputs[0], p), [negative]).ThrowIfFailed();
            GradientCheck.Second(inputs => F.Pow(inputs[0], p), [negative]).ThrowIfFailed();
        }
    }

    [Fact]
    public void GradientOf16BitTypes_IsSummedBeforeItIsRounded()
    {
        // The slope of x³ at 1 is 3: 3,000 of them are 9,000, where bfloat16 counts in steps of 64 and a sum in it would stop at 1,024.
        Tensor x = Tensor.Ones([1], DataType.BFloat16).WithGradient();
        F.Pow(x, Tensor.Full([3000], 3, DataType.BFloat16)).Backward(Tensor.Ones([3000], DataType.BFloat16));
        Assert.Equal(Tensor.Full([1], 9000, DataType.BFloat16).ToArray<float>(), x.Gradient!.ToArray<float>());
    }

    [Fact]
    public void PowersInsideFunctions_AreDifferentiatedByTheirRule()
    {
        double[] x = [0, 0.3, 1, 2.5, -2, 1e-300, 1e200, double.PositiveInfinity];
        foreach (double p in Exponents)
        {
            OwnPower own = new(new PowerExponent(p));
            for (int i = 0; i < x.Length; i++)
            {
                Scalar<double> number = new(x[i]);
                Assert.Equal(At(p, 0, x[i]), own.Apply(number).Value);
                Assert.Equal(At(p, 1, x[i]), new Derivative<OwnPower>(own).Apply(number).Value);
                Assert.Equal(At(p, 2, x[i]), new Derivative<Derivative<OwnPower>>(new(own)).Apply(number).Value);
            }
        }

        static double At(double p, int order, double x) => new ConstantPowerFunction(new PowerExponent(p, order)).Apply(new Scalar<double>(x)).Value;
    }

    [Fact]
    public void ConstantArgument_AddsNothing_WhereItsSlopeIsNone()
    {
        // The power of -2 has no derivative in the exponent, but one in the base; and √0 has none, but one in the exponent.
        Scalar<double> negative = new(-2), three = new(3), zero = new(0), half = new(0.5);
        Assert.Equal(12, new PartialX<OwnBinaryPower>(default).Apply(negative, three).Value);
        Assert.Equal(-12, new PartialX<PartialX<OwnBinaryPower>>(default).Apply(negative, three).Value);
        Assert.Equal(0, new PartialY<OwnBinaryPower>(default).Apply(zero, half).Value);
        Assert.Equal(double.NaN, new PartialY<OwnBinaryPower>(default).Apply(negative, three).Value);
    }

    private static void AssertSame<TElement>(int orderX, int orderY)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        bool single = typeof(TElement) == typeof(float);
        TElement[] x = Elements(Drawn(3000, single, 1)), y = Elements(Drawn(3000, single, 2));
        double[]? expected = null;
        PowerOracle.AtEveryWidth(width =>
        {
            TElement[] z = new TElement[x.Length], constants = new TElement[x.Length * Exponents.Length];
            Zip.Apply<PowerDerivativeFunction, TElement>(new(orderX, orderY), x, y, z);
            for (int i = 0; i < Exponents.Length; i++)
            {
                Map.Apply<ConstantPowerFunction, TElement>(new(new(Exponents[i], orderX)), x, constants.AsSpan(i * x.Length, x.Length));
            }

            double[] all = [.. z.Concat(constants).Select(static value => double.CreateTruncating(value))];
            expected ??= all;
            int at = LawSubject.FirstDifference(expected, all);
            Assert.True(at < 0, $"{typeof(TElement).Name}, {width} bits: {(at < 0 ? default : x[at % x.Length])}^{(at < 0 || at >= x.Length ? default : y[at])}");

            // Any place, any length, and over an argument.
            for (int start = 0; start < 40; start++)
            {
                TElement[] part = x[start..(start + 20 + start)];
                Zip.Apply<PowerDerivativeFunction, TElement>(new(orderX, orderY), part, y.AsSpan(start, part.Length), part);
                double[] same = [.. part.Select(static value => double.CreateTruncating(value))];
                Assert.Equal(-1, LawSubject.FirstDifference(all.AsSpan(start, part.Length), same));
            }
        });

        TElement[] Elements(double[] values) => [.. values.Select(static value => TElement.CreateTruncating(value))];
    }

    /// <summary>Numbers of any bits, ordinary numbers, and whole ones.</summary>
    private static double[] Drawn(int count, bool single, ulong seed)
    {
        Philox random = new(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            ulong bits = random.Bits64((ulong)i);
            double ordinary = (random.UniformDouble((ulong)i) - 0.4) * 20;
            return (i % 3) switch
            {
                0 => single ? BitConverter.UInt32BitsToSingle((uint)bits) : BitConverter.UInt64BitsToDouble(bits),
                1 => single ? (float)ordinary : ordinary,
                _ => Math.Round(ordinary),
            };
        })];
    }

    private readonly struct OwnPower(PowerExponent p) : IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Pow(x, p);
    }

    private readonly struct OwnBinaryPower : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x, T y) where T : struct, IReal<T> => T.Pow(x, y);
    }
}
