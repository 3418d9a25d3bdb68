using Hillock.Activations;
using Hillock.Kernels;

namespace Hillock.Functional;

/// <summary>Applies a function with a learned parameter, one for all elements or one for each channel.</summary>
internal sealed class LearnableStep<TActivation>(TActivation function, double[] parameters) : BlockStep
    where TActivation : struct, ILearnableActivation
{
    internal override bool NeedsChannel => parameters.Length > 1;

    protected override void Invoke(Span<float> block, int channel, nint start) => Zip.ApplyRight(function, block, (float)Of(channel), block);

    protected override void Invoke(Span<double> block, int channel, nint start) => Zip.ApplyRight(function, block, Of(channel), block);

    private double Of(int channel) => parameters[parameters.Length == 1 ? 0 : channel];
}
