using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The row divided by its Euclidean norm: <c>x/max(‖x‖, ε)</c>.</summary>
/// <remarks>
/// Nothing in between overflows or underflows, and an element is within 1 ULP. With <c>y</c> the result the gradient is <c>(dy − y·Σ y·dy)/‖x‖</c>, and
/// <c>dy/ε</c> where the norm is not above <c>ε</c>; of a row of zeros too, whose result is 0. A NaN makes the row NaN; beside an infinite element, which
/// becomes NaN, others become 0. PyTorch's <c>normalize</c> takes axis 1 unless told.
/// </remarks>
/// <param name="Epsilon">The least norm <c>ε</c>, above 0.</param>
public readonly record struct Normalize(double Epsilon) : IRowFunction
{
    /// <summary>The operation with its default parameters.</summary>
    public Normalize()
        : this(1e-12)
    {
    }

    /// <summary>The least norm.</summary>
    public double Epsilon { get; } = Epsilon > 0 && double.IsFinite(Epsilon)
        ? Epsilon
        : throw new ArgumentOutOfRangeException(
            nameof(Epsilon), Epsilon, FormattableString.Invariant($"Normalize expects a finite epsilon above 0 but got {Epsilon}."));

    /// <inheritdoc/>
    public void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double norm = Largest(Norm(x));
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = T.CreateTruncating(double.CreateTruncating(x[i]) / norm);
        }
    }

    /// <inheritdoc/>
    public void Backward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double norm = Norm(x), divisor = Largest(norm);
        Twofold along = new Twofold(0);
        for (int i = 0; i < x.Length && !(norm <= Epsilon); i++)
        {
            along += new Twofold(double.CreateTruncating(x[i]) / divisor) * new Twofold(double.CreateTruncating(dy[i]));
        }

        for (int i = 0; i < x.Length; i++)
        {
            double part = double.CreateTruncating(x[i]) / divisor * along.Rounded;
            dx[i] = T.CreateTruncating((double.CreateTruncating(dy[i]) - part) / divisor);
        }
    }

    /// <inheritdoc/>
    public Tensor BackwardOfRows(Tensor x, Tensor y, Tensor dy)
    {
        Tensor norm = F.Norm(x, 2, [-1], keepDims: true);
        Tensor isAbove = F.Greater(norm, Epsilon).To(x.DataType);
        return (dy - (isAbove * y * (y * dy).Sum(-1, keepDims: true))) / F.Clamp(norm, Epsilon);
    }

    // NaN stays NaN.
    private double Largest(double norm) => norm <= Epsilon ? Epsilon : norm;

    /// <summary>The norm, rounded once from twice the precision; scaled by a power of two where squares would leave the range.</summary>
    private static double Norm<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = 0;
        foreach (T value in x)
        {
            largest = Math.Max(largest, Math.Abs(double.CreateTruncating(value)));
        }

        if (largest == 0 || !double.IsFinite(largest))
        {
            return largest;
        }

        int shift = largest is > 1e140 or < 1e-140 ? Math.ILogB(largest) : 0;
        Twofold sum = new Twofold(0);
        foreach (T value in x)
        {
            Twofold scaled = new Twofold(Math.ScaleB(double.CreateTruncating(value), -shift));
            sum += scaled * scaled;
        }

        return Math.ScaleB(Twofold.Sqrt(sum).Rounded, shift);
    }
}
