using System.Numerics;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Outside.Tests;

/// <summary>An operation that makes one number of a row; the second derivative can be left out.</summary>
internal sealed record LogSumExp(bool IsTwice = true) : IRowFunction
{
    public string Name => "LogSumExp";

    public int ResultLength(int length) => 1;

    public void Forward<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = T.NegativeInfinity;
        foreach (T value in x)
        {
            largest = T.Max(largest, value);
        }

        T sum = T.Zero;
        foreach (T value in x)
        {
            sum += T.Exp(value - largest);
        }

        y[0] = largest + T.Log(sum);
    }

    public void Backward<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < x.Length; i++)
        {
            dx[i] = T.Exp(x[i] - y[0]) * dy[0];
        }
    }

    public Tensor? BackwardOfRows(Tensor x, Tensor y, Tensor dy) => IsTwice ? (x - y).Exp() * dy : null;
}
