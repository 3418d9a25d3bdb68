using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>Neighbouring columns of the implicit matrix that lie in one line of the target.</summary>
/// <param name="Column">The first column, counted from the tile's.</param>
/// <param name="Length">How many columns there are.</param>
/// <param name="Source">Where the source of the batch's input begins.</param>
/// <param name="Z">The place in the source's first axis, less the tap's offset.</param>
/// <param name="Y">The place in its second axis.</param>
/// <param name="X">The place of the first column in its last axis.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConvolutionRun(int Column, int Length, nint Source, int Z, int Y, int X);
