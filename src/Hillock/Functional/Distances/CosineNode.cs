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
        Tensor? ofX = sink.Needs(X) ? F.DifferencesOfRows(x, y, Numbers(kept, gradient, 0, 1, x.DataType)) : null;
        Tensor? ofY = sink.Needs(Y) ? F.DifferencesOfRows(y, x, Numbers(kept, gradient, 1, 0, x.DataType)) : null;
        if (GradientMode.Enabled)
        {
            Differentiable(x.To(DataType.Float64), y.To(DataType.Float64), gradient.To(DataType.Float64).Unsqueeze(1), ofX, ofY, sink);
            return;
        }

        if (ofX is not null)
        {
            sink.Add(X!, ofX);
        }

        if (ofY is not null)
        {
            sink.Add(Y!, ofY);
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
        _kept.Free();
    }

    /// <summary>What <see cref="RowDifferences"/> takes for the gradient of one of the rows.</summary>
    private static Tensor Numbers(Tensor kept, Tensor gradient, int own, int other, DataType type)
    {
        Tensor upstream = gradient.Detach().To(DataType.Float64).Contiguous();
        Tensor numbers = Tensor.Empty([upstream.Length, RowDifferences.Given], DataType.Float64);
        ReadOnlySpan<double> all = kept.Span<double>(), dc = upstream.Span<double>();
        Span<double> result = numbers.Span<double>();
        for (int i = 0; i < dc.Length; i++)
        {
            ReadOnlySpan<double> pair = all.Slice(i * RowCosines.Kept, RowCosines.Kept);
            ScaledNumber norm = Norm(pair, own), otherNorm = Norm(pair, other), slope = ScaledNumber.Of(dc[i]);
            bool inside = pair[8 + own] != 0;
            double across = slope.Mantissa / norm.Mantissa;

            // The exponent of t goes into the last factors, so that neither product leaves the range of doubles, nor does what is left of them.
            int exponent = slope.Exponent - norm.Exponent - otherNorm.Exponent - ScaledNumber.Logarithm(pair[other]);
            int ofOwn = slope.Exponent - (2 * norm.Exponent) + (int)pair[7] - ScaledNumber.Logarithm(pair[own]);
            int half = Math.Abs(exponent) > 1000 ? exponent / 2 : exponent;
            Span<double> given = result.Slice(i * RowDifferences.Given, RowDifferences.Given);
            (given[0], given[1]) = (pair[own], inside ? new ScaledNumber(across / norm.Mantissa * pair[6], ofOwn - exponent).Value : 0);
            (given[2], given[3]) = (pair[other], across / otherNorm.Mantissa);
            (given[4], given[5]) = (ScaledNumber.PowerOfTwo(half), ScaledNumber.PowerOfTwo(exponent - half));

            // Of floats a difference is made of products right to 2⁻⁵⁰: 2⁻²² of them keeps a float's digits.
            bool isDoubtful = inside && type == DataType.Float32;
            given[6] = isDoubtful ? new ScaledNumber(given[3] / (norm.Mantissa * norm.Mantissa), exponent - (2 * norm.Exponent)).Value : 0;
            given[7] = isDoubtful ? 1.0 / (1 << 22) : 0;
        }

        GC.KeepAlive(kept);
        GC.KeepAlive(upstream);
        GC.KeepAlive(numbers);
        return numbers;
    }

    private static ScaledNumber Norm(ReadOnlySpan<double> pair, int which) => new(pair[2 + (2 * which)], (int)pair[3 + (2 * which)]);

    /// <summary>The gradients whose values are given, by differentiable operations.</summary>
    private void Differentiable(Tensor x, Tensor y, Tensor upstream, Tensor? ofX, Tensor? ofY, GradientSink sink)
    {
        Tensor factorX = F.FactorsOfRows(x), factorY = F.FactorsOfRows(y);
        Tensor ownX = F.Multiply(x, factorX), ownY = F.Multiply(y, factorY);
        (Tensor normX, Tensor insideX) = Norm(ownX, factorX);
        (Tensor normY, Tensor insideY) = Norm(ownY, factorY);
        Tensor u = F.Divide(ownX, normX), v = F.Divide(ownY, normY);
        Tensor cosine = F.CosineOfRows(x, y, epsilon).Unsqueeze(1);
        Send(X, ofX, u, v, insideX, normX, factorX);
        Send(Y, ofY, v, u, insideY, normY, factorY);

        void Send(Node? node, Tensor? values, Tensor own, Tensor other, Tensor inside, Tensor norm, Tensor factor)
        {
            if (values is not null)
            {
                Tensor across = F.Subtract(other, F.Multiply(own, F.Where(inside, cosine, 0)));
                Tensor recorded = F.Multiply(across, F.Multiply(F.Divide(upstream, norm), factor)).To(_x.Get(this).DataType);
                sink.Add(node!, F.StraightThrough(recorded, values));
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
