namespace Hillock.Functional;

/// <summary>How elements between those of a grid are found; see <see cref="F.Interpolate"/>.</summary>
public enum InterpolationMode
{
    /// <summary>The element at or before the place, counted from the corner: <c>x[⌊i·s⌋]</c> with <c>s</c> input positions for an output position.</summary>
    Nearest,

    /// <summary>The element whose centre is nearest: <c>x[⌊(i + ½)·s⌋]</c>.</summary>
    NearestExact,

    /// <summary>Straight lines between neighbours along one axis.</summary>
    Linear,

    /// <summary>Straight lines between neighbours along two axes.</summary>
    Bilinear,

    /// <summary>Cubic convolution of four neighbours along two axes, with Keys's <c>a = −0.75</c>.</summary>
    Bicubic,

    /// <summary>Straight lines between neighbours along three axes.</summary>
    Trilinear,
}
