namespace Hillock.Images;

/// <summary>How <see cref="PictureFolder.Load"/> reads.</summary>
public sealed record PictureLoadOptions
{
    /// <summary>Which channels to give; three by default, so that grey and coloured pictures fit together.</summary>
    public PictureChannels Channels { get; init; } = PictureChannels.Rgb;

    /// <summary>The pixels that a picture may have.</summary>
    public long MaximumPixels { get; init; } = Picture.DefaultMaximumPixels;

    /// <summary>Whether pictures that are damaged or cannot be read are left out and listed; otherwise the first of them ends the reading.</summary>
    public bool SkipUnreadable { get; init; }
}
