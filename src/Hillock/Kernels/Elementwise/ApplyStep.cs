using System.Numerics;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Applies a function of one number, as <see cref="Map"/> does.</summary>
internal sealed class ApplyStep<TFunction>(TFunction function) : BlockStep
    where TFunction : struct, IUnaryFunction
{
    protected override void Invoke(Span<float> block, int channel, nint start) => Map.Apply(function, block, block);

    protected override void Invoke(Span<double> block, int channel, nint start) => Map.Apply(function, block, block);
}
