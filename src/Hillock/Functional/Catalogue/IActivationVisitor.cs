using Hillock.Activations;

namespace Hillock.Functional;

/// <summary>
/// Does something with a function whose type is known only when running, and gets the type to do it with: how a name becomes a module, or a kernel.
/// </summary>
/// <typeparam name="TResult">What comes of it.</typeparam>
public interface IActivationVisitor<out TResult>
{
    /// <summary>Called for a function of one number.</summary>
    TResult Visit<TActivation>(TActivation function)
        where TActivation : struct, IActivation;

    /// <summary>Called for a function with a learned parameter.</summary>
    /// <param name="function">The function.</param>
    /// <param name="parameter">The parameter's value: that of training's start.</param>
    TResult VisitLearnable<TActivation>(TActivation function, double parameter)
        where TActivation : struct, ILearnableActivation;

    /// <summary>Called for a function that is random while training.</summary>
    TResult VisitRandom<TActivation>(TActivation function)
        where TActivation : struct, IRandomActivation;
}
