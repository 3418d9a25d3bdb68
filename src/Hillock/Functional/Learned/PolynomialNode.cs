using Hillock.Activations;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// The backward of <c>y = Σ cₖ·Bₖ(x)</c>: a derivative is a polynomial of the same basis, whose coefficients are a matrix times <c>c</c>, so that derivatives
/// of every order come from the same kernel.
/// </summary>
internal sealed class PolynomialNode<TBasis>(Tensor x, Tensor coefficients) : BinaryNode(x, coefficients)
    where TBasis : struct, IPolynomialBasis
{
    private SavedTensor _x = new(x);
    private SavedTensor _coefficients = new(coefficients);

    internal override string Name => typeof(TBasis).Name;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor c = _coefficients.Get(this);
        if (sink.Needs(X))
        {
            Tensor slope = F.Polynomial<TBasis>(x, F.MatMul(Differentiation(c.Length, c.DataType), c));
            sink.Add(X, F.Multiply(gradient, slope));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, OfCoefficients(x, gradient, c));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _coefficients.Free();
    }

    // A constant has the derivative 0·B₀, which keeps a polynomial of one coefficient what it is.
    private static Tensor Differentiation(int count, DataType type)
    {
        double[,] matrix = new double[Math.Max(1, count - 1), count];
        for (int row = 0; row < matrix.GetLength(0); row++)
        {
            for (int column = 0; column < count; column++)
            {
                matrix[row, column] = TBasis.InDerivative(row, column);
            }
        }

        return Tensor.From(matrix).To(type);
    }

    private static Tensor OfCoefficients(Tensor x, Tensor gradient, Tensor c)
    {
        if (F.Tracks(x, gradient))
        {
            Tensor[] sums = [.. Enumerable.Range(0, c.Length).Select(k => F.Sum(F.Multiply(gradient, F.Polynomial<TBasis>(x, Unit(k, c.DataType)))))];
            return F.Stack(sums);
        }

        // One pass each, which holds no terms and rounds the sum once.
        Tensor source = x.Contiguous(), weights = gradient.Contiguous();
        double[] result = new double[c.Length];
        for (int k = 0; k < result.Length; k++)
        {
            WeightedPolynomial<TBasis> term = new WeightedPolynomial<TBasis>(F.Rounded(Unit(k, c.DataType)));
            result[k] = x.DataType == DataType.Float32
                ? PairSum.Sum<WeightedPolynomial<TBasis>, float>(term, source.Span<float>(), weights.Span<float>())
                : PairSum.Sum<WeightedPolynomial<TBasis>, double>(term, source.Span<double>(), weights.Span<double>());
        }

        GC.KeepAlive(source);
        GC.KeepAlive(weights);
        return Tensor.From(result).To(c.DataType);
    }

    private static Tensor Unit(int index, DataType type)
    {
        double[] unit = new double[index + 1];
        unit[index] = 1;
        return Tensor.From(unit).To(type);
    }
}
