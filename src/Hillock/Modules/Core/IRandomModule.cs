namespace Hillock.Modules;

/// <summary>A module or a loss that draws random numbers in training, and counts for how many passes it has.</summary>
/// <remarks>
/// With the seed, which is that of construction, the count decides the next numbers. So a training that goes on from a checkpoint gives the bits of one that
/// was never interrupted: <c>FitState.RandomPasses</c> and <c>Checkpoint.RandomPasses</c> have the counts of all registered modules by their paths, and
/// <c>Trainer.Fit</c> sets them. A pass that is made once more, to find out where a NaN comes from, draws the same numbers again.
/// </remarks>
/// <example>
/// <code>
/// // x + deviation·z in training, with z from the standard normal distribution.
/// sealed class GaussianNoise(double deviation, RandomSource? random = null) : Module, IRandomModule
/// {
///     private readonly Philox _random = (random ?? RandomSource.Shared).Next();
///
///     public RandomPasses Passes { get; } = new();
///
///     protected override Tensor ForwardCore(Tensor x)
///     {
///         if (!IsTraining)
///         {
///             return x;
///         }
///
///         float[] noise = new float[x.Length];
///         _random.FillNormal(noise, Passes.Next());
///         return x + (deviation * Tensor.From(noise, x.Shape));
///     }
/// }
/// </code>
/// </example>
public interface IRandomModule
{
    /// <summary>The passes: always the same object.</summary>
    RandomPasses Passes { get; }
}
