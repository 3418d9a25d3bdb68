using Hillock.Numbers;

namespace Hillock.Activations;

/// <summary>
/// An element-wise activation function. The generator lists every implementer: it gives it its <c>F</c> function, its tensor
/// method and its row in the catalogue.
/// </summary>
public interface IActivation : IUnaryFunction;
