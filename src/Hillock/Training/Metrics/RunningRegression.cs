using System.Numerics;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>How far predicted numbers <c>x</c> are from targets <c>t</c>, over any number of batches.</summary>
/// <remarks>
/// Sums, sums of squares and of products are kept without rounding, and each score is rounded once at the end: it depends neither on the order of the numbers
/// nor on batches, targets far from 0 lose no digits, and large ones do not overflow.
/// </remarks>
/// <example>
/// <code>
/// RunningRegression running = new();
/// running.Add(Tensor.From([1f, 2]), Tensor.From([1f, 3]));
/// running.Add(Tensor.From([5f]), Tensor.From([5f]));
/// Console.WriteLine(running.MeanAbsoluteError); // 0.3333333333333333
/// Console.WriteLine(running.RSquared); // 0.875
/// </code>
/// </example>
public sealed class RunningRegression
{
    // What a target of 0 is taken for in a relative error, 2⁻⁵², as in scikit-learn.
    private const double LeastTarget = 2.220446049250313e-16;

    private readonly ExactTotal _targets = new ExactTotal(), _predictions = new ExactTotal();
    private readonly ExactTotal _targetSquares = new ExactTotal(), _products = new ExactTotal(), _predictionSquares = new ExactTotal();
    private readonly ExactTotal _distances = new ExactTotal(), _relative = new ExactTotal();
    private bool _isUndefined, _hasInfinitePrediction;

    /// <summary>The numbers compared.</summary>
    public long Count { get; private set; }

    /// <summary><c>mean (t − x)²</c>. NaN without numbers or after a NaN; ∞ after an infinite error.</summary>
    public double MeanSquaredError => _distances.Special != 0 ? _distances.Special : Quotient.Of(Residual, UnitsOf(Count));

    /// <summary><c>√(mean (t − x)²)</c>, in the unit of the targets; finite also where the squares overflow. NaN and ∞ as the mean squared error.</summary>
    public double RootMeanSquaredError => _distances.Special != 0 ? _distances.Special : Quotient.Sqrt(Residual, UnitsOf(Count));

    /// <summary><c>mean |t − x|</c>. NaN without numbers or after a NaN; ∞ after an infinite error.</summary>
    public double MeanAbsoluteError => _distances.Mean(Count);

    /// <summary>
    /// <c>mean |t − x| / max(|t|, 2⁻⁵²)</c>, a share and not per cent. It is enormous where a target is 0, and punishes predictions that are too large more
    /// than those that are too small. NaN without numbers, after a NaN or an infinite target.
    /// </summary>
    public double MeanAbsolutePercentageError => _relative.Mean(Count);

    /// <summary>The share of the targets' variance that the predictions explain: <c>1 − Σ(t − x)²/Σ(t − mean)²</c>.</summary>
    /// <value>
    /// At most 1; 0 for predicting the mean; −∞ where a prediction is infinite; NaN where all targets are equal, a target is not finite, or a prediction is
    /// NaN.
    /// </value>
    public double RSquared => Explained(isBiasFree: false);

    /// <summary>R² without what a constant shift of the predictions costs: <c>1 − Var(t − x)/Var(t)</c>.</summary>
    /// <value>At most 1; NaN where all targets are equal, or anything is not finite.</value>
    public double ExplainedVariance => _hasInfinitePrediction ? double.NaN : Explained(isBiasFree: true);

    // Σ(t − x)², in units.
    private BigInteger Residual => _targetSquares.Units - (2 * _products.Units) + _predictionSquares.Units;

    /// <summary>Compares numbers.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="targets">The targets, in the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void Add(Tensor predictions, Tensor targets)
    {
        CheckShapes(predictions, targets, nameof(RunningRegression));
        double[] x = predictions.ToArray<double>();
        double[] t = targets.ToArray<double>();
        for (int i = 0; i < x.Length; i++)
        {
            Add(x[i], t[i]);
        }
    }

    /// <summary>Forgets all numbers.</summary>
    public void Clear()
    {
        foreach (ExactTotal total in new[] { _targets, _predictions, _targetSquares, _products, _predictionSquares, _distances, _relative })
        {
            total.Clear();
        }

        (_isUndefined, _hasInfinitePrediction, Count) = (false, false, 0);
    }

    internal static void CheckShapes(Tensor predictions, Tensor targets, string name)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (!predictions.Shape.Equals(targets.Shape))
        {
            throw new ArgumentException(
                $"{name} expects targets of the predictions' shape {predictions.Shape} but got {targets.Shape}; reshape one of them.", nameof(targets));
        }
    }

    private static BigInteger UnitsOf(BigInteger number) => number << ExactTotal.UnitExponent;

    private void Add(double x, double t)
    {
        Count++;
        if (!double.IsFinite(x) || !double.IsFinite(t))
        {
            _isUndefined |= double.IsNaN(x) || !double.IsFinite(t);
            _hasInfinitePrediction |= double.IsInfinity(x);
            _distances.Add(Math.Abs(t - x));
            _relative.Add(Math.Abs(t - x) / Math.Abs(t));
            return;
        }

        _targets.Add(t);
        _predictions.Add(x);
        _targetSquares.AddProduct(t, t);
        _products.AddProduct(t, x);
        _predictionSquares.AddProduct(x, x);
        _distances.Add(Math.Max(t, x));
        _distances.Add(-Math.Min(t, x));

        // Of halves, where the difference of large numbers overflows and their quotient does not.
        double distance = Math.Abs(t - x), size = Math.Max(Math.Abs(t), LeastTarget);
        _relative.Add(double.IsInfinity(distance) ? Math.Abs((0.5 * t) - (0.5 * x)) / (0.5 * size) : distance / size);
    }

    // n·Σ(t − x)² and n·Σ(t − mean)² = n·Σt² − (Σt)², both in units of units.
    private double Explained(bool isBiasFree)
    {
        BigInteger sum = _targets.Units, bias = isBiasFree ? sum - _predictions.Units : 0;
        BigInteger total = UnitsOf(Count * _targetSquares.Units) - (sum * sum), residual = UnitsOf(Count * Residual) - (bias * bias);
        return _isUndefined || total.IsZero ? double.NaN
            : _hasInfinitePrediction ? double.NegativeInfinity
            : Quotient.Of(total - residual, total);
    }
}
