namespace Hillock.Images;

/// <summary>What a file says of its picture before a pixel is decoded.</summary>
/// <param name="Width">Pixels of a row, as stored.</param>
/// <param name="Height">Rows, as stored.</param>
/// <param name="Channels">Those of the pixels once palettes are looked up: 1, 2, 3 or 4.</param>
/// <param name="Orientation">EXIF's, 1 to 8: where the first row and the first column are in the upright picture.</param>
/// <param name="Pixels">The file without what the pixels do not need: no texts, profiles or thumbnails.</param>
internal sealed record PictureHeader(int Width, int Height, int Channels, int Orientation, ReadOnlyMemory<byte> Pixels);
