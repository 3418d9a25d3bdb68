namespace Hillock.Data.Transforms;

/// <summary>How <see cref="RandomRotation"/> and <see cref="RandomAffine"/> find pixels between those of a picture.</summary>
public enum WarpMode
{
    /// <summary>The pixel that the place lies in.</summary>
    Nearest,

    /// <summary>Straight lines between the four pixels around the place.</summary>
    Bilinear,
}
