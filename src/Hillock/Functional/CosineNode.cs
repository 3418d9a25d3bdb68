using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// The backward of cosines <c>c</c> of pairs of rows: with <c>N = max(‖x‖, ε)</c>, <c>u = x/N</c> and <c>v</c> likewise of <c>y</c>, the gradient of <c>x</c> is
/// <c>dc·(v − c·u)/N</c>, without the last term where <c>‖x‖</c> is below <c>ε</c>.
/// </summary>
internal sealed class CosineNode(Tensor x, Tensor y, double epsilon) : BinaryNode(x, y)
{
    private SavedTensor _x = new(x);
    private SavedTensor _y = new(y);

    internal override string Name => nameof(F.CosineSimilarity);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor y = _y.Get(this);
        Tensor factorX = F.FactorsOfRows(x), factorY = F.FactorsOfRows(y);
        Tensor wideX = F.Multiply(x.To(DataType.Float64), factorX), wideY = F.Multiply(y.To(DataType.Float64), factorY);
        (Tensor normX, Tensor insideX) = Norm(wideX, factorX);
        (Tensor normY, Tensor insideY) = Norm(wideY, factorY);
        Tensor u = F.Divide(wideX, normX), v = F.Divide(wideY, normY);
        Tensor cosine = F.CosineOfRows(x.To(DataType.Float64), y.To(DataType.Float64), epsilon).Unsqueeze(1);
        Tensor upstream = gradient.To(DataType.Float64).Unsqueeze(1);
        Send(X, u, v, insideX, normX, factorX, x.DataType);
        Send(Y, v, u, insideY, normY, factorY, y.DataType);

        void Send(Node? node, Tensor own, Tensor other, Tensor inside, Tensor norm, Tensor factor, DataType type)
        {
            if (sink.Needs(node))
            {
                Tensor across = F.Subtract(other, F.Multiply(own, F.Where(inside, cosine, 0)));
                sink.Add(node, F.Multiply(across, F.Multiply(F.Divide(upstream, norm), factor)).To(type));
            }
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
    }

    private (Tensor Norm, Tensor Inside) Norm(Tensor x, Tensor factor)
    {
        Tensor norm = F.NormOfRows(x, euclidean: true).Unsqueeze(1);
        Tensor least = F.Multiply(factor, epsilon);
        Tensor inside = F.GreaterOrEqual(norm.Detach(), least);
        return (F.Where(inside, norm, least), inside);
    }
}
