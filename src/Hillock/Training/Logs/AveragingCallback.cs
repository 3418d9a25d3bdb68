using Hillock.Optimizers;

namespace Hillock.Training;

/// <summary>Updates moving averages of the weights after each step.</summary>
/// <param name="average">The averages.</param>
public sealed class AveragingCallback(ExponentialMovingAverage average) : FitCallback
{
    /// <summary>The averages.</summary>
    public ExponentialMovingAverage Average { get; } = average ?? throw new ArgumentNullException(nameof(average));

    /// <inheritdoc/>
    public override void OnStepEnd(FitContext context) => Average.Update();
}
