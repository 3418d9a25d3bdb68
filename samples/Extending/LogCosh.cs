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
        // ln cosh d = d + ln(1 + e^(−2d)) − ln 2, which neither overflows nor has a kink.
        T d = T.Const(Sharpness) * (x - t);
        return (T.Softplus(T.Const(-2) * d).Rounded + d - T.Const(0.6931471805599453)) * T.Const(1 / Sharpness);
    }
}
