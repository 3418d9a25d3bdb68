using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>
/// One step of an optimizer for one number of a parameter: a formula, which <c>Optimizer.Run</c> applies to all of them in one vectorised pass.
/// </summary>
/// <remarks>
/// Write it on <c>T</c> alone, and mark <see cref="Apply"/> with <c>AggressiveInlining</c>: a member that is not inlined makes every operation a call.
/// </remarks>
/// <example>
/// <code>
/// // Momentum: v ← μv + g, p ← p − ηv.
/// readonly struct Momentum(double rate, double decay) : IUpdate
/// {
///     public static int States =&gt; 1;
///
///     [MethodImpl(MethodImplOptions.AggressiveInlining)]
///     public void Apply&lt;T&gt;(ref T parameter, T gradient, ref T first, ref T second) where T : struct, IReal&lt;T&gt;
///     {
///         first = T.FusedMultiplyAdd(T.Const(decay), first, gradient);
///         parameter = T.NegatedMultiplyAdd(T.Const(rate), first, parameter);
///     }
/// }
/// </code>
/// </example>
public interface IUpdate
{
    /// <summary>How many numbers of state belong to each number of the parameter: 0, 1 or 2.</summary>
    static abstract int States { get; }

    /// <summary>Updates the number and its state.</summary>
    /// <param name="parameter">The number.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="first">Its number in the first buffer, if there is one.</param>
    /// <param name="second">Its number in the second buffer, if there is one.</param>
    /// <typeparam name="T">The kind of number.</typeparam>
    void Apply<T>(ref T parameter, T gradient, ref T first, ref T second)
        where T : struct, IReal<T>;
}
