using Hillock.Modules;
using Hillock.Numbers;

namespace Hillock.Training;

/// <summary>An activation to compare: its name, how to make its module, and the gain that weights behind it are initialised with.</summary>
/// <param name="Name">The name, such as <c>elu:alpha=0.5</c>.</param>
/// <param name="Create">Makes the module for a layer of so many units; random modules take their numbers from the source.</param>
/// <param name="Gain"><c>1/√E[f(z)²]</c> for a standard normal <c>z</c>; see <see cref="Initialization.GainFor{TActivation}(TActivation)"/>.</param>
public sealed record ActivationChoice(string Name, Func<int, RandomSource, Module> Create, double Gain)
{
    /// <summary>The choice of an activation without learnable parameters.</summary>
    /// <param name="name">The name.</param>
    /// <param name="activation">The activation.</param>
    /// <exception cref="ArgumentException">The activation has no gain, because it is 0 nearly everywhere.</exception>
    public static ActivationChoice Of<TActivation>(string name, TActivation activation)
        where TActivation : struct, IUnaryFunction =>
        new(name, (_, _) => new Activation<TActivation>(activation), Initialization.GainFor(activation));
}
