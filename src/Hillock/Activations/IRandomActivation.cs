using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>
/// An activation function that is random while training: <c>f(x, u)</c> with a uniform random number <c>u</c> in [0, 1) for each
/// element, which no gradient flows to. In evaluation it is <c>f(x)</c>.
/// </summary>
public interface IRandomActivation : IActivation, IBinaryFunction;
