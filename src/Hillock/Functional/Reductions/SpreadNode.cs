using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// The backward of the variance of rows, <c>dy·2(x − m)/d</c>, or of its root <c>σ</c>, <c>dy·(x − m)/(d·σ)</c>, and 0 where that is 0; <c>m</c> is the mean
/// and <c>d</c> what was divided by.
/// </summary>
internal sealed class SpreadNode(Tensor x, Tensor kept, double divisor, bool root) : UnaryNode(x)
{
    private SavedTensor _x = new(x);
    private SavedTensor _kept = new(kept);

    internal override string Name => root ? nameof(F.StandardDeviation) : nameof(F.Variance);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(X))
        {
            Tensor x = _x.Get(this);
            Tensor kept = _kept.Get(this);
            sink.Add(X, GradientMode.Enabled ? Differentiable(x, kept, gradient) : F.LinesOfRows(x, Lines(kept, gradient)));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _kept.Free();
    }

    private Tensor Lines(Tensor kept, Tensor gradient)
    {
        Tensor lines = kept.Clone();
        Tensor upstream = gradient.To(DataType.Float64).Contiguous();
        Span<double> numbers = lines.Span<double>();
        ReadOnlySpan<double> dy = upstream.Span<double>();
        for (int i = 0; i < dy.Length; i++)
        {
            double factor = numbers[4 * i];
            ref double slope = ref numbers[(4 * i) + 3];
            slope = !root ? dy[i] * 2 / divisor / factor : slope == 0 ? dy[i] * 0 : dy[i] / (divisor * slope);
        }

        GC.KeepAlive(upstream);
        GC.KeepAlive(lines);
        return lines;
    }

    private Tensor Differentiable(Tensor x, Tensor kept, Tensor gradient)
    {
        // Elements are brought into range first, and the mean is subtracted twice: what it lost by rounding goes with the second.
        Tensor factor = kept.Slice(1, 0, 1);
        Tensor wide = F.Multiply(x.To(DataType.Float64), factor);
        Tensor rough = F.Subtract(wide, F.Mean(wide.Detach(), 1, keepDims: true));
        Tensor deviation = F.Subtract(rough, F.Mean(rough, 1, keepDims: true));
        Tensor upstream = gradient.To(DataType.Float64).Unsqueeze(1);
        Tensor slope;
        if (root)
        {
            Tensor sigma = F.SpreadOfRows(wide, divisor, root: true).Unsqueeze(1);
            slope = F.Divide(upstream, F.Multiply(F.Where(F.Equal(sigma.Detach(), 0), double.PositiveInfinity, sigma), divisor));
        }
        else
        {
            slope = F.Divide(F.Divide(F.Multiply(upstream, 2), divisor), factor);
        }

        return F.Multiply(deviation, slope).To(x.DataType);
    }
}
