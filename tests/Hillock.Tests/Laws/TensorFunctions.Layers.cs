using Hillock.Functional;

namespace Hillock.Tests.Laws;

/// <content>What stands beside the layers: paddings, grids, windows, bags.</content>
internal static partial class TensorFunctions
{
    private static Dictionary<string, TensorFunction> OfLayers() => new()
    {
        ["ReflectionPad(x, 2, 1)"] = Copied(x => F.ReflectionPad(x[0], 2, 1)),
        ["ReplicationPad(x, 2, 1)"] = Copied(x => F.ReplicationPad(x[0], 2, 1)) with { Single = new(0, 2, 2), Double = new(0, 2, 2) },
        ["CircularPad(x, 2, 1)"] = Copied(x => F.CircularPad(x[0], 2, 1)),
        ["PixelShuffle(x, 2)"] = Copied(x => F.PixelShuffle(x[0], 2)),
        ["PixelUnshuffle(x, 2)"] = Copied(x => F.PixelUnshuffle(x[0], 2)),
        ["EmbeddingBag(index, x)"] = Of(x => F.EmbeddingBag(x[0], x[1])) with { Single = new(2, 2, 4) },
        ["EmbeddingBag(index, x, offsets, sum, s)"] = Product(x => F.EmbeddingBag(x[0], x[2], x[1], BagMode.Sum, x[3])),
        ["EmbeddingBag(index, x, max)"] = Copied(x => F.EmbeddingBag(x[0], x[1], mode: BagMode.Max)),
        ["Bilinear(x, z, w, b)"] = Product(x => F.Bilinear(x[0], x[1], x[2], x[3])) with { Single = new(2, 4, 8) },
        ["Interpolate(x, scale 2, nearest)"] = Copied(x => F.Interpolate(x[0], scaleFactor: 2)) with { Single = new(0, 2, 2), Double = new(0, 2, 2) },
        ["Interpolate(x, [2, 3], nearest-exact)"] = Copied(x => F.Interpolate(x[0], (2, 3), mode: InterpolationMode.NearestExact)),
        ["Interpolate(x, scale 2, bilinear)"] = Product(x => F.Interpolate(x[0], scaleFactor: 2, mode: InterpolationMode.Bilinear)),
        ["Interpolate(x, scale 2, bicubic)"] =
            Product(x => F.Interpolate(x[0], scaleFactor: 2, mode: InterpolationMode.Bicubic)) with { Single = new(4, 4, 4), Double = new(4, 4, 8) },
        ["Interpolate(x, 5, linear, corners)"] = Product(x => F.Interpolate(x[0], 5, mode: InterpolationMode.Linear, alignCorners: true)),
        ["Unfold(x, 2, padding [1, 0])"] = Copied(x => F.Unfold(x[0], 2, padding: (1, 0))) with { Single = new(0, 2, 2), Double = new(0, 2, 2) },
        ["Fold(x, [3, 4], 2)"] = Product(x => F.Fold(x[0], (3, 4), 2)),
    };
}
