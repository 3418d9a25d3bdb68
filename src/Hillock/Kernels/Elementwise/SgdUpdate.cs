using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Gradient descent without momentum: <c>p − η(g + λp)</c>.</summary>
internal readonly struct SgdUpdate(double learningRate, double weightDecay) : IUpdate
{
    public static int States => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref T first, ref T second)
        where T : struct, IReal<T>
    {
        T g = T.FusedMultiplyAdd(T.Const(weightDecay), parameter, gradient);
        parameter = T.NegatedMultiplyAdd(T.Const(learningRate), g, parameter);
    }
}

/// <summary>With momentum: <c>v ← μv + (1 − τ)(g + λp)</c>, then <c>p − ηv</c>, or <c>p − η(g + λp + μv)</c> for Nesterov's.</summary>
internal readonly struct MomentumUpdate(double learningRate, double weightDecay, double momentum, double share, bool nesterov) : IUpdate
{
    // Numbers instead of a branch: the step is g·_ofGradient + v·_ofVelocity.
    private readonly double _ofGradient = nesterov ? 1 : 0;
    private readonly double _ofVelocity = nesterov ? momentum : 1;

    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref T first, ref T second)
        where T : struct, IReal<T>
    {
        T g = T.FusedMultiplyAdd(T.Const(weightDecay), parameter, gradient);
        first = T.FusedMultiplyAdd(T.Const(momentum), first, T.Const(share) * g);
        T step = T.FusedMultiplyAdd(T.Const(_ofGradient), g, T.Const(_ofVelocity) * first);
        parameter = T.NegatedMultiplyAdd(T.Const(learningRate), step, parameter);
    }
}
