using Hillock.Kernels;
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
            (Tensor lines, Tensor doubts) = Lines(x, kept, gradient);
            Tensor values = F.DeviationsOfRows(x, lines, doubts);

            // A gradient that is itself to be differentiated has the same value, and the derivatives of what it is made of.
            sink.Add(X, GradientMode.Enabled ? F.StraightThrough(Differentiable(x, kept, gradient), values) : values);
        }
    }

    internal override void Free()
    {
        _x.Free();
        _kept.Free();
    }

    /// <summary>What <see cref="RowLines"/> takes.</summary>
    private (Tensor Lines, Tensor Doubts) Lines(Tensor x, Tensor kept, Tensor gradient)
    {
        Tensor upstream = gradient.Detach().To(DataType.Float64).Contiguous();
        Tensor lines = Tensor.Empty([upstream.Length, RowLines.Given], DataType.Float64), doubts = Tensor.Empty(upstream.Length, DataType.Float64);
        ReadOnlySpan<double> all = kept.Span<double>(), dy = upstream.Span<double>();
        Span<double> numbers = lines.Span<double>(), least = doubts.Span<double>();
        for (int i = 0; i < dy.Length; i++)
        {
            ReadOnlySpan<double> own = all.Slice(i * RowMoments.Kept, RowMoments.Kept);
            own[..3].CopyTo(numbers[(i * RowLines.Given)..]);
            numbers[(i * RowLines.Given) + 3] = !root ? dy[i] * 2 / divisor / own[0] : own[3] == 0 ? dy[i] * 0 : dy[i] / (divisor * own[3]);
            least[i] = RowMoments.Doubt(own, x.Shape[1], x.DataType == DataType.Float32);
        }

        GC.KeepAlive(kept);
        GC.KeepAlive(upstream);
        GC.KeepAlive(lines);
        GC.KeepAlive(doubts);
        return (lines, doubts);
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
