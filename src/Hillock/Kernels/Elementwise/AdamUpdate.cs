using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>
/// Adam: <c>m ← β₁m + (1 − β₁)g</c>, <c>v ← β₂v + (1 − β₂)g²</c>, <c>p − stepSize·m/(√v·inverseRoot + ε)</c>; the weight decay is added to
/// the gradient (<paramref name="coupled"/>) or shrinks the parameter by a factor.
/// </summary>
internal readonly struct AdamUpdate(double beta1, double beta2, double epsilon, double stepSize, double inverseRoot, double coupled, double shrink) : IUpdate
{
    public static int States => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref T first, ref T second)
        where T : struct, IReal<T>
    {
        T g = T.FusedMultiplyAdd(T.Const(coupled), parameter, gradient);
        first = T.FusedMultiplyAdd(T.Const(beta1), first, T.Const(1 - beta1) * g);
        second = T.FusedMultiplyAdd(T.Const(beta2), second, T.Const(1 - beta2) * g * g);
        T denominator = T.FusedMultiplyAdd(T.Sqrt(second), T.Const(inverseRoot), T.Const(epsilon));
        parameter = T.NegatedMultiplyAdd(T.Const(stepSize), first / denominator, T.Const(shrink) * parameter);
    }
}
