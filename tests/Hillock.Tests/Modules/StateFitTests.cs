using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>A state that does not fit is told in a line that stays readable, with the rename that it may need.</summary>
public class StateFitTests
{
    [Theory]
    [InlineData("module.", "")]
    [InlineData("_orig_mod.", "")]
    [InlineData("", "model.")]
    public void LoadStateDict_OfNamesBehindAPrefix_NamesIt(string onState, string onModel)
    {
        Sequential network = [new Linear(2, 3), new Linear(3, 2)];
        Module module = onModel.Length == 0 ? network : new Wrapped(network);
        Dictionary<string, Tensor> state = network.StateDict().ToDictionary(pair => onState + pair.Key, pair => pair.Value);
        Assert.Contains(
            onModel.Length == 0
                ? $"4 of the missing are there once \"{onState}\" is taken off the front of the state's names"
                : $"4 of the missing are there once \"{onModel}\" is put in front of the state's names",
            Message(module, state), StringComparison.Ordinal);
    }

    [Fact]
    public void LoadStateDict_OfAMisspeltName_NamesTheNearestOfItsShape()
    {
        Linear linear = new(2, 3);
        Dictionary<string, Tensor> state = new() { ["weights"] = Tensor.Ones([3, 2]), ["weighted"] = Tensor.Ones([2, 2]), ["bias"] = Tensor.Ones(3) };
        Assert.Equal(
            "The state does not fit Linear: missing: weight (perhaps weights, of the same shape); unknown: weights, weighted; pass strict: false to " +
            "copy what the names have in common. (Parameter 'state')",
            Message(linear, state));
    }

    [Fact]
    public void LoadStateDict_OfManyFaults_ShowsEightOfEachAndCounts()
    {
        Sequential network = [.. Enumerable.Range(0, 20).Select(_ => new Linear(1, 1))];
        Dictionary<string, Tensor> other = Enumerable.Range(0, 30).ToDictionary(i => $"unheard-of {i}", _ => Tensor.Ones(7));
        string message = Message(network, other);
        Assert.Contains("3.bias and 32 more (40 of 40); unknown: unheard-of 0, ", message, StringComparison.Ordinal);
        Assert.Contains("unheard-of 7 and 22 more (30 of 30); pass strict", message, StringComparison.Ordinal);
        Assert.Contains(
            "; and 32 more do not fit (40 of 40).",
            Message(network, network.StateDict().ToDictionary(pair => pair.Key, _ => Tensor.Ones(7)), strict: false), StringComparison.Ordinal);
    }

    [Fact]
    public void LoadStateDict_OfATensorWithTwoNames_NeedsOne()
    {
        Linear shared = new(2, 2);
        Sequential network = [shared, shared];
        network.LoadStateDict(new Dictionary<string, Tensor> { ["1.weight"] = Tensor.Ones([2, 2]), ["0.bias"] = Tensor.Ones(2) });
        Assert.Equal([1, 1, 1, 1], shared.Weight.ToArray<float>());
        Dictionary<string, Tensor> half = new() { ["1.weight"] = Tensor.Ones([2, 2]) };
        Assert.Contains("missing: 0.bias, 1.bias", Message(network, half), StringComparison.Ordinal);
    }

    private static string Message(Module module, Dictionary<string, Tensor> state, bool strict = true) =>
        Assert.Throws<ArgumentException>(() => module.LoadStateDict(state, strict)).Message;

    private sealed class Wrapped : Module
    {
        public Wrapped(Module inner) => Register("model", inner);
    }
}
