using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>
/// An element-wise activation function with a parameter that is learned: <c>f(x, parameter)</c>, both differentiable. The generator
/// lists every implementer, as it does those of <see cref="IActivation"/>.
/// </summary>
/// <remarks>The second argument's name, and its documentation, are the parameter's in the catalogue.</remarks>
public interface ILearnableActivation : IBinaryFunction
{
    /// <summary>The value of the parameter that training starts from.</summary>
    static abstract double Initial { get; }
}
