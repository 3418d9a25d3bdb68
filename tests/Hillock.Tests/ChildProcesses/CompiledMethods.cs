using System.Globalization;
using System.Text.RegularExpressions;

namespace Hillock.Tests.ChildProcesses;

/// <summary>The library's methods that a process compiled, as the runtime lists them (<c>DOTNET_JitStdOutFile</c>, <c>DOTNET_JitDisasmSummary</c>).</summary>
/// <remarks>
/// A line reads <c>63: JIT compiled Hillock.Kernels.Sweep:Loop[Hillock.Numbers.Lanes512`1[float],…](…) [FullOpts, …]</c>: with the vectors that the method
/// was compiled for among its type arguments.
/// </remarks>
internal sealed partial class CompiledMethods
{
    private CompiledMethods(IEnumerable<string> lines) =>
        Signatures = [.. lines.Select(line => Compiled().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)];

    /// <summary>The signatures of the methods that take a number's or a kernel's vectors.</summary>
    public string[] Signatures { get; }

    /// <summary>Runs the digests at a width, as <see cref="BitReport.RunAsync"/>, and has their methods listed.</summary>
    public static async Task<(BitReport Report, CompiledMethods Methods)> RunAsync(int width)
    {
        string file = Path.Combine(Path.GetTempPath(), $"hillock-compiled-{Guid.NewGuid():N}.txt");
        try
        {
            BitReport report = await BitReport.RunAsync($"{width}", ("DOTNET_JitStdOutFile", file), ("DOTNET_JitDisasmSummary", "1"));
            return (report, new CompiledMethods(await File.ReadAllLinesAsync(file)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The widths in bits of the vectors that a signature names; scalars have none.</summary>
    public static IEnumerable<int> WidthsOf(string signature) =>
        Vectors().Matches(signature).Select(match => match.Groups["bits"] switch
        {
            { Success: true } bits => int.Parse(bits.Value, CultureInfo.InvariantCulture) switch
            {
                // Two 512-bit vectors side by side; one element of a product.
                1024 => 512,
                1 => 0,
                int own => own,
            },
            _ => 0,
        });

    [GeneratedRegex(@"JIT compiled (Hillock\.[^\s]*:.*?) \[[A-Z]")]
    private static partial Regex Compiled();

    [GeneratedRegex(@"Hillock\.(?:Numbers\.Lanes|Kernels\.(?:SixteenSums|SixteenDoubles|MatMulLanes|PoolingLanes))(?<bits>\d+)\b|Hillock\.Numbers\.Scalar`1")]
    private static partial Regex Vectors();
}
