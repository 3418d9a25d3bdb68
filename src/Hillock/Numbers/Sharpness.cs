using System.Runtime.CompilerServices;

namespace Hillock.Numbers;

/// <summary>The factor <c>β</c> of a softplus <c>ln(1 + e^(βx))/β</c>, and what follows from it, rounded to either element once.</summary>
public readonly record struct Sharpness
{
    /// <summary>Below these the exponential is 0 even times the largest number.</summary>
    private const double SingleLimit = 193, DoubleLimit = 1457;

    private readonly Constant _magnitude;
    private readonly Constant _inBinary;
    private readonly Reciprocal _inverse;
    private readonly Constant _limit;
    private readonly Constant _lower;
    private readonly Constant _upper;
    private readonly Constant _sign;

    /// <summary>Rounds the factor.</summary>
    /// <param name="beta">The factor, not 0.</param>
    public Sharpness(double beta)
    {
        _magnitude = new(Math.Abs(beta));
        _inBinary = new(Math.Abs(beta) * 1.4426950408889634);
        _inverse = new(beta);
        _limit = new((float)Math.Max(-SingleLimit / Math.Abs(beta), -float.MaxValue), Math.Max(-DoubleLimit / Math.Abs(beta), -double.MaxValue));
        _lower = new(beta < 0 ? double.NegativeInfinity : 0);
        _upper = new(beta < 0 ? 0 : double.PositiveInfinity);
        _sign = new(Math.Sign(beta));
    }

    /// <summary>The magnitude <c>|β|</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Magnitude<T>()
        where T : struct, IReal<T> => T.Const(_magnitude);

    /// <summary>The magnitude <c>|β|·log₂e</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T InBinary<T>()
        where T : struct, IReal<T> => T.Const(_inBinary);

    /// <summary><c>−|x|</c>, clamped where <c>e^(−|βx|)</c> is 0 even times the largest number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Floor<T>(T x)
        where T : struct, IReal<T> => T.Max(T.Const(_limit), T.NegativeAbs(x));

    /// <summary>The mask of <c>βx &lt; 0</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T IsNegative<T>(T x)
        where T : struct, IReal<T> => T.IsNegative(T.FlipSign(x, T.Const(_sign)));

    /// <summary>The line that the softplus nears: <c>max(x, 0)</c>, or <c>min(x, 0)</c> for a negative <c>β</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Line<T>(T x)
        where T : struct, IReal<T> => T.Max(T.Const(_lower), T.Min(T.Const(_upper), x));

    /// <summary>The reciprocal <c>1/β</c> to twice the precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Wide<T> Inverse<T>()
        where T : struct, IReal<T> => _inverse.As<T>();
}
