using Hillock.Functional;

namespace Hillock.Modules;

/// <summary>How PyTorch prints sliding windows.</summary>
internal static class WindowText
{
    internal static string Of(PerAxis kernelSize, PerAxis dilation, PerAxis padding, PerAxis stride) =>
        $"kernel_size={kernelSize}, dilation={Or(dilation, 1)}, padding={padding}, stride={Or(stride, 1)}";

    private static PerAxis Or(PerAxis value, int other) => value.IsDefault ? other : value;
}
