using System.Globalization;

namespace Hillock.Modules;

/// <summary>What the layers of a transformer are checked for.</summary>
internal static class TransformerLayers
{
    internal static TLayer[] Check<TLayer>(IReadOnlyList<TLayer> layers, string module)
        where TLayer : Module
    {
        if (layers.Count == 0)
        {
            throw new ArgumentException($"{module} expects at least one layer but got none.", nameof(layers));
        }

        TLayer[] own = [.. layers];
        for (int i = 0; i < own.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(own[i], nameof(layers));
            int first = Array.IndexOf(own, own[i]);
            if (first < i)
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture, $"{module} expects each layer once but layers {first} and {i} are the same; make one for each place."),
                        nameof(layers));
            }
        }

        return own;
    }
}
