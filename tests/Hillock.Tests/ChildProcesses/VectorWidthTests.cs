using Hillock.Numbers;
using Hillock.Tests.Architecture;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>The switch <c>Hillock.VectorWidth</c> reaches every kernel: the runtime lists what it compiled, and for which vectors.</summary>
/// <remarks>
/// The digests call every kernel. None may have been compiled for wider vectors than the switch says, and each that has a width must have been seen with
/// that of the switch: a kernel that asks the processor instead, or one that no digest reaches, fails. Of the kernels, those of elements and products have
/// a scalar form; sums, and what works with them, have vectors of at least 128 bits.
/// </remarks>
[Collection(ChildProcessCollection.Name)]
[Trait("Speed", "slow")]
public class VectorWidthTests
{
    /// <summary>What a type parameter of a kernel is constrained to if the kernel has a width.</summary>
    private static readonly string[] Widths = ["ILanes", "ISixteenSums", "ISixteenDoubles", "IMatMulLanes", "IPoolingLanes"];

    /// <summary>The rooms of kernels that have a scalar form.</summary>
    private static readonly string[] Scalar = ["Elementwise", "Memory", "Resampling", "Distances", "Products", "Attention"];

    /// <summary>The kernels with a width and code of their own, by the names that the runtime gives them, and the least width that they have.</summary>
    private static readonly Lazy<(string Name, int Least)[]> Kernels = new(() => [.. FindKernels().OrderBy(kernel => kernel.Name, StringComparer.Ordinal)]);

    public static TheoryData<int> Bits => [512, 256, 128, 0];

    [Theory]
    [MemberData(nameof(Bits))]
    public async Task Switch_ReachesEveryKernel(int width)
    {
        (BitReport report, CompiledMethods methods) = await WidthRuns.Of(width);
        int asked = Math.Min(width, VectorWidth.Widest);
        Assert.Equal(asked, report.Width);
        Assert.True(Kernels.Value.Length > 30, $"Only {Kernels.Value.Length} kernels with a width were found in the sources.");

        string[] wider =
        [
            .. from signature in methods.Signatures
               let least = Kernels.Value.FirstOrDefault(kernel => signature.StartsWith(kernel.Name, StringComparison.Ordinal), (Name: "", Least: 128)).Least
               where CompiledMethods.WidthsOf(signature).Any(bits => bits > Math.Max(asked, least))
               select signature,
        ];
        Assert.True(wider.Length == 0, $"{wider.Length} methods were compiled for wider vectors than {asked} bits:\n{string.Join("\n", wider.Take(20))}");

        string[] missing =
        [
            .. from kernel in Kernels.Value
               where !methods.Signatures.Any(
                   signature =>
                       IsOf(signature, kernel.Name) && CompiledMethods.WidthsOf(signature).Any(bits => bits == asked || bits == Math.Max(asked, kernel.Least)))
               select kernel.Name,
        ];
        Assert.True(
            missing.Length == 0, $"{missing.Length} of {Kernels.Value.Length} kernels were not compiled for {asked} bits:\n{string.Join("\n", missing)}");
    }

    private static bool IsOf(string signature, string kernel) => signature.Contains(kernel, StringComparison.Ordinal);

    /// <summary>
    /// Types of the folder Kernels with a type parameter for vectors, in the type or in a method; but not those whose every such method is inlined into
    /// others, which have no code of their own.
    /// </summary>
    private static IEnumerable<(string Name, int Least)> FindKernels()
    {
        foreach (INamedTypeSymbol type in LibraryCompilation.TypesBelow("Hillock.Kernels").Where(type => type.TypeKind is TypeKind.Class or TypeKind.Struct))
        {
            bool isWide = Enclosing(type).Any(outer => outer.TypeParameters.Any(IsWidth));
            IMethodSymbol[] methods =
            [
                .. type.GetMembers().OfType<IMethodSymbol>()
                    .Where(method => method.MethodKind == MethodKind.Ordinary && (isWide || method.TypeParameters.Any(IsWidth)) && !IsInlined(method)),
            ];
            if (methods.Length > 0)
            {
                string room = LibraryCompilation.FolderOf(type.DeclaringSyntaxReferences[0].SyntaxTree)!.Split('/')[^1];
                yield return ("Hillock.Kernels." + string.Join("+", Enclosing(type).Reverse().Select(outer => outer.MetadataName)),
                    Scalar.Contains(room) ? 0 : 128);
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> Enclosing(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            yield return type;
        }
    }

    private static bool IsWidth(ITypeParameterSymbol parameter) => parameter.ConstraintTypes.Any(constraint => Widths.Contains(constraint.Name));

    private static bool IsInlined(IMethodSymbol method) =>
        (method.MethodImplementationFlags & System.Reflection.MethodImplAttributes.AggressiveInlining) != 0;
}
