using Hillock.Tensors;

namespace Hillock.Training.SparseCoding;

/// <summary>How signals are coded.</summary>
public sealed record SparseCodingOptions
{
    /// <summary>The weight <c>λ</c> of the penalty, 0 or more: larger is sparser.</summary>
    public double Lambda { get; init; } = 0.1;

    /// <summary>The method, and with it the penalty.</summary>
    public SparseCodingMethod Method { get; init; } = SparseCodingMethod.Fista;

    /// <summary>The most iterations, at least 1.</summary>
    public int MaxIterations { get; init; } = 500;

    /// <summary>
    /// Coding stops when no element moves by more than this in an iteration, in units of the gradient and relative to its largest element at codes of 0:
    /// <c>L·max|z⁺ − y| ≤ tolerance·max|XDᵀ|</c> for the step from <c>y</c> to <c>z⁺</c>. float32 cannot tell less than about 1e-6.
    /// </summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>The codes to start from, <c>[rows, atoms]</c>; 0 when null.</summary>
    public Tensor? Initial { get; init; }

    internal void Check()
    {
        if (!(double.IsFinite(Lambda) && Lambda >= 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Lambda), Lambda, FormattableString.Invariant($"Lambda expects a finite number of at least 0 but got {Lambda}."));
        }

        if (!Enum.IsDefined(Method))
        {
            throw new ArgumentOutOfRangeException(nameof(Method), Method, $"Method expects Fista, Ista or HardThresholding but got {Method}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MaxIterations, 1, nameof(MaxIterations));
        if (!(double.IsFinite(Tolerance) && Tolerance >= 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Tolerance), Tolerance, FormattableString.Invariant($"Tolerance expects a finite number of at least 0 but got {Tolerance}."));
        }
    }
}
