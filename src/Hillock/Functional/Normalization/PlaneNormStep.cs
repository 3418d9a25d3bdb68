using System.Numerics;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Normalises each channel by given statistics, as <see cref="PlaneNormalization"/> does.</summary>
/// <param name="weight">The factor of each channel.</param>
/// <param name="bias">The summand of each channel.</param>
/// <param name="statistics">Of each channel mean, <c>1/√(v + ε)</c> and <c>v</c>.</param>
internal sealed class PlaneNormStep(Tensor weight, Tensor bias, Tensor statistics) : BlockStep
{
    internal override bool NeedsChannel => true;

    protected override void Invoke(Span<float> block, int channel, nint start) => Run(block, channel);

    protected override void Invoke(Span<double> block, int channel, nint start) => Run(block, channel);

    private void Run<T>(Span<T> block, int channel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PlaneNorm.Forward<T>(
            block, weight.Span<T>().Slice(channel, 1), bias.Span<T>().Slice(channel, 1), block,
            statistics.Span<double>().Slice(channel * PlaneNorm.Statistics, PlaneNorm.Statistics), new NormPlanes(1, 1, block.Length, 0), 0, given: true,
            VectorWidth.Bits);
        GC.KeepAlive(weight);
        GC.KeepAlive(bias);
        GC.KeepAlive(statistics);
    }
}
