using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The spatial axes of the input on a finer or coarser grid; see <see cref="F.Interpolate"/>.</summary>
/// <example>
/// <code>
/// var layer = new Upsample(scaleFactor: 2, mode: InterpolationMode.Bilinear);
/// Console.WriteLine(layer.Forward(Tensor.Ones([1, 3, 5, 4])).Shape); // [1, 3, 10, 8]
/// </code>
/// </example>
public sealed class Upsample : Module
{
    private readonly PerAxis _size;
    private readonly ScalePerAxis _scaleFactor;
    private readonly bool _recomputeScaleFactor;

    /// <summary>Makes the module.</summary>
    /// <param name="size">The new lengths of the spatial axes; or <paramref name="scaleFactor"/>.</param>
    /// <param name="scaleFactor">By what to multiply the lengths, rounding down; or <paramref name="size"/>.</param>
    /// <param name="mode">How elements between those of the grid are found.</param>
    /// <param name="alignCorners">Whether the first and last elements lie upon those of the input; for the linear and cubic modes.</param>
    /// <param name="recomputeScaleFactor">Whether places are computed by the ratio of the lengths where a factor is given.</param>
    /// <exception cref="ArgumentException">Both of size and scale factor are given, or none.</exception>
    public Upsample(
        PerAxis size = default, ScalePerAxis scaleFactor = default, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false,
        bool recomputeScaleFactor = false)
    {
        if (size.IsDefault == scaleFactor.IsDefault)
        {
            throw new ArgumentException(
                $"Upsample expects either a size or a scaleFactor but got {(size.IsDefault ? "none" : "both")}; give one of them.", nameof(size));
        }

        (_size, _scaleFactor, Mode, AlignCorners, _recomputeScaleFactor) = (size, scaleFactor, mode, alignCorners, recomputeScaleFactor);
    }

    /// <summary>How elements between those of the grid are found.</summary>
    public InterpolationMode Mode { get; }

    /// <summary>Whether the first and last elements lie upon those of the input.</summary>
    public bool AlignCorners { get; }

    internal (PerAxis Size, ScalePerAxis ScaleFactor, bool RecomputeScaleFactor) Lengths => (_size, _scaleFactor, _recomputeScaleFactor);

    /// <inheritdoc/>
    protected override string Details => (_size.IsDefault ? $"scale_factor={_scaleFactor}" : $"size={_size}") + ", mode=" + Mode switch
    {
        InterpolationMode.NearestExact => "nearest-exact",
        InterpolationMode.Linear => "linear",
        InterpolationMode.Bilinear => "bilinear",
        InterpolationMode.Bicubic => "bicubic",
        InterpolationMode.Trilinear => "trilinear",
        _ => "nearest",
    };

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.Interpolate(x, _size, _scaleFactor, Mode, AlignCorners, _recomputeScaleFactor);
}
