using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Extending;

/// <summary>A random module: <c>x + deviation·z</c> in training, with z from the standard normal distribution; in evaluation x.</summary>
/// <remarks>As an <see cref="IRandomModule"/> it is part of checkpoints: a training that goes on draws the numbers that it would have drawn.</remarks>
/// <param name="deviation">The noise's standard deviation.</param>
/// <param name="random">Where the random numbers come from; <see cref="RandomSource.Shared"/> when null.</param>
public sealed class GaussianNoise(double deviation, RandomSource? random = null) : Module, IRandomModule
{
    private readonly Philox _random = (random ?? RandomSource.Shared).Next();

    /// <inheritdoc/>
    public RandomPasses Passes { get; } = new();

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        if (!IsTraining)
        {
            return x;
        }

        float[] noise = new float[x.Length];
        _random.FillNormal(noise, Passes.Next());
        return x + (deviation * Tensor.From(noise, x.Shape));
    }
}
