using Hillock.Tensors;

namespace Hillock.Images;

/// <summary>Pictures of one size with their classes.</summary>
/// <param name="Images">Bytes, <c>[pictures, channels, height, width]</c>.</param>
/// <param name="Labels">Int64, <c>[pictures]</c>: places in <paramref name="Classes"/>.</param>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Skipped">What was left out, in the order of the folder.</param>
public sealed record LabelledPictures(Tensor Images, Tensor Labels, IReadOnlyList<string> Classes, IReadOnlyList<SkippedPicture> Skipped);
