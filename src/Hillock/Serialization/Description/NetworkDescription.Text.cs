using System.Globalization;
using System.Text;
using Hillock.Tensors;

namespace Hillock.Serialization.Description;

public sealed partial class NetworkDescription
{
    /// <summary>Reads a network from a text such as <c>conv 32 kernel=3 padding=1, relu, maxpool 2, flatten, linear 128, dropout 0.2, linear</c>.</summary>
    /// <remarks>
    /// <para>
    /// Layers stand one after the other, divided by commas, and become a <see cref="Modules.Sequential"/>. A layer is its name and its arguments: numbers in
    /// the order of the constructor's, others by name (<c>padding=1</c>), of which a beginning is enough where it fits one name alone, a flag by its name
    /// alone (<c>bidirectional</c>), one number for each axis with an <c>x</c> between (<c>kernel=3x5</c>), layers in parentheses:
    /// <c>residual(linear 64, relu, linear 64)</c>. Upper case and hyphens do not count, and the names of PyTorch's activations are known.
    /// </para>
    /// <para>
    /// What follows from the input's shape is found by passing zeros through the layers: <c>inFeatures</c>, <c>inChannels</c>, the lengths of normalisations,
    /// and whether <c>conv</c> is of one, two or three axes. A <c>linear</c> without a number at the end has as many outputs as are wanted. Batches are the
    /// first axis, so that recurrent layers and transformers have <c>batchFirst=true</c> unless told otherwise.
    /// </para>
    /// </remarks>
    /// <param name="text">The text.</param>
    /// <param name="inputShape">The shape of one example, without the batch: <c>[4]</c>, <c>[3, 32, 32]</c>; for words the number of steps.</param>
    /// <param name="outputs">How many numbers the network is to give, for a last <c>linear</c> without a number; null if it must have one.</param>
    /// <exception cref="FormatException">The text is none of a network that takes the shape; the message shows the place.</exception>
    /// <example>
    /// <code>
    /// NetworkDescription network = NetworkDescription.Parse("conv 8 kernel=3, batchnorm, relu, maxpool 2, flatten, linear", [1, 28, 28], 10);
    /// Console.WriteLine(((Sequential)network.Build(seed: 1))[5]); // Linear(in_features=1352, out_features=10, bias=True)
    /// </code>
    /// </example>
    public static NetworkDescription Parse(string text, Shape inputShape, int? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(inputShape);
        return new NetworkTextReader(text, inputShape, outputs).Read();
    }

    /// <summary>
    /// Writes the network as <see cref="Parse"/> reads it, without what follows from the input's shape; a layer that is no chain is one of one layer.
    /// </summary>
    public string ToText()
    {
        StringBuilder text = new StringBuilder();
        if (Row.Name == nameof(Modules.Sequential))
        {
            AppendChain(text, (NetworkDescription[])Arguments["layers"]!);
        }
        else
        {
            Append(text);
        }

        return text.ToString();
    }

    private static void AppendChain(StringBuilder text, NetworkDescription[] layers)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            text.Append(i > 0 ? ", " : "");
            layers[i].Append(text);
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        int[] several => string.Join('x', several.Select(static one => Text(one))),
        double[] several => string.Join('x', several.Select(static one => Text(one))),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        object word => word.ToString()!,
    };

    private void Append(StringBuilder text)
    {
        text.Append(Type.ToLowerInvariant());
        bool inOrder = true;
        foreach (LayerParameter parameter in Row.Parameters)
        {
            bool isGiven = Arguments.TryGetValue(parameter.Name, out object? value);
            value = isGiven ? value : parameter.Default;
            if (value is NetworkDescription or NetworkDescription[])
            {
                text.Append(parameter.IsRequired ? "" : $" {parameter.Name}=").Append('(');
                AppendChain(text, value as NetworkDescription[] ?? Inner((NetworkDescription)value));
                text.Append(')');
                continue;
            }

            if (parameter.IsRequired
                ? parameter.Infer is not null && value is int && !parameter.IsWritten
                : LayerParameter.AreEqual(value, parameter.TextDefault))
            {
                inOrder &= parameter.Infer is not null;
                continue;
            }

            inOrder &= parameter.IsRequired && parameter.Infer is null;
            text.Append(' ').Append(inOrder ? "" : parameter.Name);
            if (inOrder || value is not true)
            {
                text.Append(inOrder ? "" : "=").Append(Text(value));
            }
        }
    }

    // A chain of one layer says that it is a chain: one layer in parentheses is that layer.
    private static NetworkDescription[] Inner(NetworkDescription layer) =>
        layer.Row.Name == nameof(Modules.Sequential) && layer.Arguments["layers"] is NetworkDescription[] { Length: > 1 } layers ? layers : [layer];
}
