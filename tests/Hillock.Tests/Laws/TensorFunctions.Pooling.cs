using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Tests.Laws;

internal static partial class TensorFunctions
{
    private static Dictionary<string, TensorFunction> Poolings() => new()
    {
        ["MaxPool1d(x, n)"] = Copied(x => F.MaxPool1d(x[0], x[0].Shape[1])),
        ["MaxPool1d(x, 3, 2, 1)"] = Copied(x => F.MaxPool1d(x[0], 3, 2, 1)),
        ["MaxPool2d(x, 2)"] = Copied(x => F.MaxPool2d(x[0], 2)),
        ["MaxPool2d(x, 2, 1, 1, 2)"] = Copied(x => F.MaxPool2d(x[0], 2, 1, 1, 2)),
        ["MaxPool3d(x, 2, 1)"] = Copied(x => F.MaxPool3d(x[0], 2, 1)),
        ["MaxPool1d(x, 3, 2, 1).Indices"] = Copied(x =>
        {
            F.MaxPool1d(x[0], 3, out Tensor indices, 2, 1);
            return indices;
        }),
        ["MaxPool2d(x, 2).Indices"] = Copied(x =>
        {
            F.MaxPool2d(x[0], 2, out Tensor indices);
            return indices;
        }),
        ["MaxPool3d(x, 2, 1).Indices"] = Copied(x =>
        {
            F.MaxPool3d(x[0], 2, out Tensor indices, 1);
            return indices;
        }),
        ["AvgPool1d(x, n)"] = Statistic(x => F.AvgPool1d(x[0], x[0].Shape[1])),
        ["AvgPool1d(x, 3, 2)"] = Statistic(x => F.AvgPool1d(x[0], 3, 2)),
        ["AvgPool2d(x, 2)"] = Statistic(x => F.AvgPool2d(x[0], 2)),
        ["AvgPool2d(x, 3, 2, 1, exclusive)"] = Statistic(x => F.AvgPool2d(x[0], 3, 2, 1, countIncludePad: false)),
        ["AvgPool3d(x, 2, 1)"] = Statistic(x => F.AvgPool3d(x[0], 2, 1)),
        ["LpPool1d(x, 2, n)"] = Statistic(x => F.LpPool1d(x[0], 2, x[0].Shape[1])),
        ["LpPool2d(x, 2, 2)"] = Statistic(x => F.LpPool2d(x[0], 2, 2)),
        ["LpPool3d(x, 2, 2)"] = Statistic(x => F.LpPool3d(x[0], 2, 2)),
        ["AdaptiveAvgPool1d(x, 3)"] = Statistic(x => F.AdaptiveAvgPool1d(x[0], 3)),
        ["AdaptiveAvgPool2d(x, 1)"] = Statistic(x => F.AdaptiveAvgPool2d(x[0], 1)),
        ["AdaptiveAvgPool2d(x, 2)"] = Statistic(x => F.AdaptiveAvgPool2d(x[0], 2)),
        ["AdaptiveAvgPool3d(x, 2)"] = Statistic(x => F.AdaptiveAvgPool3d(x[0], 2)),
        ["AdaptiveMaxPool1d(x, 3)"] = Copied(x => F.AdaptiveMaxPool1d(x[0], 3)),
        ["AdaptiveMaxPool2d(x, 2)"] = Copied(x => F.AdaptiveMaxPool2d(x[0], 2)),
        ["AdaptiveMaxPool3d(x, 2)"] = Copied(x => F.AdaptiveMaxPool3d(x[0], 2)),
        ["AdaptiveMaxPool1d(x, 3).Indices"] = Copied(x =>
        {
            F.AdaptiveMaxPool1d(x[0], 3, out Tensor indices);
            return indices;
        }),
        ["AdaptiveMaxPool2d(x, 2).Indices"] = Copied(x =>
        {
            F.AdaptiveMaxPool2d(x[0], 2, out Tensor indices);
            return indices;
        }),
        ["AdaptiveMaxPool3d(x, 2).Indices"] = Copied(x =>
        {
            F.AdaptiveMaxPool3d(x[0], 2, out Tensor indices);
            return indices;
        }),
        ["MaxUnpool1d(x, index, 2)"] = Copied(x => F.MaxUnpool1d(x[0], x[1], 2)),
        ["MaxUnpool2d(x, index, (1, 2))"] = Copied(x => F.MaxUnpool2d(x[0], x[1], (1, 2))),
        ["MaxUnpool3d(x, index, (1, 1, 2))"] = Copied(x => F.MaxUnpool3d(x[0], x[1], (1, 1, 2))),
    };
}
