using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Samples.Text;

/// <summary>Draws tokens from what a model predicts.</summary>
/// <param name="seed">The seed: the same one draws the same text.</param>
/// <param name="temperature">
/// What the logits are divided by. Above 1 all tokens become more equally probable and the text more varied, below 1 the probable ones more so; 0 takes the
/// most probable one each time.
/// </param>
public sealed class TextSampler(ulong seed, double temperature)
{
    private const ulong RandomStream = 0x53616D70_00000000; // "Samp"

    private readonly Philox _random = new(seed, RandomStream);
    private readonly double _temperature = temperature is >= 0 and < double.PositiveInfinity
        ? temperature
        : throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "A temperature is 0 or more.");

    private ulong _drawn;

    /// <summary>Draws a token.</summary>
    /// <param name="logits">Logits, or logarithms of probabilities, of all tokens: <c>[tokens]</c>, or <c>[1, tokens]</c>.</param>
    /// <param name="excluded">A token that is not drawn, such as the one for unknown words; −1 for none.</param>
    public int Next(Tensor logits, int excluded = -1)
    {
        ArgumentNullException.ThrowIfNull(logits);
        double[] values = logits.Detach().ToArray<double>();
        if (excluded >= 0)
        {
            values[excluded] = double.NegativeInfinity;
        }

        double uniform = _random.UniformDouble(_drawn++);
        if (_temperature == 0)
        {
            return Array.IndexOf(values, values.Max());
        }

        double[] probabilities = F.Softmax(Tensor.From(values), 0, beta: 1 / _temperature).ToArray<double>();
        double remaining = uniform * probabilities.Sum();
        int last = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] > 0)
            {
                last = i;
                remaining -= probabilities[i];
                if (remaining < 0)
                {
                    break;
                }
            }
        }

        return last;
    }
}
