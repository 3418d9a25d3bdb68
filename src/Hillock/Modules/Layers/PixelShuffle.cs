using System.Globalization;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Channels laid out as pixels: <c>[…, C·r², H, W]</c> becomes <c>[…, C, H·r, W·r]</c>; see <see cref="F.PixelShuffle"/>.</summary>
/// <example>
/// <code>
/// Console.WriteLine(new PixelShuffle(3).Forward(Tensor.Ones([1, 18, 4, 4])).Shape); // [1, 2, 12, 12]
/// </code>
/// </example>
public sealed class PixelShuffle : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="upscaleFactor">The factor <c>r</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1.</exception>
    public PixelShuffle(int upscaleFactor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(upscaleFactor, 1);
        UpscaleFactor = upscaleFactor;
    }

    /// <summary>The factor.</summary>
    public int UpscaleFactor { get; }

    /// <inheritdoc/>
    protected override string Details => string.Create(CultureInfo.InvariantCulture, $"upscale_factor={UpscaleFactor}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.PixelShuffle(x, UpscaleFactor);
}
