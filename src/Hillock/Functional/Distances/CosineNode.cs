using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// The backward of cosines <c>c</c> of pairs of rows: with <c>N = max(‖x‖, ε)</c>, <c>u = x/N</c> and <c>v</c> likewise of <c>y</c>, the gradient of <c>x</c>
/// is <c>dc·(v − c·u)/N</c>, without the last term where <c>‖x‖</c> is below <c>ε</c>.
/// </summary>
internal sealed class CosineNode(Tensor x, Tensor y, Tensor kept, double epsilon) : BinaryNode(x, y)
{
    private SavedTensor _x = new(x);
    private SavedTensor _y = new(y);
    private SavedTensor _kept = new(kept);

    internal override string Name => nameof(F.CosineSimilarity);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor y = _y.Get(this);
        Tensor kept = _kept.Get(this);
        if (GradientMode.Enabled)
        {
            Differentiable(x.To(DataType.Float64), y.To(DataType.Float64), kept, gradient.To(DataType.Float64).Unsqueeze(1), sink);
            return;
        }

        if (sink.Needs(X))
        {
            sink.Add(X, F.DifferencesOfRows(x, y, Numbers(kept, gradient, 0, 1)));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.DifferencesOfRows(y, x, Numbers(kept, gradient, 1, 0)));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
        _kept.Free();
    }

    /// <summary>What <see cref="RowDifferences"/> takes for the gradient of one of the rows.</summary>
    private static Tensor Numbers(Tensor kept, Tensor gradient, int own, int other)
    {
        Tensor upstream = gradient.To(DataType.Float64).Contiguous();
        Tensor numbers = Tensor.Empty([upstream.Length, RowDifferences.Given], DataType.Float64);
        ReadOnlySpan<double> all = kept.Span<double>(), dc = upstream.Span<double>();
        Span<double> result = numbers.Span<double>();
        for (int i = 0; i < dc.Length; i++)
        {
            ReadOnlySpan<double> pair = all.Slice(i * RowCosines.Kept, RowCosines.Kept);
            double slope = dc[i] / pair[2 + own];
            int start = i * RowDifferences.Given;
            (result[start], result[start + 1]) = (pair[own], slope / pair[2 + own] * pair[4 + own]);
            (result[start + 2], result[start + 3]) = (pair[other], slope / pair[2 + other]);
        }

        GC.KeepAlive(kept);
        GC.KeepAlive(upstream);
        GC.KeepAlive(numbers);
        return numbers;
    }

    private void Differentiable(Tensor x, Tensor y, Tensor kept, Tensor upstream, GradientSink sink)
    {
        Tensor factorX = kept.Slice(1, 0, 1), factorY = kept.Slice(1, 1, 2);
        Tensor ownX = F.Multiply(x, factorX), ownY = F.Multiply(y, factorY);
        (Tensor normX, Tensor insideX) = Norm(ownX, factorX);
        (Tensor normY, Tensor insideY) = Norm(ownY, factorY);
        Tensor u = F.Divide(ownX, normX), v = F.Divide(ownY, normY);
        Tensor cosine = F.CosineOfRows(x, y, epsilon).Unsqueeze(1);
        Send(X, u, v, insideX, normX, factorX);
        Send(Y, v, u, insideY, normY, factorY);

        void Send(Node? node, Tensor own, Tensor other, Tensor inside, Tensor norm, Tensor factor)
        {
            if (sink.Needs(node))
            {
                Tensor across = F.Subtract(other, F.Multiply(own, F.Where(inside, cosine, 0)));
                sink.Add(node, F.Multiply(across, F.Multiply(F.Divide(upstream, norm), factor)).To(_x.Get(this).DataType));
            }
        }
    }

    private (Tensor Norm, Tensor Inside) Norm(Tensor x, Tensor factor)
    {
        Tensor norm = F.NormOfRows(x, euclidean: true).Unsqueeze(1);
        Tensor least = F.Multiply(factor, epsilon);
        Tensor inside = F.GreaterOrEqual(norm.Detach(), least);
        return (F.Where(inside, norm, least), inside);
    }
}
