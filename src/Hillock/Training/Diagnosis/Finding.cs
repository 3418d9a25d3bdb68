namespace Hillock.Training;

/// <summary>Something that a diagnosis found.</summary>
/// <param name="Ailment">What.</param>
/// <param name="Layer">Where it is worst, such as <c>layer 3</c>; null where it concerns the network.</param>
/// <param name="Value">The measurement that passed the threshold.</param>
/// <param name="Threshold">The threshold, of <see cref="DiagnosisThresholds"/>.</param>
/// <param name="IsNote">Whether it is worth knowing but nothing to change by itself.</param>
public sealed record Finding(Ailment Ailment, string? Layer, double Value, double Threshold, bool IsNote);
