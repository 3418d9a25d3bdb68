namespace Hillock.Images;

/// <summary>Which channels a picture is read with.</summary>
public enum PictureChannels
{
    /// <summary>Those of the file: 1 for grey, 2 for grey with transparency, 3 for colours and 4 for colours with transparency; palettes are colours.</summary>
    AsStored,

    /// <summary>1: the luma of colours, <c>0.299·R + 0.587·G + 0.114·B</c> (ITU-R BT.601); transparency is left out.</summary>
    Gray,

    /// <summary>2: luma and opacity, 255 where the file has none.</summary>
    GrayAlpha,

    /// <summary>3: red, green and blue, three times the same of a grey picture; transparency is left out.</summary>
    Rgb,

    /// <summary>4: red, green, blue and opacity.</summary>
    RgbAlpha,
}
