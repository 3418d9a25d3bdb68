using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// While training sets each element to 0 with a probability, and multiplies the others by <c>1/(1 − probability)</c>; in evaluation does nothing.
/// </summary>
/// <remarks>
/// Each element is multiplied by 0 or by the factor, so that an infinite one that falls becomes NaN, as in PyTorch. Which elements fall depends on the seed,
/// the module and the number of training passes before: never on threads. Source: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout: a simple
/// way to prevent neural networks from overfitting" (2014).
/// </remarks>
/// <example>
/// <code>
/// var dropout = new Dropout(0.5);
/// using (Module.Evaluating())
/// {
///     Console.WriteLine(dropout.Forward(Tensor.Ones([2]))); // float32 [2] [1, 1]
/// }
/// </code>
/// </example>
public sealed class Dropout : DropoutLayer
{
    /// <summary>Makes the module.</summary>
    /// <param name="probability">The probability of an element to become 0, from 0 to 1.</param>
    /// <param name="random">Where the random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public Dropout(double probability = 0.5, RandomSource? random = null)
        : base(probability, random)
    {
    }

    private protected override Tensor Drop(Tensor x) => Scaled(x, x.Shape);
}
