using Hillock.Activations;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>An activation with a learned parameter: one number, one for each channel, or one for each unit.</summary>
/// <remarks>
/// <c>new LearnableActivation&lt;PRelu&gt;()</c> is PyTorch's <c>PReLU()</c>. The parameter is called <c>weight</c> and takes no weight decay
/// (<c>ParameterGroup.Split</c>), which would pull a slope towards 0 instead of making the network simpler.
/// </remarks>
/// <typeparam name="TActivation">The function: <c>PRelu</c>, <c>LearnableSwish</c> ...</typeparam>
public sealed class LearnableActivation<TActivation> : Module, ILearnableModule
    where TActivation : struct, ILearnableActivation
{
    /// <summary>Makes the module.</summary>
    /// <param name="count">How many parameters: 1, the number of channels (axis 1 of the input), or the number of units (its last axis).</param>
    /// <param name="initial">Where they start; <see cref="ILearnableActivation.Initial"/> when left out.</param>
    /// <param name="dataType">The parameters' type.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public LearnableActivation(int count = 1, double? initial = null, DataType dataType = DataType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Initial = initial ?? TActivation.Initial;
        Parameter = RegisterParameter("weight", Tensor.Full(count, Initial, dataType), takesWeightDecay: false);
    }

    /// <summary>The learned parameters, <c>[count]</c>.</summary>
    public Tensor Parameter { get; }

    object IFunctionModule.Function => default(TActivation);

    /// <summary>Where the parameters start.</summary>
    public double Initial { get; }

    /// <inheritdoc/>
    protected internal override string Name => typeof(TActivation).Name;

    /// <inheritdoc/>
    protected internal override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"num_parameters={Parameter.Length}");

    internal override BlockStep? StepOn(Shape shape, DataType type)
    {
        bool fits = Parameter.Length == 1 || (shape.Rank > 2 && shape[1] == Parameter.Length);
        return fits && Parameter.DataType == type && !Parameter.IsTracked
            ? new LearnableStep<TActivation>(default, Parameter.Detach().ToArray<double>())
            : null;
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.Apply(x, Parameter, default(TActivation));
}
