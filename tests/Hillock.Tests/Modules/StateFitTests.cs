using Hillock.Modules;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
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

    [Fact]
    public void LoadStateDict_TellsWhatWasLoaded()
    {
        Linear linear = new(2, 3);
        Dictionary<string, Tensor> other = new() { ["scale"] = Tensor.Ones(1), ["bias"] = Tensor.Ones(3), ["shift"] = Tensor.Ones(1) };
        LoadedState loaded = linear.LoadStateDict(other, strict: false);
        Assert.Equal(["bias"], loaded.Loaded);
        Assert.Equal(["weight"], loaded.Missing);
        Assert.Equal(["scale", "shift"], loaded.Unexpected);
        Assert.Equal("1 loaded; missing: weight; unexpected: scale, shift", $"{loaded}");
        Assert.Equal("2 loaded", $"{linear.LoadStateDict(new Linear(2, 3).StateDict())}");

        // Of a tensor that has two names one is enough.
        Linear shared = new(2, 2);
        Sequential network = [shared, shared];
        LoadedState half = network.LoadStateDict(new Dictionary<string, Tensor> { ["1.weight"] = Tensor.Ones([2, 2]) }, strict: false);
        Assert.Equal(["1.weight"], half.Loaded);
        Assert.Equal(["0.bias", "1.bias"], half.Missing);
        Assert.Empty(half.Unexpected);
    }

    [Theory]
    [InlineData("m.safetensors")]
    [InlineData("m.npz")]
    [InlineData("memory")]
    [InlineData("stream")]
    public void Load_TellsWhatWasLoaded(string from)
    {
        using TemporaryFolder folder = new();
        string path = folder.Path(from == "m.npz" ? from : "m.safetensors");
        Dictionary<string, Tensor> state = new() { ["m.bias"] = Tensor.Ones(3), ["m.scale"] = Tensor.Ones(1) };
        if (from == "m.npz")
        {
            NpzFile.Write(path, state);
        }
        else
        {
            state.Save(path);
        }

        Linear linear = new(2, 3);
        LoadedState loaded = from switch
        {
            "memory" => linear.Load(File.ReadAllBytes(path), strict: false, Rename),
            "stream" => linear.Load(new MemoryStream(File.ReadAllBytes(path)), strict: false, Rename),
            _ => linear.Load(path, strict: false, Rename),
        };
        Assert.Equal(["bias"], loaded.Loaded);
        Assert.Equal(["weight"], loaded.Missing);
        Assert.Equal(["scale"], loaded.Unexpected);
        Assert.Equal([1f, 1, 1], linear.Bias!.ToArray<float>());

        static string Rename(string name) => name[2..];
    }

    private static string Message(Module module, Dictionary<string, Tensor> state, bool strict = true) =>
        Assert.Throws<ArgumentException>(() => module.LoadStateDict(state, strict)).Message;

    private sealed class Wrapped : Module
    {
        public Wrapped(Module inner) => Register("model", inner);
    }
}
