using System.Globalization;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
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
public sealed class Dropout : Module
{
    private readonly Philox _random;
    private RandomPasses _passes;

    /// <summary>Makes the module.</summary>
    /// <param name="probability">The probability of an element to become 0, from 0 to 1.</param>
    /// <param name="random">Where the random numbers come from; <see cref="RandomSource.Shared"/> when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public Dropout(double probability = 0.5, RandomSource? random = null)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, $"Dropout expects a probability from 0 to 1 but got {probability.ToString(CultureInfo.InvariantCulture)}.");
        }

        Probability = probability;
        _random = (random ?? RandomSource.Shared).Next();
    }

    /// <summary>The probability of an element to become 0.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    protected override string Details => $"p={Format(Probability)}, inplace=False";

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        if (!x.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"Dropout expects an input of a floating-point type, as it scales what it keeps, but got {x.DataType.Name()}; use To(DataType.Float32) first.",
                nameof(x));
        }

        if (!IsTraining || Probability == 0)
        {
            return x;
        }

        Tensor mask = Tensor.Empty(x.Shape);
        DropoutFactors.Fill(_random, _passes.Next(), Probability, mask.Span<float>());
        GC.KeepAlive(mask);

        // A factor rounded to fewer bits than the elements have would change the scale of all alike.
        return x.DataType == DataType.Float64
            ? F.Multiply(x, F.Where(F.Equal(mask, 0), 0, Tensor.Full(x.Shape, 1 / (1 - Probability), DataType.Float64)))
            : F.Multiply(x.To(DataType.Float32), mask).To(x.DataType);
    }
}
