using Hillock.Functional;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>No call of an operator or a formula is left in the loop of an activation: it would cost ten times what it computes.</summary>
/// <remarks>
/// The runtime's own events tell what its compiler inlined into <c>Sweep.Loop</c>, at each vector width that the processor has, forward and
/// backward, in float32 and float64. Usual reasons for a call: a member without <c>AggressiveInlining</c>, and a formula so long that its loop
/// has more than 512 locals ("too many locals"), those of inlined members included.
/// </remarks>
public class InliningTests
{
    /// <summary>Loops that have more than 512 locals: both duplicate an exponential's evaluation. No others may join them.</summary>
    private static readonly string[] TooLong =
    [
        "softplus/*/backward", "learnable-celu/*/backward", "mish/*/backward", "log-sigmoid/float64/*", "gelu-tanh/float64/*",
        "learnable-swish/float64/*",
    ];

    [Fact]
    public void Loops_OfEveryFunction_HaveNoCalls()
    {
        string[][] lines = [.. ChildProcess.Run("inlining").Select(line => line.Split(' ', 3))];
        Dictionary<string, int> loops = lines.Where(parts => parts[0] == "loop").ToDictionary(parts => parts[1], parts => int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture));

        // Two directions in two precisions, and every loop was seen to inline its load, its store and the formula.
        Assert.True(loops.Count >= 4 * ActivationCatalog.All.Count, $"There are only {loops.Count} loops.");
        Assert.All(loops, loop => Assert.True(loop.Value >= 3, $"The compiler told nothing of {loop.Key}."));

        string[] calls = [.. lines.Where(parts => parts[0] == "call" && !TooLong.Any(pattern => Matches(pattern, parts[1]))).Select(parts => $"{parts[1]} calls {parts[2]}")];
        Assert.True(calls.Length == 0, $"{calls.Length} calls are left in loops:\n{string.Join("\n", calls.Take(30))}");
    }

    private static bool Matches(string pattern, string name)
    {
        string[] parts = pattern.Split('*');
        return name.StartsWith(parts[0], StringComparison.Ordinal) && name.EndsWith(parts[1], StringComparison.Ordinal);
    }
}
