using Hillock.Functional;

namespace Hillock.Tests.Laws;

// The calls of convolutions.
internal static partial class TensorFunctions
{
    private static Dictionary<string, TensorFunction> Convolutions() => new()
    {
        ["Conv1d(x, w)"] = Product(x => F.Conv1d(x[0], x[1])),
        ["Conv1d(x, w, b)"] = Product(x => F.Conv1d(x[0], x[1], x[2])),
        ["Conv1d(x, w, 2, 1, groups 2)"] = Product(x => F.Conv1d(x[0], x[1], null, 2, 1, groups: 2)),
        ["Conv1d(x, w, dilation 2)"] = Product(x => F.Conv1d(x[0], x[1], dilation: 2)),
        ["Conv2d(x, w)"] = Product(x => F.Conv2d(x[0], x[1])),
        ["Conv2d(x, w, b)"] = Product(x => F.Conv2d(x[0], x[1], x[2])),
        ["Conv2d(x, w, 2, 1, groups 2)"] = Product(x => F.Conv2d(x[0], x[1], null, 2, 1, groups: 2)),
        ["Conv2d(x, w, dilation 2)"] = Product(x => F.Conv2d(x[0], x[1], dilation: 2)),
        ["Conv3d(x, w)"] = Product(x => F.Conv3d(x[0], x[1])),
        ["Conv3d(x, w, b)"] = Product(x => F.Conv3d(x[0], x[1], x[2])),
        ["Conv3d(x, w, 2, 1, groups 2)"] = Product(x => F.Conv3d(x[0], x[1], null, 2, 1, groups: 2)),
        ["Conv3d(x, w, dilation 2)"] = Product(x => F.Conv3d(x[0], x[1], dilation: 2)),
        ["ConvTranspose1d(x, w)"] = Product(x => F.ConvTranspose1d(x[0], x[1])),
        ["ConvTranspose1d(x, w, b)"] = Product(x => F.ConvTranspose1d(x[0], x[1], x[2])),
        ["ConvTranspose1d(x, w, 2, 1, groups 2)"] = Product(x => F.ConvTranspose1d(x[0], x[1], null, 2, 1, groups: 2)),
        ["ConvTranspose1d(x, w, dilation 2)"] = Product(x => F.ConvTranspose1d(x[0], x[1], dilation: 2)),
        ["ConvTranspose2d(x, w)"] = Product(x => F.ConvTranspose2d(x[0], x[1])),
        ["ConvTranspose2d(x, w, b)"] = Product(x => F.ConvTranspose2d(x[0], x[1], x[2])),
        ["ConvTranspose2d(x, w, 2, 1, groups 2)"] = Product(x => F.ConvTranspose2d(x[0], x[1], null, 2, 1, groups: 2)),
        ["ConvTranspose2d(x, w, dilation 2)"] = Product(x => F.ConvTranspose2d(x[0], x[1], dilation: 2)),
        ["ConvTranspose3d(x, w)"] = Product(x => F.ConvTranspose3d(x[0], x[1])),
        ["ConvTranspose3d(x, w, b)"] = Product(x => F.ConvTranspose3d(x[0], x[1], x[2])),
        ["ConvTranspose3d(x, w, 2, 1, groups 2)"] = Product(x => F.ConvTranspose3d(x[0], x[1], null, 2, 1, groups: 2)),
        ["ConvTranspose3d(x, w, dilation 2)"] = Product(x => F.ConvTranspose3d(x[0], x[1], dilation: 2)),
    };
}
