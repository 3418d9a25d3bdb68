namespace Hillock.Data.Transforms;

/// <summary>How pixels between those of a picture are found; see <see cref="Resize"/>.</summary>
public enum ResizeMode
{
    /// <summary>The pixel whose centre is nearest.</summary>
    Nearest,

    /// <summary>Weights that fall off in straight lines, over two pixels of the result where the picture shrinks.</summary>
    Bilinear,

    /// <summary>Cubic convolution with Keys's <c>a = −0.5</c>, over four pixels of the result where the picture shrinks.</summary>
    Bicubic,

    /// <summary>The mean over the area that a pixel of the result covers, pixels of the picture counting by the share that lies in it.</summary>
    Area,
}
