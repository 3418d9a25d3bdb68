using System.Globalization;
using Hillock.Functional;
using Xunit;

namespace Hillock.Tests.ChildProcesses;

/// <summary>No call of an operator or a formula is left in the loop of an activation: it would cost ten times what it computes.</summary>
/// <remarks>
/// The runtime's own events tell what its compiler inlined into <c>Sweep.Loop</c>, at each vector width that the processor has, forward and
/// backward, in float32 and float64. Usual reasons for a call: a member without <c>AggressiveInlining</c>, and a formula so long that its loop
/// has more than 512 locals ("too many locals"), those of inlined members included.
/// </remarks>
[Collection(ChildProcessCollection.Name)]
[Trait("Speed", "slow")]
public class InliningTests
{
    /// <summary>Methods that a loop calls in a branch that is hardly ever taken. No other may join them without a measurement.</summary>
    private static readonly string[] Seldom = ["Hillock.Activations.LearnableCelu.Growing"];

    [Fact]
    public async Task Loops_OfEveryFunction_HaveNoCalls()
    {
        string[][] lines = [.. (await ChildProcess.RunAsync("inlining")).Select(line => line.Split(' ', 3))];
        Dictionary<string, int> loops = lines.Where(parts => parts[0] == "loop").ToDictionary(parts => parts[1], parts => int.Parse(parts[2], CultureInfo.InvariantCulture));

        // Two directions in two precisions, and every loop was seen to inline its load, its store and the formula.
        Assert.True(loops.Count >= 4 * ActivationCatalog.All.Count, $"There are only {loops.Count} loops.");
        Assert.All(loops, loop => Assert.True(loop.Value >= 3, $"The compiler told nothing of {loop.Key}."));

        string[] calls = [.. lines.Where(parts => parts[0] == "call" && !Seldom.Any(parts[2].StartsWith)).Select(parts => $"{parts[1]} calls {parts[2]}")];
        Assert.True(calls.Length == 0, $"{calls.Length} calls are left in loops:\n{string.Join("\n", calls.Take(30))}");
    }
}
