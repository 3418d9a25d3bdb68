using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Distances of rows from rows: the derivative by a row of the second matrix is that by a row of the first, with the roles exchanged.</summary>
internal sealed class CDistNode(Tensor x, Tensor y, Tensor distances, double p) : BinaryNode(x, y)
{
    private SavedTensor _x = new(x);
    private SavedTensor _y = new(y);
    private SavedTensor _distances = new(distances);

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        Tensor x = _x.Get(this);
        Tensor y = _y.Get(this);
        Tensor distances = _distances.Get(this);
        if (sink.Needs(X))
        {
            sink.Add(X, F.CDistGradient(x, y, distances, gradient, p));
        }

        if (sink.Needs(Y))
        {
            sink.Add(Y, F.CDistGradient(y, x, distances.Transpose(), gradient.Transpose(), p));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
        _distances.Free();
    }
}

/// <summary>The backward of the gradient of distances with respect to the rows of <c>x</c>, by differentiable operations on all differences.</summary>
/// <remarks>
/// With <c>d = xᵢ − yⱼ</c> and <c>φ = ∂‖d‖/∂d = sign(d)·(|d|/‖d‖)^(p−1)</c> the gradient is <c>Σⱼ gᵢⱼ·φ</c>, and
/// <c>∂(φ·h)/∂d = (p − 1)/‖d‖·((|d|/‖d‖)^(p−2)·h − φ·(φ·h))</c>. It is 0 at equal rows and along equal elements.
/// </remarks>
internal sealed class CDistGradientNode(Tensor x, Tensor y, Tensor distances, Tensor gradient, double p) : Node
{
    private readonly Node? _xNode = x.Node;
    private readonly Node? _yNode = y.Node;
    private readonly Node? _gradientNode = gradient.Node;
    private SavedTensor _x = new(x);
    private SavedTensor _y = new(y);
    private SavedTensor _distances = new(distances);
    private SavedTensor _gradient = new(gradient);

    internal override int ParentCount => 3;

    internal override Node? Parent(int index) => index switch
    {
        0 => _xNode,
        1 => _yNode,
        _ => _gradientNode,
    };

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        (Tensor x, Tensor y, Tensor distances) = (_x.Get(this), _y.Get(this), _distances.Get(this));
        double factor = F.FactorOf(x, y, distances, p);
        (x, y, distances) = factor == 1 ? (x, y, distances) : F.InUnits(x, y, factor, p);
        distances = distances.Unsqueeze(-1);
        Tensor differences = F.Subtract(x.Unsqueeze(-2), y.Unsqueeze(-3));
        Tensor isFlat = F.Equal(differences.Detach(), 0);

        Tensor safe = F.Where(F.Equal(distances.Detach(), 0), double.PositiveInfinity, distances);
        Tensor slope = Slope(differences, isFlat, safe);
        Tensor along = gradient.Unsqueeze(-2);
        Tensor projection = F.Sum(F.Multiply(slope, along), -1, keepDims: true);
        if (sink.Needs(_gradientNode))
        {
            sink.Add(_gradientNode, projection.Squeeze(-1));
        }

        bool byX = sink.Needs(_xNode);
        bool byY = sink.Needs(_yNode);
        if ((!byX && !byY) || p is 0 or 1 or double.PositiveInfinity)
        {
            // These norms have slopes that are constant but for jumps.
            return;
        }

        Tensor direct = p == 2 ? along : F.Multiply(PowerOfRatio(differences, isFlat, safe, p - 2), along);
        Tensor share = F.Divide(F.Multiply(_gradient.Get(this).Unsqueeze(-1), p - 1), safe);
        Tensor curved = F.Multiply(F.Subtract(direct, F.Multiply(slope, projection)), share);
        curved = factor == 1 ? curved : F.Multiply(curved, factor);
        if (byX)
        {
            sink.Add(_xNode!, F.Sum(curved, -2));
        }

        if (byY)
        {
            sink.Add(_yNode!, F.Multiply(F.Sum(curved, -3), -1));
        }
    }

    internal override void Free()
    {
        _x.Free();
        _y.Free();
        _distances.Free();
        _gradient.Free();
    }

    /// <summary>The derivative of the norm by each difference.</summary>
    private Tensor Slope(Tensor differences, Tensor isFlat, Tensor safe)
    {
        switch (p)
        {
            case 0:
            case double.PositiveInfinity when differences.Length == 0:
                return Tensor.ZerosLike(differences);
            case 1:
                return F.Sign(differences.Detach());
            case 2:
                return F.Divide(differences, safe);
            case double.PositiveInfinity:
                Tensor magnitudes = F.Abs(differences.Detach());
                Tensor isLargest = F.Equal(magnitudes, F.Max(magnitudes, -1, keepDims: true)).To(DataType.Float64);
                return F.Multiply(F.Sign(differences.Detach()), F.Divide(isLargest, F.Sum(isLargest, -1, keepDims: true)));
            default:
                return F.Multiply(F.Sign(differences.Detach()), PowerOfRatio(differences, isFlat, safe, p - 1));
        }
    }

    /// <summary>The power <c>(|d|/‖d‖)^exponent</c>, 0 where the difference is: there a slope that is not 0 is infinite, or jumps.</summary>
    private static Tensor PowerOfRatio(Tensor differences, Tensor isFlat, Tensor safe, double exponent) =>
        F.Where(isFlat, 0, F.Pow(F.Abs(F.Where(isFlat, 1, F.Divide(differences, safe))), exponent));
}
