namespace Hillock.Kernels;

/// <summary>A part of one plane of a pass's places: some lines of it, or a piece of one.</summary>
/// <param name="Z">The plane.</param>
/// <param name="Y">The first line.</param>
/// <param name="Lines">How many lines there are.</param>
/// <param name="X">The first place in each line.</param>
/// <param name="Width">How many places there are in each.</param>
internal readonly record struct ConvolutionStrip(int Z, int Y, int Lines, int X, int Width);
