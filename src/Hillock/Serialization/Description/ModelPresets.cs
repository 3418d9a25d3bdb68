using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Serialization.Description;

/// <summary>Networks that are a good first try, by a word: what <c>--model mlp|cnn|rnn|transformer</c> stands for.</summary>
/// <remarks>Each is a text of <see cref="NetworkDescription.Parse"/>: print one, change it and pass it on.</remarks>
public static class ModelPresets
{
    private const int MostPixelsLeft = 8;
    private static readonly int[] Channels = [32, 64, 128, 128];

    /// <summary>The words.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mlp", "cnn", "rnn", "transformer"];

    /// <summary>Linear layers with activations between, for the rows of a table; an example of several axes is flattened.</summary>
    /// <param name="inputShape">The shape of an example, without the batch.</param>
    /// <param name="outputs">The number of classes or of numbers to predict.</param>
    /// <param name="hidden">The widths of the layers between; two of 64 when empty.</param>
    /// <param name="activation">The activation as a text names it: <c>relu</c>, <c>elu alpha=0.5</c>.</param>
    /// <param name="dropout">The probability of a dropout after each activation; 0 for none.</param>
    /// <exception cref="FormatException">There is no such activation, or a width or probability is not one.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(ModelPresets.Mlp([4], 3, [32, 16], "gelu")); // linear 32, gelu, linear 16, gelu, linear 3
    /// </code>
    /// </example>
    public static NetworkDescription Mlp(
        Shape inputShape, int outputs, ReadOnlySpan<int> hidden = default, string activation = "relu", double dropout = 0)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        List<string> layers = inputShape.Rank > 1 ? ["flatten"] : [];
        foreach (int width in hidden.IsEmpty ? [64, 64] : hidden)
        {
            layers.Add(Of($"linear {width}"));
            layers.Add(activation);
            AddDropout(layers, dropout);
        }

        layers.Add("linear");
        return NetworkDescription.Parse(string.Join(", ", layers), inputShape, outputs);
    }

    /// <summary>
    /// Convolutions of 3×3 with batch normalisation, halved by pooling until at most 8 pixels are left along an axis, and two linear layers, for pictures.
    /// </summary>
    /// <param name="inputShape">The shape of a picture, <c>[channels, height, width]</c>, of at least 4×4.</param>
    /// <param name="outputs">The number of classes or of numbers to predict.</param>
    /// <param name="activation">The activation as a text names it.</param>
    /// <param name="dropout">The probability of the dropout before the last layer; 0 for none.</param>
    /// <exception cref="ArgumentException">The shape is not that of a picture.</exception>
    /// <exception cref="FormatException">There is no such activation, or the probability is not one.</exception>
    public static NetworkDescription Cnn(Shape inputShape, int outputs, string activation = "relu", double dropout = 0.25)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        if (inputShape.Rank != 3 || inputShape[1] < 4 || inputShape[2] < 4)
        {
            throw new ArgumentException(
                $"A cnn expects pictures [channels, height, width] of at least 4×4 pixels but got {inputShape}; use an mlp, or arrange the data as pictures.",
                nameof(inputShape));
        }

        List<string> layers = [];
        int height = inputShape[1], width = inputShape[2], block = 0;
        do
        {
            layers.AddRange([Of($"conv {Channels[block]} 3 padding=1 bias=false"), "batchnorm", activation, "maxpool 2"]);
            (height, width, block) = (height / 2, width / 2, block + 1);
        }
        while (Math.Max(height, width) > MostPixelsLeft && Math.Min(height, width) >= 2 && block < Channels.Length);
        if (Math.Max(height, width) > MostPixelsLeft)
        {
            layers.Add(Of($"adaptiveavgpool {Math.Min(height, MostPixelsLeft)}x{Math.Min(width, MostPixelsLeft)}"));
        }

        layers.AddRange(["flatten", "linear 128", activation]);
        AddDropout(layers, dropout);
        layers.Add("linear");
        return NetworkDescription.Parse(string.Join(", ", layers), inputShape, outputs);
    }

    /// <summary>A recurrent layer, for sequences.</summary>
    /// <param name="inputShape">The shape of a sequence: <c>[steps]</c> of words, or <c>[steps, features]</c> of numbers.</param>
    /// <param name="outputs">The number of classes, of numbers to predict, or of words.</param>
    /// <param name="vocabulary">The number of words where the sequence is one of words; 0 where it has numbers.</param>
    /// <param name="everyStep">Whether there is an output at each step, as to predict the next word, instead of one for the sequence.</param>
    /// <param name="cell">Which layer: <c>lstm</c>, <c>gru</c> or <c>rnn</c>.</param>
    /// <param name="width">The width of the layer, and of the words' vectors.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="dropout">The probability of dropouts between layers and before the last; 0 for none.</param>
    /// <exception cref="ArgumentException">The shape is not that of a sequence.</exception>
    /// <exception cref="FormatException">There is no such layer, or a number is not one.</exception>
    public static NetworkDescription Rnn(
        Shape inputShape, int outputs, int vocabulary = 0, bool everyStep = false, string cell = "lstm", int width = 128, int layers = 1, double dropout = 0)
    {
        CheckSequence(inputShape, vocabulary, "An rnn");
        List<string> texts = vocabulary > 0 ? [Of($"embedding {vocabulary} {width}")] : [];
        texts.Add(Of($"{cell} {width} {layers} dropout={(layers > 1 ? dropout : 0)}"));
        AddEnd(texts, everyStep ? null : "laststep", dropout);
        return NetworkDescription.Parse(string.Join(", ", texts), inputShape, outputs);
    }

    /// <summary>A transformer's encoder with learned positions, normalisations first, for sequences; causal where each step has an output.</summary>
    /// <param name="inputShape">The shape of a sequence: <c>[steps]</c> of words, or <c>[steps, features]</c> of numbers; none may be longer.</param>
    /// <param name="outputs">The number of classes, of numbers to predict, or of words.</param>
    /// <param name="vocabulary">The number of words where the sequence is one of words; 0 where it has numbers.</param>
    /// <param name="everyStep">Whether there is an output at each step that has seen none after it, as to predict the next word.</param>
    /// <param name="activation">The activation as a text names it.</param>
    /// <param name="width">The width, which the heads divide.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="layers">The number of layers.</param>
    /// <param name="dropout">The probability of all dropouts.</param>
    /// <exception cref="ArgumentException">The shape is not that of a sequence, or there are no layers.</exception>
    /// <exception cref="FormatException">There is no such activation, or a number is not one.</exception>
    public static NetworkDescription Transformer(
        Shape inputShape, int outputs, int vocabulary = 0, bool everyStep = false, string activation = "gelu", int width = 128, int heads = 4, int layers = 2,
        double dropout = 0.1)
    {
        CheckSequence(inputShape, vocabulary, "A transformer");
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        List<string> texts = [vocabulary > 0 ? Of($"embedding {vocabulary} {width}") : Of($"linear {width}"), "positions"];
        AddDropout(texts, dropout);
        string layer = Of($"encoderlayer {heads} {4L * width} {dropout} activation=({activation}) normfirst");
        string encoder = $"encoder ({string.Join(", ", Enumerable.Repeat(layer, layers))}) norm=(layernorm)";
        texts.Add(everyStep ? $"causal ({encoder})" : encoder);
        AddEnd(texts, everyStep ? null : "meanoversteps", 0);
        return NetworkDescription.Parse(string.Join(", ", texts), inputShape, outputs);
    }

    private static void AddEnd(List<string> texts, string? adapter, double dropout)
    {
        if (adapter is not null)
        {
            texts.Add(adapter);
        }

        AddDropout(texts, dropout);
        texts.Add("linear");
    }

    private static void AddDropout(List<string> texts, double dropout)
    {
        if (dropout != 0)
        {
            texts.Add(Of($"dropout {dropout}"));
        }
    }

    private static void CheckSequence(Shape inputShape, int vocabulary, string model)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        ArgumentOutOfRangeException.ThrowIfNegative(vocabulary);
        int rank = vocabulary > 0 ? 1 : 2;
        if (inputShape.Rank != rank || inputShape[0] < 1)
        {
            throw new ArgumentException(
                $"{model} expects sequences {(rank == 1 ? "[steps] of words" : "[steps, features] of numbers")} with at least one step but got {inputShape}; " +
                (rank == 1 ? "pass vocabulary: 0 for numbers." : "pass the number of words as vocabulary, or arrange the data as sequences."),
                nameof(inputShape));
        }
    }

    private static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
