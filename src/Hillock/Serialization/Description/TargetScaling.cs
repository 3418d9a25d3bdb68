namespace Hillock.Serialization.Description;

/// <summary>How the targets of a regression were shifted and scaled for training: an output <c>y</c> means <c>mean + deviation·y</c>.</summary>
/// <param name="Mean">What was subtracted.</param>
/// <param name="Deviation">What the rest was divided by.</param>
public sealed record TargetScaling(double Mean, double Deviation);
