namespace Hillock.Kernels;

/// <summary>What the sum of each window is divided by: a product of one number for each axis, or one number for all.</summary>
internal sealed class PoolingDivisors
{
    private readonly double[] _z;
    private readonly double[] _y;

    /// <param name="geometry">The windows.</param>
    /// <param name="countPadding">Whether the padding counts as elements.</param>
    /// <param name="divisor">The divisor of all windows, or 0 for their numbers of elements.</param>
    internal PoolingDivisors(PoolingGeometry geometry, bool countPadding, int divisor)
    {
        _z = Of(geometry.Z, countPadding, divisor == 0 ? 0 : divisor);
        _y = Of(geometry.Y, countPadding, divisor == 0 ? 0 : 1);
        X = Of(geometry.X, countPadding, divisor == 0 ? 0 : 1);
        IsRowUniform = Array.TrueForAll(X, one => one == X[0]);
        IsUniform = IsRowUniform && Array.TrueForAll(_y, one => one == _y[0]) && Array.TrueForAll(_z, one => one == _z[0]);
    }

    /// <summary>The factors of the last axis.</summary>
    internal double[] X { get; }

    /// <summary>Whether the windows of a row have one divisor.</summary>
    internal bool IsRowUniform { get; }

    /// <summary>Whether all windows have one divisor.</summary>
    internal bool IsUniform { get; }

    /// <summary>The factor of a row.</summary>
    internal double Row(int z, int y) => _z[z] * _y[y];

    private static double[] Of(PoolingAxis axis, bool countPadding, int divisor)
    {
        double[] all = new double[axis.Output];
        for (int o = 0; o < all.Length; o++)
        {
            all[o] = divisor != 0 ? divisor : countPadding ? axis.PaddedCount(o) : axis.Count(o);
        }

        return all;
    }
}
