using Hillock.Functional;

namespace Hillock.Tests.Laws;

// The calls of poolings.
internal static partial class TensorFunctions
{
    private static Dictionary<string, TensorFunction> Poolings() => new()
    {
        ["MaxPool1d(x, 2)"] = Copied(x => F.MaxPool1d(x[0], 2)),
        ["MaxPool1d(x, 3, 2, 1)"] = Copied(x => F.MaxPool1d(x[0], 3, 2, 1)),
        ["MaxPool1d(x, 2, 1, 0, 2)"] = Copied(x => F.MaxPool1d(x[0], 2, 1, 0, 2)),
        ["MaxPool1d(x, (.., 2))"] = Copied(x => F.MaxPool1d(x[0], 2, out _)),
        ["AvgPool1d(x, 2)"] = Statistic(x => F.AvgPool1d(x[0], 2)),
        ["AvgPool1d(x, 3, 2, 1)"] = Statistic(x => F.AvgPool1d(x[0], 3, 2, 1)),
        ["AvgPool1d(x, 3, 2, 1, not the padding)"] = Statistic(x => F.AvgPool1d(x[0], 3, 2, 1, countIncludePad: false)),
        ["AvgPool1d(x, (.., 2))"] = Statistic(x => F.AvgPool1d(x[0], 2)),
        ["LpPool1d(x, 2, 2)"] = Statistic(x => F.LpPool1d(x[0], 2, 2)),
        ["LpPool1d(x, 3, 2)"] = Statistic(x => F.LpPool1d(x[0], 3, 2)),
        ["AdaptiveAvgPool1d(x, 1)"] = Statistic(x => F.AdaptiveAvgPool1d(x[0], 1)),
        ["AdaptiveAvgPool1d(x, smaller)"] = Statistic(x => F.AdaptiveAvgPool1d(x[0], 6)),
        ["AdaptiveMaxPool1d(x, 1)"] = Copied(x => F.AdaptiveMaxPool1d(x[0], 1, out _)),
        ["AdaptiveMaxPool1d(x, smaller)"] = Copied(x => F.AdaptiveMaxPool1d(x[0], 6)),
        ["MaxUnpool1d(x, i, (.., 2))"] = Copied(x => F.MaxUnpool1d(x[0], x[1], 2)),
        ["MaxPool2d(x, 2)"] = Copied(x => F.MaxPool2d(x[0], 2)),
        ["MaxPool2d(x, 3, 2, 1)"] = Copied(x => F.MaxPool2d(x[0], 3, 2, 1)),
        ["MaxPool2d(x, 2, 1, 0, 2)"] = Copied(x => F.MaxPool2d(x[0], 2, 1, 0, 2)),
        ["MaxPool2d(x, (.., 2))"] = Copied(x => F.MaxPool2d(x[0], (1, 2), out _)),
        ["AvgPool2d(x, 2)"] = Statistic(x => F.AvgPool2d(x[0], 2)),
        ["AvgPool2d(x, 3, 2, 1)"] = Statistic(x => F.AvgPool2d(x[0], 3, 2, 1)),
        ["AvgPool2d(x, 3, 2, 1, not the padding)"] = Statistic(x => F.AvgPool2d(x[0], 3, 2, 1, countIncludePad: false)),
        ["AvgPool2d(x, (.., 2))"] = Statistic(x => F.AvgPool2d(x[0], (1, 2))),
        ["LpPool2d(x, 2, 2)"] = Statistic(x => F.LpPool2d(x[0], 2, 2)),
        ["LpPool2d(x, 3, 2)"] = Statistic(x => F.LpPool2d(x[0], 3, 2)),
        ["AdaptiveAvgPool2d(x, 1)"] = Statistic(x => F.AdaptiveAvgPool2d(x[0], 1)),
        ["AdaptiveAvgPool2d(x, smaller)"] = Statistic(x => F.AdaptiveAvgPool2d(x[0], (3, 4))),
        ["AdaptiveMaxPool2d(x, 1)"] = Copied(x => F.AdaptiveMaxPool2d(x[0], 1, out _)),
        ["AdaptiveMaxPool2d(x, smaller)"] = Copied(x => F.AdaptiveMaxPool2d(x[0], (3, 4))),
        ["MaxUnpool2d(x, i, (.., 2))"] = Copied(x => F.MaxUnpool2d(x[0], x[1], (1, 2))),
        ["MaxPool3d(x, 2)"] = Copied(x => F.MaxPool3d(x[0], 2)),
        ["MaxPool3d(x, 3, 2, 1)"] = Copied(x => F.MaxPool3d(x[0], 3, 2, 1)),
        ["MaxPool3d(x, (.., 2))"] = Copied(x => F.MaxPool3d(x[0], (1, 1, 2), out _)),
        ["AvgPool3d(x, 2)"] = Statistic(x => F.AvgPool3d(x[0], 2)),
        ["AvgPool3d(x, 3, 2, 1)"] = Statistic(x => F.AvgPool3d(x[0], 3, 2, 1)),
        ["AvgPool3d(x, 3, 2, 1, not the padding)"] = Statistic(x => F.AvgPool3d(x[0], 3, 2, 1, countIncludePad: false)),
        ["AvgPool3d(x, (.., 2))"] = Statistic(x => F.AvgPool3d(x[0], (1, 1, 2))),
        ["LpPool3d(x, 2, 2)"] = Statistic(x => F.LpPool3d(x[0], 2, 2)),
        ["LpPool3d(x, 3, 2)"] = Statistic(x => F.LpPool3d(x[0], 3, 2)),
        ["AdaptiveAvgPool3d(x, 1)"] = Statistic(x => F.AdaptiveAvgPool3d(x[0], 1)),
        ["AdaptiveAvgPool3d(x, smaller)"] = Statistic(x => F.AdaptiveAvgPool3d(x[0], (2, 1, 3))),
        ["AdaptiveMaxPool3d(x, 1)"] = Copied(x => F.AdaptiveMaxPool3d(x[0], 1, out _)),
        ["AdaptiveMaxPool3d(x, smaller)"] = Copied(x => F.AdaptiveMaxPool3d(x[0], (2, 1, 3))),
        ["MaxUnpool3d(x, i, (.., 2))"] = Copied(x => F.MaxUnpool3d(x[0], x[1], (1, 1, 2))),
    };
}
