using System.Runtime.CompilerServices;
using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>The threshold: <c>x</c> for <c>x &gt; threshold</c>, otherwise <c>value</c>.</summary>
/// <remarks>
/// Slope 1 above the threshold, 0 at and below it. NaN stays NaN.
/// </remarks>
/// <param name="Level">The level that an argument must exceed to pass, not NaN.</param>
/// <param name="Value">What replaces an argument that does not pass.</param>
public readonly record struct Threshold([KnownAs("threshold")] double Level, double Value) : IActivation
{
    private readonly Constant _level = new(Level);
    private readonly Constant _value = new(Value);

    /// <summary>The level that an argument must exceed to pass.</summary>
    public double Level { get; } = Check.Number(Level);

    /// <inheritdoc/>
    public static Cost Cost => Cost.Light;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x) where T : struct, IReal<T> =>
        T.Select(x <= T.Const(_level), T.Const(_value), x);
}
