using Hillock.Optimizers.Schedules;

namespace Extending;

/// <summary>A learning-rate schedule: the factor <c>(1 − e/n)ᵖ</c>, 0 from epoch <c>n</c> on.</summary>
/// <param name="epochs">The epochs <c>n</c>, at least 1.</param>
/// <param name="power">The power <c>p</c>, at least 0.</param>
public sealed class PolynomialSchedule(int epochs, int power = 1) : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double Factor(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        return Power(1 - ((double)Math.Min(epoch, epochs) / epochs), power);
    }
}
