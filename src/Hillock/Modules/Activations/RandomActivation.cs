using Hillock.Activations;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>An activation that is random for each element while training, and not in evaluation: <c>new RandomActivation&lt;RRelu&gt;()</c>.</summary>
/// <remarks>The random numbers depend on the seed, the module and the number of training passes before, never on threads.</remarks>
/// <param name="function">The function with its parameters.</param>
/// <param name="random">Where the random numbers come from; <see cref="RandomSource.Shared"/> when null.</param>
/// <typeparam name="TActivation">The function: <c>RRelu</c>.</typeparam>
public sealed class RandomActivation<TActivation>(TActivation function, RandomSource? random = null) : Module, IRandomModule, IFunctionModule
    where TActivation : struct, IRandomActivation
{
    private readonly Philox _random = (random ?? RandomSource.Shared).Next();
    private readonly RandomPasses _passes = new();

    RandomPasses IRandomModule.Passes => _passes;

    /// <summary>The module with the function's default parameters.</summary>
    public RandomActivation()
        : this(new TActivation())
    {
    }

    /// <summary>The function with its parameters.</summary>
    public TActivation Function => function;

    object IFunctionModule.Function => function;

    /// <inheritdoc/>
    protected internal override string Name => typeof(TActivation).Name;

    /// <inheritdoc/>
    protected internal override bool IsElementwise => true;

    /// <inheritdoc/>
    protected override string Details => ActivationText.Parameters(function.ToString(), typeof(TActivation).Name);

    internal override BlockStep? StepOn(Shape shape, DataType type) => IsTraining ? null : new ApplyStep<TActivation>(function);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) =>
        IsTraining ? F.RandomActivation(x, _random, function, _passes.Next()) : F.Apply(x, function);
}
