using System.Globalization;
using Hillock.Functional;

namespace Hillock.Modules;

/// <summary>What the poolings to a given size have in common.</summary>
public abstract class AdaptivePoolLayer : Module
{
    private readonly int[] _sizes;

    private protected AdaptivePoolLayer(int axes, PerAxis outputSize)
    {
        _sizes = outputSize.Of(axes, nameof(outputSize), -1);
        if (Array.IndexOf(_sizes, 0) >= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(outputSize), 0, $"{GetType().Name} expects lengths of 1 or more, or −1 for that of the input, but got {outputSize}.");
        }

        OutputSize = outputSize;
    }

    /// <summary>The lengths of the result; −1 stands for the length of the input.</summary>
    public PerAxis OutputSize { get; }

    private protected int Axes => _sizes.Length;

    /// <inheritdoc/>
    protected override string Details => OutputSize.Equals(_sizes[0]) || Axes == 1
        ? $"output_size={Text(_sizes[0])}"
        : $"output_size=({string.Join(", ", _sizes.Select(Text))})";

    private static string Text(int size) => size < 0 ? "None" : size.ToString(CultureInfo.InvariantCulture);
}
