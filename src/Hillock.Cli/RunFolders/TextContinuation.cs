using Hillock.Charts.CommandLine;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.RunFolders;

/// <summary>Writes how a text goes on, character by character.</summary>
internal static class TextContinuation
{
    private const ulong Stream = 0x54657874_00000000; // "Text"

    /// <summary>Writes a prompt and what follows it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="network">The network.</param>
    /// <param name="description">Its description.</param>
    /// <param name="steps">The characters that it sees at a time.</param>
    /// <param name="prompt">The beginning, at least one character.</param>
    /// <param name="length">The characters to write.</param>
    /// <param name="temperature">How freely it chooses; 0 for the most probable.</param>
    /// <param name="seed">The seed of the choice.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static void Write(
        TextWriter output, Module network, ModelDescription description, int steps, string prompt, int length, double temperature, ulong seed,
        CancellationToken cancellationToken)
    {
        if (prompt.Length == 0)
        {
            throw new CommandException("the beginning of a text is expected but it is empty; give one character or more.");
        }

        List<int> tokens = [.. TextData.Encode(prompt, description.Vocabulary, "the beginning")];
        Philox random = new(seed, Stream);
        output.Write(prompt);
        for (int i = 0; i < length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long[] seen = [.. tokens.TakeLast(steps).Select(static token => (long)token)];
            using TidyScope scope = TensorPool.BeginTidy();
            Tensor logits = RunPredictor.Outputs(network, Tensor.From(seen, [1, seen.Length]), cancellationToken);
            double[] last = logits.Select(1, seen.Length - 1).To(DataType.Float64).ToArray<double>();
            int next = Choose(last, temperature, random, (ulong)i);
            tokens.Add(next);
            output.Write(description.Vocabulary[next]);
        }

        output.WriteLine();
    }

    // Gumbel's trick: the largest of the logits with noise is a draw of their softmax.
    private static int Choose(double[] logits, double temperature, Philox random, ulong place)
    {
        int best = 0;
        double greatest = double.NegativeInfinity;
        for (int i = 0; i < logits.Length; i++)
        {
            double noise = temperature == 0 ? 0 : -temperature * Math.Log(-Math.Log(random.UniformDouble((place * (ulong)logits.Length) + (ulong)i)));
            if (logits[i] + noise > greatest)
            {
                (best, greatest) = (i, logits[i] + noise);
            }
        }

        return best;
    }
}
