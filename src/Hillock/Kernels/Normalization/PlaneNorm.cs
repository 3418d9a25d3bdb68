using System.Numerics;

namespace Hillock.Kernels;

/// <summary>Normalisation of channels and of groups of them, <c>y = (x − m)/√(v + ε)·w + b</c>, and its backward pass; see <see cref="NormPlanes"/>.</summary>
/// <remarks>
/// <c>m</c> and <c>v</c> are the mean of a unit and its mean square deviation from it; <c>w</c> and <c>b</c> belong to a channel. Everything between the
/// elements is of double precision and every element is rounded once. Sums of a plane run over the tree of <see cref="Reduce"/>, sums of planes by pairs: the
/// bits depend on the unit alone.
/// </remarks>
internal static class PlaneNorm
{
    /// <summary>What is kept of a unit: <c>m</c>, <c>1/√(v + ε)</c> and <c>v</c>.</summary>
    internal const int Statistics = 3;

    /// <summary>Normalises units.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="weight">The factor of each channel.</param>
    /// <param name="bias">What is added in each channel.</param>
    /// <param name="y">The results.</param>
    /// <param name="statistics">For each unit <c>m</c>, <c>1/√(v + ε)</c> and <c>v</c>; written unless they are <paramref name="given"/>.</param>
    /// <param name="planes">Which elements belong together.</param>
    /// <param name="epsilon">Added to the mean square deviation.</param>
    /// <param name="given">Whether the statistics are there already.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    internal static void Forward<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> weight, ReadOnlySpan<TElement> bias, Span<TElement> y, Span<double> statistics, NormPlanes planes,
        double epsilon, bool given, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Check(planes, x.Length, y.Length, statistics.Length, weight.Length, bias.Length);
        Run(new PlaneNormForward<TElement>(x, weight, bias, y, statistics, planes, epsilon, given, UnitsEach(planes), vectorBits), planes);
    }

    /// <summary>Computes the gradient of the elements, and of each plane the sums of <c>dy</c> and of <c>dy·(x − m)·s</c>.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="dy">The gradient of the results.</param>
    /// <param name="weight">The factor of each channel.</param>
    /// <param name="statistics">What the forward pass wrote.</param>
    /// <param name="dx">The gradient of the elements.</param>
    /// <param name="sums">Two for each plane.</param>
    /// <param name="planes">Which elements belong together.</param>
    /// <param name="given">Whether the statistics are constants.</param>
    /// <param name="vectorBits">The width of vectors.</param>
    internal static void Backward<TElement>(
        ReadOnlySpan<TElement> x, ReadOnlySpan<TElement> dy, ReadOnlySpan<TElement> weight, ReadOnlySpan<double> statistics, Span<TElement> dx,
        Span<double> sums, NormPlanes planes, bool given, int vectorBits)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Check(planes, x.Length, dx.Length, statistics.Length, weight.Length, weight.Length);
        if (dy.Length != x.Length || sums.Length != 2 * planes.Batch * planes.Channels)
        {
            throw new ArgumentException($"The kernel expects {x.Length} gradients and two sums a plane but got {dy.Length} and {sums.Length}.");
        }

        if (planes.Length == 0)
        {
            sums.Clear();
        }

        Run(new PlaneNormBackward<TElement>(x, dy, weight, statistics, dx, sums, planes, given, UnitsEach(planes), vectorBits), planes);
    }

    private static int UnitsEach(NormPlanes planes) => (int)Math.Max(1, RowNorm.BlockElements / Math.Max(16, planes.UnitLength));

    private static void Run<TBody>(in TBody body, NormPlanes planes)
        where TBody : struct, IParallelBody, allows ref struct
    {
        int each = UnitsEach(planes);
        if (planes.UnitLength == 0)
        {
            return;
        }

        if (planes.Units > each)
        {
            Parallelism.For(Partition.Count(planes.Units, each), body);
        }
        else if (planes.Units > 0)
        {
            body.Invoke(0);
        }
    }

    private static void Check(NormPlanes planes, int x, int y, int statistics, int weight, int bias)
    {
        if (planes.Batch * (long)planes.Channels * planes.Length != x || y != x || statistics != Statistics * planes.Units || weight != planes.Channels
            || bias != planes.Channels)
        {
            throw new ArgumentException(
                $"The kernel expects {planes} but got {x} and {y} elements, {statistics} statistics, {weight} weights and {bias} biases.");
        }
    }
}
