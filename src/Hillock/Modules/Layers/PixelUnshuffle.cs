using System.Globalization;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Pixels laid out as channels: <c>[…, C, H·r, W·r]</c> becomes <c>[…, C·r², H, W]</c>; see <see cref="F.PixelUnshuffle"/>.</summary>
/// <example>
/// <code>
/// Console.WriteLine(new PixelUnshuffle(3).Forward(Tensor.Ones([1, 2, 12, 12])).Shape); // [1, 18, 4, 4]
/// </code>
/// </example>
public sealed class PixelUnshuffle : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="downscaleFactor">The factor <c>r</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1.</exception>
    public PixelUnshuffle(int downscaleFactor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(downscaleFactor, 1);
        DownscaleFactor = downscaleFactor;
    }

    /// <summary>The factor.</summary>
    public int DownscaleFactor { get; }

    /// <inheritdoc/>
    protected override string Details => string.Create(CultureInfo.InvariantCulture, $"downscale_factor={DownscaleFactor}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.PixelUnshuffle(x, DownscaleFactor);
}
