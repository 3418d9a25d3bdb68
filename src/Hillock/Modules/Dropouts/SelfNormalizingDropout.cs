using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What <see cref="AlphaDropout"/> and <see cref="FeatureAlphaDropout"/> have in common.</summary>
public abstract class SelfNormalizingDropout : DropoutLayer
{
    /// <summary>SELU's limit at −∞, <c>−λα</c>: what a dropped element becomes before the affine map.</summary>
    private const double Saturation = -1.7580993408473768;

    private protected SelfNormalizingDropout(double probability, RandomSource? random)
        : base(probability, random)
    {
    }

    /// <summary>The input with some positions saturated, mapped so that a mean of 0 and a variance of 1 stay.</summary>
    private protected Tensor Saturated(Tensor x, Shape positions)
    {
        if (Probability == 1)
        {
            return F.Multiply(x, 0);
        }

        // Of z = α′ with probability p, otherwise x: a²·Var z = 1 and a·E z + b = 0.
        double kept = 1 - Probability;
        double a = 1 / Math.Sqrt(kept * (1 + (Probability * Saturation * Saturation)));
        double b = -a * Probability * Saturation;
        Tensor falls = F.Equal(Draw(positions), 0);
        return Widening.Apply(
            DataType.Float32, x, (falls, a, b),
            static (wide, s) => F.Where(s.falls, (s.a * Saturation) + s.b, F.Add(F.Multiply(wide, s.a), s.b)));
    }
}
