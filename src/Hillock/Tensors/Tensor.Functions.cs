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

    /// <inheritdoc cref="F.ArgMin(Tensor)"/>
    public Tensor ArgMin() => F.ArgMin(this);

    /// <inheritdoc cref="F.ArgMin(Tensor, int, bool)"/>
    public Tensor ArgMin(int axis, bool keepDims = false) => F.ArgMin(this, axis, keepDims);

    /// <inheritdoc cref="F.Variance(Tensor, double)"/>
    public Tensor Variance(double correction = 1) => F.Variance(this, correction);

    /// <inheritdoc cref="F.Variance(Tensor, int, bool, double)"/>
    public Tensor Variance(int axis, bool keepDims = false, double correction = 1) => F.Variance(this, axis, keepDims, correction);

    /// <inheritdoc cref="F.StandardDeviation(Tensor, double)"/>
    public Tensor StandardDeviation(double correction = 1) => F.StandardDeviation(this, correction);

    /// <inheritdoc cref="F.StandardDeviation(Tensor, int, bool, double)"/>
    public Tensor StandardDeviation(int axis, bool keepDims = false, double correction = 1) => F.StandardDeviation(this, axis, keepDims, correction);

    /// <inheritdoc cref="F.Norm(Tensor)"/>
    public Tensor Norm() => F.Norm(this);

    /// <inheritdoc cref="F.Norm(Tensor, double)"/>
    public Tensor Norm(double p) => F.Norm(this, p);

    /// <inheritdoc cref="F.Norm(Tensor, double, int, bool)"/>
    public Tensor Norm(double p, int axis, bool keepDims = false) => F.Norm(this, p, axis, keepDims);

    /// <inheritdoc cref="F.LogSumExp(Tensor)"/>
    public Tensor LogSumExp() => F.LogSumExp(this);

    /// <inheritdoc cref="F.LogSumExp(Tensor, int, bool)"/>
    public Tensor LogSumExp(int axis, bool keepDims = false) => F.LogSumExp(this, axis, keepDims);

    /// <inheritdoc cref="F.CumSum(Tensor, int)"/>
    public Tensor CumSum(int axis) => F.CumSum(this, axis);

    /// <inheritdoc cref="F.Pad(Tensor, int, int, int, double)"/>
    public Tensor Pad(int before, int after, int axis = -1, double value = 0) => F.Pad(this, before, after, axis, value);

    /// <inheritdoc cref="F.Concat(IReadOnlyList{Tensor}, int)"/>
    public static Tensor Concat(IReadOnlyList<Tensor> tensors, int axis = 0) => F.Concat(tensors, axis);

    /// <inheritdoc cref="F.Stack(IReadOnlyList{Tensor}, int)"/>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0) => F.Stack(tensors, axis);

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

    /// <inheritdoc cref="F.Sort(Tensor, int, bool)"/>
    public (Tensor Values, Tensor Indices) Sort(int axis = -1, bool descending = false) => F.Sort(this, axis, descending);

    /// <inheritdoc cref="F.ArgSort(Tensor, int, bool)"/>
    public Tensor ArgSort(int axis = -1, bool descending = false) => F.ArgSort(this, axis, descending);

    /// <inheritdoc cref="F.TopK(Tensor, int, int, bool, bool)"/>
    public (Tensor Values, Tensor Indices) TopK(int k, int axis = -1, bool largest = true, bool sorted = true) => F.TopK(this, k, axis, largest, sorted);

    /// <inheritdoc cref="F.Unique(Tensor, bool)"/>
    public (Tensor Values, Tensor Inverse, Tensor Counts) Unique(bool equalNaN = true) => F.Unique(this, equalNaN);

    /// <inheritdoc cref="F.Unique(Tensor, int, bool)"/>
    public (Tensor Values, Tensor Inverse, Tensor Counts) Unique(int axis, bool equalNaN = true) => F.Unique(this, axis, equalNaN);

    /// <inheritdoc cref="F.Quantile(Tensor, double, QuantileInterpolation)"/>
    public Tensor Quantile(double q) => F.Quantile(this, q);

    /// <inheritdoc cref="F.Quantile(Tensor, double, int, bool, QuantileInterpolation)"/>
    public Tensor Quantile(double q, int axis, bool keepDims = false) => F.Quantile(this, q, axis, keepDims);

    /// <inheritdoc cref="F.Median(Tensor)"/>
    public Tensor Median() => F.Median(this);

    /// <inheritdoc cref="F.Median(Tensor, int, bool)"/>
    public (Tensor Values, Tensor Indices) Median(int axis, bool keepDims = false) => F.Median(this, axis, keepDims);

    /// <inheritdoc cref="F.Flip(Tensor, ReadOnlySpan{int})"/>
    public Tensor Flip(params ReadOnlySpan<int> axes) => F.Flip(this, axes);

    /// <inheritdoc cref="F.Roll(Tensor, int)"/>
    public Tensor Roll(int shift) => F.Roll(this, shift);

    /// <inheritdoc cref="F.Roll(Tensor, int, int)"/>
    public Tensor Roll(int shift, int axis) => F.Roll(this, shift, axis);

    /// <inheritdoc cref="F.Repeat(Tensor, ReadOnlySpan{int})"/>
    public Tensor Repeat(params ReadOnlySpan<int> repeats) => F.Repeat(this, repeats);

    /// <inheritdoc cref="F.RepeatInterleave(Tensor, int, int)"/>
    public Tensor RepeatInterleave(int repeats, int axis) => F.RepeatInterleave(this, repeats, axis);

    /// <inheritdoc cref="F.Tril(Tensor, int)"/>
    public Tensor Tril(int diagonal = 0) => F.Tril(this, diagonal);

    /// <inheritdoc cref="F.Triu(Tensor, int)"/>
    public Tensor Triu(int diagonal = 0) => F.Triu(this, diagonal);
}
