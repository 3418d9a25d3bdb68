using System.Runtime.CompilerServices;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The backward of Euclidean norms of rows: <c>dy·x/y</c>, 0 where the norm is 0.</summary>
internal sealed class NormNode(Tensor x, Tensor factors, Tensor scaled) : UnaryNode(x)
{
    private SavedTensor _x = new(x);
    private SavedTensor _factors = new(factors);
    private SavedTensor _scaled = new(scaled);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            Tensor x = _x.Get(this);
            Tensor factors = _factors.Get(this);
            Tensor scaled = _scaled.Get(this);
            sink.Add(X, GradientMode.Enabled ? Differentiable(x, factors, gradient) : F.LinesOfRows(x, Lines(factors, scaled, gradient)));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _factors.Free();
        _scaled.Free();
    }

    private static Tensor Lines(Tensor factors, Tensor scaled, Tensor gradient)
    {
        Tensor lines = Tensor.Zeros([factors.Length, 4], DataType.Float64);
        Tensor upstream = gradient.To(DataType.Float64).Contiguous();
        Span<double> numbers = lines.Span<double>();
        ReadOnlySpan<double> factor = factors.Span<double>(), norm = scaled.Span<double>(), dy = upstream.Span<double>();
        for (int i = 0; i < dy.Length; i++)
        {
            numbers[4 * i] = factor[i];
            numbers[(4 * i) + 3] = norm[i] == 0 ? dy[i] * 0 : dy[i] / norm[i];
        }

        GC.KeepAlive(factors);
        GC.KeepAlive(scaled);
        GC.KeepAlive(upstream);
        GC.KeepAlive(lines);
        return lines;
    }

    private static Tensor Differentiable(Tensor x, Tensor factors, Tensor gradient)
    {
        Tensor wide = F.Multiply(x.To(DataType.Float64), factors.Unsqueeze(1));
        Tensor norm = F.NormOfRows(wide, euclidean: true).Unsqueeze(1);
        Tensor safe = F.Where(F.Equal(norm.Detach(), 0), double.PositiveInfinity, norm);
        return F.Multiply(wide, F.Divide(gradient.To(DataType.Float64).Unsqueeze(1), safe)).To(x.DataType);
    }
}

/// <summary>The backward of sums of magnitudes of rows: <c>dy·sign(x)</c>.</summary>
internal sealed class MagnitudeSumNode(Tensor x) : UnaryNode(x)
{
    private SavedTensor _x = new(x);

    internal override string Name => nameof(F.Norm);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            Tensor x = _x.Get(this).Detach();
            gradient = gradient.Unsqueeze(1);
            sink.Add(X, GradientMode.Enabled ? F.Multiply(F.Sign(x), gradient) : Elementwise.Binary(default(SignedFunction), x, gradient));
        }
    }

    internal override void Free() => _x.Free();

    /// <summary><c>sign(x)·y</c> in one pass.</summary>
    private readonly struct SignedFunction : IBinaryFunction
    {
        public static Cost Cost => Cost.Light;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T x, T y)
            where T : struct, IReal<T> => T.Select(x > T.Zero, y, T.Select(x < T.Zero, -y, x * y));
    }
}

/// <summary>The backward of norms of any other order of rows, of float64: <c>dy·sign(x)·|x|ᵖ⁻¹·y¹⁻ᵖ</c>, 0 where <c>x</c> or the norm is 0.</summary>
/// <remarks>It does not change when a row is multiplied by a number, so it is computed of the row divided by its largest, or smallest, magnitude.</remarks>
internal sealed class PowerNormNode(Tensor x, Tensor unit, Tensor safe, double p) : UnaryNode(x)
{
    private SavedTensor _x = new(x);
    private SavedTensor _unit = new(unit);
    private SavedTensor _safe = new(safe);

    internal override string Name => nameof(F.Norm);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (!sink.Needs(X))
        {
            return;
        }

        Tensor x = _x.Get(this);
        Tensor unit = _unit.Get(this);
        Tensor reduced = F.Divide(x, _safe.Get(this));

        // 1 in the place of a 0, whose power, or that power's derivative, may be infinite. Two powers, not one of the quotient, which may be too small for
        // the type where the norm is large.
        Tensor magnitude = F.Abs(F.Where(F.Equal(x.Detach(), 0), 1, reduced));
        Tensor norm = F.PowerNormOfRows(reduced, p).Unsqueeze(1);
        Tensor none = F.Equal(unit, 0);
        Tensor powers = F.Multiply(F.Pow(magnitude, p - 1), F.Pow(F.Where(none, 1, norm), 1 - p));
        Tensor slope = F.Multiply(powers, F.Sign(x.Detach()));
        sink.Add(X, F.Multiply(F.Where(none, 0, slope), gradient.Unsqueeze(1)));
    }

    internal override void Free()
    {
        _x.Free();
        _unit.Free();
        _safe.Free();
    }
}
