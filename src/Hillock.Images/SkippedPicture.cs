namespace Hillock.Images;

/// <summary>A picture that was left out.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Reason">Why it cannot be read.</param>
public sealed record SkippedPicture(string Path, Exception Reason);
