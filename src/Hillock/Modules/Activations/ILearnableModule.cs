using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>A module of a function with a learned parameter, whatever its type.</summary>
internal interface ILearnableModule : IFunctionModule
{
    /// <summary>The learned parameters.</summary>
    Tensor Parameter { get; }

    /// <summary>Where they start.</summary>
    double Initial { get; }
}
