using System.Runtime.CompilerServices;
using Hillock.Losses;
using Hillock.Numbers;

namespace Extending;

/// <summary>An element-wise loss: <c>ln cosh(sharpness·d)/sharpness</c> with <c>d = x − t</c>, a parabola near 0 and a straight line far out.</summary>
/// <param name="Sharpness">How soon the parabola becomes a line, above 0.</param>
public readonly record struct LogCosh(double Sharpness) : IElementwiseLoss
{
    /// <summary>The loss of sharpness 1.</summary>
    public LogCosh()
        : this(1)
    {
    }

    /// <summary>How soon the parabola becomes a line.</summary>
    public double Sharpness { get; } = Sharpness > 0 && double.IsFinite(Sharpness)
        ? Sharpness
        : throw new ArgumentOutOfRangeException(nameof(Sharpness), Sharpness, "LogCosh expects a finite sharpness above 0.");

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T x, T t)
        where T : struct, IReal<T>
    {
        // Far out |d| + ln(1 + e^(−2|d|)) − ln 2, which does not overflow; that cancels near 0, where cosh d = 1 + (eᵈ − 1)²·e⁻ᵈ/2 does not.
        T d = T.Line(T.Const(Sharpness), x - t);
        T a = T.Abs(d), b = T.Max(T.Const(-1), T.Min(T.One, d)), growth = T.Expm1(b);
        T far = a + T.Log1p(T.Exp(-(a + a))) - T.Const(0.6931471805599453);
        T near = T.Log1p(T.Const(0.5) * growth * growth * T.Exp(-b));
        return T.Line(T.Const(1 / Sharpness), T.Select(a < T.One, near, far));
    }
}
