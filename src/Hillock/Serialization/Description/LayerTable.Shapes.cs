using Hillock.Functional;
using Hillock.Modules;

namespace Hillock.Serialization.Description;

internal static partial class LayerTable
{
    private static LayerRow[] Containers() =>
    [
        LayerRow.Of<Sequential>(nameof(Sequential), static a => new Sequential(a.Layers("layers"))).Layers("layers", static x => x),
        LayerRow.Of<Residual>(nameof(Residual), static a => new Residual(a.Layer("body"), a.LayerOrNull("projection")))
            .Layer("body", static x => x.Body)
            .Layer("projection", static x => x.Projection, isRequired: false),
    ];

    private static LayerRow[] Poolings() => [.. Enumerable.Range(1, 3).SelectMany(PoolingsOf)];

    private static IEnumerable<LayerRow> PoolingsOf(int axes)
    {
        yield return LayerRow.Of<MaxPoolLayer>(
            FormattableString.Invariant($"MaxPool{axes}d"),
            a => axes switch
            {
                1 => new MaxPool1d(a.Axes("kernelSize"), a.Axes("stride"), a.Axes("padding"), a.Axes("dilation"), a.Flag("ceilMode")),
                2 => new MaxPool2d(a.Axes("kernelSize"), a.Axes("stride"), a.Axes("padding"), a.Axes("dilation"), a.Flag("ceilMode")),
                _ => new MaxPool3d(a.Axes("kernelSize"), a.Axes("stride"), a.Axes("padding"), a.Axes("dilation"), a.Flag("ceilMode")),
            })
            .Axes("kernelSize", static x => x.KernelSize, isRequired: true).Axes("stride", static x => Other(x.Stride, x.KernelSize))
            .Axes("padding", static x => x.Padding, 0).Axes("dilation", static x => x.Dilation, 1).Flag("ceilMode", false, static x => x.CeilMode);
        LayerRow<AvgPoolLayer> average = LayerRow.Of<AvgPoolLayer>(
            FormattableString.Invariant($"AvgPool{axes}d"),
            a => axes switch
            {
                1 => new AvgPool1d(a.Axes("kernelSize"), a.Axes("stride"), a.Axes("padding"), a.Flag("ceilMode"), a.Flag("countIncludePad")),
                2 => new AvgPool2d(
                    a.Axes("kernelSize"), a.Axes("stride"), a.Axes("padding"), a.Flag("ceilMode"), a.Flag("countIncludePad"),
                    a.WholeOrNull("divisorOverride")),
                _ => new AvgPool3d(
                    a.Axes("kernelSize"), a.Axes("stride"), a.Axes("padding"), a.Flag("ceilMode"), a.Flag("countIncludePad"),
                    a.WholeOrNull("divisorOverride")),
            })
            .Axes("kernelSize", static x => x.KernelSize, isRequired: true).Axes("stride", static x => Other(x.Stride, x.KernelSize))
            .Axes("padding", static x => x.Padding, 0).Flag("ceilMode", false, static x => x.CeilMode)
            .Flag("countIncludePad", true, static x => x.CountIncludePad);
        yield return axes == 1 ? average : average.WholeOrNull("divisorOverride", static x => x.DivisorOverride);
        yield return LayerRow.Of<LpPoolLayer>(
            FormattableString.Invariant($"LpPool{axes}d"),
            a => axes switch
            {
                1 => new LpPool1d(a.Number("normType"), a.Axes("kernelSize"), a.Axes("stride"), a.Flag("ceilMode")),
                2 => new LpPool2d(a.Number("normType"), a.Axes("kernelSize"), a.Axes("stride"), a.Flag("ceilMode")),
                _ => new LpPool3d(a.Number("normType"), a.Axes("kernelSize"), a.Axes("stride"), a.Flag("ceilMode")),
            })
            .Number("normType", static x => x.NormType).Axes("kernelSize", static x => x.KernelSize, isRequired: true)
            .Axes("stride", static x => x.Stride).Flag("ceilMode", false, static x => x.CeilMode);
        yield return LayerRow.Of<AdaptiveMaxPoolLayer>(
            FormattableString.Invariant($"AdaptiveMaxPool{axes}d"),
            a => axes switch
            {
                1 => new AdaptiveMaxPool1d(a.Axes("outputSize")),
                2 => new AdaptiveMaxPool2d(a.Axes("outputSize")),
                _ => new AdaptiveMaxPool3d(a.Axes("outputSize")),
            })
            .Axes("outputSize", static x => x.OutputSize, isRequired: true);
        yield return LayerRow.Of<AdaptiveAvgPoolLayer>(
            FormattableString.Invariant($"AdaptiveAvgPool{axes}d"),
            a => axes switch
            {
                1 => new AdaptiveAvgPool1d(a.Axes("outputSize")),
                2 => new AdaptiveAvgPool2d(a.Axes("outputSize")),
                _ => new AdaptiveAvgPool3d(a.Axes("outputSize")),
            })
            .Axes("outputSize", static x => x.OutputSize, isRequired: true);
    }

    private static LayerRow[] Paddings() => [.. Enumerable.Range(1, 3).SelectMany(PaddingsOf)];

    private static IEnumerable<LayerRow> PaddingsOf(int axes)
    {
        yield return Of("Constant", a => axes switch
        {
            1 => new ConstantPad1d(a.Sides("padding"), a.Number("value")),
            2 => new ConstantPad2d(a.Sides("padding"), a.Number("value")),
            _ => new ConstantPad3d(a.Sides("padding"), a.Number("value")),
        }).Number("value", static x => x.Value ?? 0);
        yield return Of("Zero", a => axes switch
        {
            1 => new ZeroPad1d(a.Sides("padding")),
            2 => new ZeroPad2d(a.Sides("padding")),
            _ => new ZeroPad3d(a.Sides("padding")),
        });
        yield return Of("Reflection", a => axes switch
        {
            1 => new ReflectionPad1d(a.Sides("padding")),
            2 => new ReflectionPad2d(a.Sides("padding")),
            _ => new ReflectionPad3d(a.Sides("padding")),
        });
        yield return Of("Replication", a => axes switch
        {
            1 => new ReplicationPad1d(a.Sides("padding")),
            2 => new ReplicationPad2d(a.Sides("padding")),
            _ => new ReplicationPad3d(a.Sides("padding")),
        });
        yield return Of("Circular", a => axes switch
        {
            1 => new CircularPad1d(a.Sides("padding")),
            2 => new CircularPad2d(a.Sides("padding")),
            _ => new CircularPad3d(a.Sides("padding")),
        });

        LayerRow<PaddingLayer> Of(string kind, Func<LayerArguments, Module> make) =>
            LayerRow.Of<PaddingLayer>(FormattableString.Invariant($"{kind}Pad{axes}d"), make).Wholes("padding", static x => x.Sides);
    }

    private static LayerRow[] Grids() =>
    [
        LayerRow.Of<Upsample>(
            nameof(Upsample),
            static a => new Upsample(
                a.Axes("size"), a.Scales("scaleFactor"), (InterpolationMode)a.Index("mode"), a.Flag("alignCorners"), a.Flag("recomputeScaleFactor")))
            .Numbers("scaleFactor", static x => x.Lengths.ScaleFactor.Numbers).Axes("size", static x => x.Lengths.Size)
            .Choice("mode", ["nearest", "nearestExact", "linear", "bilinear", "bicubic", "trilinear"], static x => (int)x.Mode)
            .Flag("alignCorners", false, static x => x.AlignCorners)
            .Flag("recomputeScaleFactor", false, static x => x.Lengths.RecomputeScaleFactor),
        LayerRow.Of<PixelShuffle>(nameof(PixelShuffle), static a => new PixelShuffle(a.Whole("upscaleFactor")))
            .Whole("upscaleFactor", static x => x.UpscaleFactor),
        LayerRow.Of<PixelUnshuffle>(nameof(PixelUnshuffle), static a => new PixelUnshuffle(a.Whole("downscaleFactor")))
            .Whole("downscaleFactor", static x => x.DownscaleFactor),
        LayerRow.Of<Unfold2d>(
            nameof(Unfold2d), static a => new Unfold2d(a.Axes("kernelSize"), a.Axes("dilation"), a.Axes("padding"), a.Axes("stride")))
            .Axes("kernelSize", static x => x.Windows.KernelSize, isRequired: true).Axes("dilation", static x => x.Windows.Dilation, 1)
            .Axes("padding", static x => x.Windows.Padding, 0).Axes("stride", static x => x.Windows.Stride, 1),
        LayerRow.Of<Fold2d>(
            nameof(Fold2d),
            static a => new Fold2d(a.Axes("outputSize"), a.Axes("kernelSize"), a.Axes("dilation"), a.Axes("padding"), a.Axes("stride")))
            .Axes("outputSize", static x => x.OutputSize, isRequired: true).Axes("kernelSize", static x => x.Windows.KernelSize, isRequired: true)
            .Axes("dilation", static x => x.Windows.Dilation, 1).Axes("padding", static x => x.Windows.Padding, 0)
            .Axes("stride", static x => x.Windows.Stride, 1),
        LayerRow.Of<Flatten>(nameof(Flatten), static a => new Flatten(a.Whole("startAxis"), a.Whole("endAxis")))
            .Whole("startAxis", 1, static x => x.StartAxis).Whole("endAxis", -1, static x => x.EndAxis),
        LayerRow.Of<Unflatten>(nameof(Unflatten), static a => new Unflatten(a.Whole("axis"), a.Wholes("lengths")))
            .Whole("axis", static x => x.Axis).Wholes("lengths", static x => x.Lengths),
    ];
}
