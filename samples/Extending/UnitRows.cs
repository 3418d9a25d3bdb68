using System.Numerics;
using Hillock.Functional;
using Hillock.Tensors;

namespace Extending;

/// <summary>An operation on rows: each divided by its Euclidean norm. A row of zeros becomes NaN.</summary>
/// <remarks>With <c>r = ‖x‖</c>: <c>y = x/r</c>, <c>dx = (dy − y·(y·dy))/r</c>.</remarks>
public readonly record struct UnitRows : IRowFunction
{
    /// <inheritdoc/>
    public void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T norm = T.Sqrt(Dot(x, x));
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = x[i] / norm;
        }
    }

    /// <inheritdoc/>
    public void Backward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T norm = T.Sqrt(Dot(x, x)), along = Dot(y, dy);
        for (int i = 0; i < x.Length; i++)
        {
            dx[i] = (dy[i] - (y[i] * along)) / norm;
        }
    }

    /// <summary>The same in differentiable functions, for gradients of gradients.</summary>
    public Tensor BackwardOfRows(Tensor x, Tensor y, Tensor dy) =>
        (dy - (y * (y * dy).Sum(-1, keepDims: true))) / (x * x).Sum(-1, keepDims: true).Sqrt();

    private static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
