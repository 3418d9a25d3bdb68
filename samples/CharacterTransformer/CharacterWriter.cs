using Hillock.Autograd;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Samples.Text;
using Hillock.Tensors;

namespace Hillock.Samples.CharacterTransformer;

/// <summary>Continues a text, and shows each character as soon as it is drawn.</summary>
public static class CharacterWriter
{
    /// <summary>Writes the continuation.</summary>
    /// <param name="model">What predicts.</param>
    /// <param name="vocabulary">The characters.</param>
    /// <param name="prompt">The beginning, of one character at least.</param>
    /// <param name="count">The number of characters to write.</param>
    /// <param name="sampler">Draws them.</param>
    /// <param name="output">Receives them one by one.</param>
    /// <param name="cancellationToken">Ends the text early.</param>
    public static void Write(
        CharacterModel model, CharacterVocabulary vocabulary, string prompt, int count, TextSampler sampler, TextWriter output,
        CancellationToken cancellationToken)
    {
        List<long> tokens = [.. vocabulary.Encode(prompt).Select(token => (long)token)];
        using EvaluationScope evaluating = Module.Evaluating();
        using GradientScope off = Gradients.Disabled();
        for (int i = 0; i < count && !cancellationToken.IsCancellationRequested; i++)
        {
            using TidyScope scope = TensorPool.BeginTidy();
            int next = sampler.Next(model.Next(Tensor.From(tokens[^Math.Min(tokens.Count, model.Context)..].ToArray())));
            tokens.Add(next);
            output.Write(vocabulary.Decode([next]));
            output.Flush();
        }

        output.WriteLine();
    }
}
