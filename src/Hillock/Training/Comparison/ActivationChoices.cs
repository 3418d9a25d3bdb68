using Hillock.Activations;
using Hillock.Functional;
using Hillock.Modules;

namespace Hillock.Training;

/// <summary>Makes choices of what the catalogue knows by name.</summary>
public static class ActivationChoices
{
    /// <summary>The choice of a function: learned parameters are learned, one for each layer, and random functions are random while training.</summary>
    /// <param name="function">The function with the values of its parameters; a learned one starts there.</param>
    /// <param name="name">The name to report; the function's own when null.</param>
    /// <exception cref="ArgumentException">The function has no gain, because it is 0 nearly everywhere.</exception>
    public static ActivationChoice From(ActivationFunction function, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return function.Accept(new Visitor(name ?? function.ToString()));
    }

    private sealed class Visitor(string name) : IActivationVisitor<ActivationChoice>
    {
        public ActivationChoice Visit<TActivation>(TActivation function)
            where TActivation : struct, IActivation => ActivationChoice.Of(name, function);

        public ActivationChoice VisitLearnable<TActivation>(TActivation function, double parameter)
            where TActivation : struct, ILearnableActivation =>
            new(name, (_, _) => new LearnableActivation<TActivation>(1, parameter), Initialization.GainFor(function, parameter));

        public ActivationChoice VisitRandom<TActivation>(TActivation function)
            where TActivation : struct, IRandomActivation =>
            new(name, (_, random) => new RandomActivation<TActivation>(function, random), Initialization.GainFor(function));
    }
}
