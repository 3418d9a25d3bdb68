using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hillock.Numbers;

namespace Hillock.Digests;

/// <summary>What the process computes with, as lines <c>isa name value</c>.</summary>
internal static class Processor
{
    public static IEnumerable<string> Describe() =>
    [
        $"isa avx512 {Avx512F.IsSupported}",
        $"isa avx2 {Avx2.IsSupported}",
        $"isa fma {Fma.IsSupported}",
        $"isa vector512 {Vector512.IsHardwareAccelerated}",
        $"isa vector256 {Vector256.IsHardwareAccelerated}",
        $"isa vector128 {Vector128.IsHardwareAccelerated}",
        $"isa width {VectorWidth.Bits}",
    ];
}
