using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Losses;

/// <summary>The binary cross-entropy of logits: <c>(1 − t)·softplus(x) + t·softplus(−x)</c>.</summary>
/// <remarks>
/// Gradient <c>(1 − t)·σ(x) − t·σ(−x)</c>. Evaluated as <c>ln(1 + e^(−|x|)) + (x &lt; 0 ? t : 1 − t)·|x|</c>, a sum without cancellation: an easy negative
/// keeps its loss <c>eˣ</c>. An infinite logit that agrees with its target has loss 0 and gradient 0, one that contradicts it loss ∞ and gradient ±1.
/// Targets outside 0 to 1 are allowed, as in PyTorch.
/// </remarks>
public readonly record struct BinaryCrossEntropyWithLogits : IElementwiseLoss
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t) where T : struct, IReal<T>
    {
        Wide<T> logarithm = Logits.Logarithm(x);
        T wrong = Logits.Wrong(x, t);
        Wide<T> linear = Logits.Linear(wrong, x);
        Wide<T> sum = Wide<T>.Sum(linear.Hi, logarithm.Hi);
        T infinite = T.Const(double.PositiveInfinity);
        return T.Select(T.Abs(linear.Hi) < infinite, sum.Hi + (sum.Lo + (logarithm.Lo + linear.Lo)), linear.Hi);
    }
}
