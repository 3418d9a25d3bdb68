using System.Runtime.CompilerServices;
using Hillock.Activations;
using Hillock.Functional;
using Hillock.Numbers;

namespace Hillock.Tests.Numbers;

/// <summary>The elementary functions of <see cref="IReal{TSelf}"/> as functions on spans, named as the oracle's files.</summary>
/// <remarks>What follows a slash is another member that computes the same function.</remarks>
internal static class ElementaryFunctions
{
    public static IReadOnlyList<ActivationInfo> All { get; } =
    [
        Of("exp", new Exp()),
        Of("expm1", new Expm1()),
        Of("log", new Log()),
        Of("log1p", new Log1p()),
        Of("sin", new Sin()),
        Of("sin/times-one", new SinTimesOne()),
        Of("cos", new Cos()),
        Of("atan", new Atan()),
        Of("asinh", new Asinh()),
        Of("sigmoid", new Sigmoid()),
        Of("sigmoid/gate", new SigmoidGate()),
        Of("sigmoid/gate-wide", new SigmoidGateWide()),
        Of("softplus", new Softplus()),
        Of("tanh", new Tanh()),
        Of("tanhshrink", new Tanhshrink()),
        Of("erf", new Erf()),
        Of("normal-density", new NormalDensity()),
        Of("normal-cdf", new NormalCdf()),
    ];

    public static ActivationInfo Find(string name) => All.Single(info => info.Name == name);

    private static ActivationInfo Of<TFunction>(string name, TFunction function)
        where TFunction : struct, IActivation =>
        new(name, name, "", "", "", "", (info, values) => ActivationFunction.Of(info, values, function));

    private readonly struct Exp : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Exp(x);
    }

    private readonly struct Expm1 : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Expm1(x);
    }

    private readonly struct Log : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Log(x);
    }

    private readonly struct Log1p : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Log1p(x);
    }

    private readonly struct Sin : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Sin(x);
    }

    private readonly struct SinTimesOne : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.SinCos(x, new Constant(1), out _);
    }

    private readonly struct Cos : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Cos(x);
    }

    private readonly struct Atan : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Atan(x);
    }

    private readonly struct Asinh : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Asinh(x);
    }

    private readonly struct Sigmoid : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Sigmoid(x);
    }

    private readonly struct SigmoidGate : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Gate(T.One, x);
    }

    private readonly struct SigmoidGateWide : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Gate((Wide<T>)T.One, (Wide<T>)x);
    }

    private readonly struct Softplus : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Softplus(x);
    }

    private readonly struct Tanh : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Tanh(x);
    }

    private readonly struct Tanhshrink : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Tanhshrink(x);
    }

    private readonly struct Erf : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.Erf(x);
    }

    private readonly struct NormalDensity : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.NormalDensity(x);
    }

    private readonly struct NormalCdf : IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x) where T : struct, IReal<T> => T.NormalCdf(x);
    }
}
