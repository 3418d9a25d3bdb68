using Hillock.Activations;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Applies a function of one number to every element: the module of every activation without learnable parameters.</summary>
/// <remarks><c>new Activation&lt;Identity&gt;()</c> passes its input on without a copy: a place holder for a layer.</remarks>
/// <param name="function">The function with its parameters: <c>new Activation&lt;Elu&gt;(new Elu(0.5))</c>.</param>
/// <typeparam name="TActivation">The function: <c>Relu</c>, <c>Gelu</c> ...</typeparam>
public sealed class Activation<TActivation>(TActivation function) : Module, IFunctionModule
    where TActivation : struct, IUnaryFunction
{
    private ApplyStep<TActivation>? _step;

    /// <summary>The module with the function's default parameters: <c>new Activation&lt;Relu&gt;()</c>.</summary>
    public Activation()
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

    internal override BlockStep? StepOn(Shape shape, DataType type) => _step ??= new ApplyStep<TActivation>(function);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => typeof(TActivation) == typeof(Identity) ? x : F.Apply(x, function);
}
