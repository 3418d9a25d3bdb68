namespace Hillock.Kernels;

/// <summary>The largest element of each window of planes, and where it stands.</summary>
/// <remarks>
/// Of equal elements the first in row-major order wins, and of NaN the first of all. Elements are compared and copied, never computed with: the bits depend on
/// the window alone.
/// </remarks>
internal static unsafe class MaxPooling
{
    /// <summary>Writes the largest elements of <paramref name="x"/> and, unless <paramref name="places"/> is empty, their places in their planes.</summary>
    internal static void Forward<T>(PoolingGeometry geometry, ReadOnlySpan<T> x, Span<T> y, Span<int> places, int vectorBits)
        where T : unmanaged
    {
        if (x.Length != (long)geometry.Planes * geometry.InputVolume || y.Length != (long)geometry.Planes * geometry.OutputVolume
            || (places.Length != y.Length && places.Length != 0))
        {
            throw new ArgumentException(
                $"The kernel expects {geometry.Planes} planes of {geometry.InputVolume} and {geometry.OutputVolume} elements but got {x.Length} and " +
                $"{y.Length} elements and {places.Length} places.");
        }

        if (y.Length == 0)
        {
            return;
        }

        fixed (T* source = x, target = y)
        {
            fixed (int* found = places)
            {
                PoolingSplit? split = geometry.X.IsWide ? new PoolingSplit(geometry.X) : null;
                geometry.Run(new MaxPoolingBody<T>(geometry, split, source, target, found, vectorBits), geometry.OutputRows);
            }
        }
    }
}
