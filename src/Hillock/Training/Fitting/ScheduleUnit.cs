namespace Hillock.Training;

/// <summary>What a schedule of learning rates counts.</summary>
public enum ScheduleUnit
{
    /// <summary>Epochs: the rate is the same in all steps of an epoch.</summary>
    Epoch,

    /// <summary>Steps of the optimizer.</summary>
    Step,
}
