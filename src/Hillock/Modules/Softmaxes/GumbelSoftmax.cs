using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Differentiable samples of categories along an axis while training, the softmax in evaluation; see <see cref="F.GumbelSoftmax"/>.</summary>
/// <remarks>
/// The noise depends on the seed, the module and the number of training passes before, never on threads. In evaluation there is none: the softmax at
/// the module's temperature, or with <see cref="Hard"/> the most probable category.
/// </remarks>
public sealed class GumbelSoftmax : Module, ITempered, IRandomModule
{
    private readonly Philox _random;
    private double _temperature;
    private readonly RandomPasses _passes = new();

    RandomPasses IRandomModule.Passes => _passes;

    /// <summary>Makes the module.</summary>
    /// <param name="temperature">The temperature: towards 0 the samples become one-hot.</param>
    /// <param name="hard">Whether samples are exactly one-hot, with the gradients of the soft ones.</param>
    /// <param name="axis">The axis of the categories; negatives count from the last.</param>
    /// <param name="random">Where the random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not a finite number above 0.</exception>
    public GumbelSoftmax(double temperature = 1, bool hard = false, int axis = -1, RandomSource? random = null)
    {
        Temperature = temperature;
        Hard = hard;
        Axis = axis;
        _random = (random ?? RandomSource.Shared).Next();
    }

    /// <inheritdoc/>
    public double Temperature
    {
        get => _temperature;
        set => _temperature = TemperedModule.CheckTemperature(value);
    }

    /// <summary>Whether samples are exactly one-hot, with the gradients of the soft ones.</summary>
    public bool Hard { get; }

    /// <summary>The axis of the categories; negatives count from the last.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"tau={Format(Temperature)}, hard={Hard}, dim={Axis}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        if (IsTraining)
        {
            return F.GumbelSoftmax(x, _random, Temperature, Hard, Axis, _passes.Next());
        }

        Tensor soft = F.Softmax(x, Axis, 1 / Temperature);
        return Hard ? F.OneHotOfLargest(soft, Axis) : soft;
    }
}
