using Hillock.Functional;

namespace Hillock.Tensors;

public sealed partial class Tensor
{
    /// <inheritdoc cref="F.Sum(Tensor)"/>
    public Tensor Sum() => F.Sum(this);

    /// <inheritdoc cref="F.Sum(Tensor, int, bool)"/>
    public Tensor Sum(int axis, bool keepDims = false) => F.Sum(this, axis, keepDims);

    /// <inheritdoc cref="F.Mean(Tensor)"/>
    public Tensor Mean() => F.Mean(this);

    /// <inheritdoc cref="F.Mean(Tensor, int, bool)"/>
    public Tensor Mean(int axis, bool keepDims = false) => F.Mean(this, axis, keepDims);

    /// <inheritdoc cref="F.Max(Tensor)"/>
    public Tensor Max() => F.Max(this);

    /// <inheritdoc cref="F.Max(Tensor, int, bool)"/>
    public Tensor Max(int axis, bool keepDims = false) => F.Max(this, axis, keepDims);

    /// <inheritdoc cref="F.Min(Tensor)"/>
    public Tensor Min() => F.Min(this);

    /// <inheritdoc cref="F.Min(Tensor, int, bool)"/>
    public Tensor Min(int axis, bool keepDims = false) => F.Min(this, axis, keepDims);

    /// <inheritdoc cref="F.ArgMax(Tensor)"/>
    public Tensor ArgMax() => F.ArgMax(this);

    /// <inheritdoc cref="F.ArgMax(Tensor, int, bool)"/>
    public Tensor ArgMax(int axis, bool keepDims = false) => F.ArgMax(this, axis, keepDims);

    /// <inheritdoc cref="F.MatMul(Tensor, Tensor)"/>
    public Tensor MatMul(Tensor y) => F.MatMul(this, y);

    /// <inheritdoc cref="F.Exp(Tensor)"/>
    public Tensor Exp() => F.Exp(this);

    /// <inheritdoc cref="F.Log(Tensor)"/>
    public Tensor Log() => F.Log(this);

    /// <inheritdoc cref="F.Sqrt(Tensor)"/>
    public Tensor Sqrt() => F.Sqrt(this);

    /// <inheritdoc cref="F.Square(Tensor)"/>
    public Tensor Square() => F.Square(this);

    /// <inheritdoc cref="F.Abs(Tensor)"/>
    public Tensor Abs() => F.Abs(this);

    /// <inheritdoc cref="F.Sin(Tensor)"/>
    public Tensor Sin() => F.Sin(this);

    /// <inheritdoc cref="F.Cos(Tensor)"/>
    public Tensor Cos() => F.Cos(this);

    /// <inheritdoc cref="F.Pow(Tensor, double)"/>
    public Tensor Pow(double exponent) => F.Pow(this, exponent);

    /// <inheritdoc cref="F.Clamp(Tensor, double, double)"/>
    public Tensor Clamp(double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity) => F.Clamp(this, minimum, maximum);

    /// <inheritdoc cref="F.Softmax(Tensor, int, double)"/>
    public Tensor Softmax(int axis = -1, double beta = 1) => F.Softmax(this, axis, beta);

    /// <inheritdoc cref="F.LogSoftmax(Tensor, int, double)"/>
    public Tensor LogSoftmax(int axis = -1, double beta = 1) => F.LogSoftmax(this, axis, beta);
}
