using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>Parameters that are learned with the same learning rate and weight decay, and held within the same bound.</summary>
/// <remarks>
/// A group is one optimizer's, from which it takes what it was not given itself, and whose schedules change it. Another optimizer of the same parameters gets a
/// group of its own.
/// </remarks>
public sealed class ParameterGroup
{
    private readonly Tensor[] _parameters;
    private double? _learningRate;
    private double? _weightDecay;

    /// <summary>Makes a group.</summary>
    /// <param name="parameters">The parameters; leaves of a floating-point type.</param>
    /// <param name="learningRate">The group's own learning rate; the optimizer's when left out.</param>
    /// <param name="weightDecay">The group's own weight decay; the optimizer's when left out.</param>
    /// <param name="bound">The magnitude that no element may exceed after a step, above 0; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public ParameterGroup(IEnumerable<Tensor> parameters, double? learningRate = null, double? weightDecay = null, double? bound = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = [.. parameters];
        _learningRate = learningRate is { } rate ? Check.NonNegative(rate, nameof(learningRate)) : null;
        _weightDecay = weightDecay is { } decay ? Check.NonNegative(decay, nameof(weightDecay)) : null;
        if (bound is { } magnitude)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Check.NonNegative(magnitude, nameof(bound)), nameof(bound));
        }

        Bound = bound;
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Tensor> Parameters => _parameters;

    /// <summary>The learning rate of the next step.</summary>
    /// <exception cref="InvalidOperationException">The group has none of its own and belongs to no optimizer yet.</exception>
    public double LearningRate
    {
        get => _learningRate ?? throw Unset(nameof(LearningRate));
        set => _learningRate = Check.NonNegative(value, nameof(LearningRate));
    }

    /// <summary>The learning rate that the optimizer began with: what a schedule multiplies.</summary>
    public double InitialLearningRate { get; private set; }

    /// <summary>The weight decay of the next step.</summary>
    /// <exception cref="InvalidOperationException">The group has none of its own and belongs to no optimizer yet.</exception>
    public double WeightDecay
    {
        get => _weightDecay ?? throw Unset(nameof(WeightDecay));
        set => _weightDecay = Check.NonNegative(value, nameof(WeightDecay));
    }

    /// <summary>The magnitude that every step cuts the elements back to, or null: projected gradient descent, as binary weights need.</summary>
    public double? Bound { get; }

    /// <summary>
    /// Groups as the modules ask for: first the parameters that weight decay may shrink, then those that it would distort (slopes such as PReLU's), whose
    /// weight decay is 0; those that are held within a bound form groups of their own behind. A group without parameters is left out.
    /// </summary>
    /// <param name="module">The network.</param>
    /// <param name="learningRate">The groups' learning rate; the optimizer's when left out.</param>
    public static IReadOnlyList<ParameterGroup> Split(Module module, double? learningRate = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        return
        [
            .. module.NamedParameters()
                .GroupBy(static parameter => (parameter.Bound, parameter.TakesWeightDecay))
                .OrderBy(static group => group.Key.Bound ?? 0)
                .ThenByDescending(static group => group.Key.TakesWeightDecay)
                .Select(
                    group => new ParameterGroup(
                        group.Select(static parameter => parameter.Value), learningRate, group.Key.TakesWeightDecay ? null : 0, group.Key.Bound)),
        ];
    }

    /// <summary>Whether it has been given to an optimizer.</summary>
    internal bool IsTaken { get; private set; }

    internal void Adopt(double learningRate, double weightDecay)
    {
        IsTaken = true;
        _learningRate ??= learningRate;
        _weightDecay ??= weightDecay;
        InitialLearningRate = _learningRate.Value;
    }

    internal void Load(double learningRate, double initialLearningRate, double weightDecay)
    {
        LearningRate = learningRate;
        InitialLearningRate = initialLearningRate;
        WeightDecay = weightDecay;
    }

    private static InvalidOperationException Unset(string name) => new($"{name} of this group comes from the optimizer; give the group to one first.");
}
