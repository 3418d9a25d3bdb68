using System.Diagnostics;
using Hillock.Data;
using Hillock.Serialization;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>Pickles that ask for more than tensors: nothing of them runs, nothing is called, and no claim costs memory or time.</summary>
public class HostilePickleTests
{
    [Fact]
    public void ATensor_PutTogetherByHand_IsRead()
    {
        // So that the refusals below are due to what they name.
        Tensor tensor = Read(new PickleWriter().Tensor(6, 1, [2, 2], [3, 1]))["tensor"];
        Assert.Equal([1f, 2, 4, 5], tensor.ToArray<float>());
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("__builtin__", "getattr")]
    [InlineData("torch", "load")]
    [InlineData("torch._utils", "_rebuild_tensor_v2.__globals__")]
    [InlineData("torch.storage", "_load_from_bytes")]
    [InlineData("collections", "OrderedDict.fromkeys")]
    [InlineData("numpy.core.multiarray", "_reconstruct")]
    public void OtherNames_AreRefusedByName(string module, string name)
    {
        foreach (PickleWriter pickle in new[]
        {
            new PickleWriter().Global(module, name).Do("(").Text("echo").Do("tR"),
            new PickleWriter().Text(module).Text(name).Do("\u0093)R"),
        })
        {
            string message = Refused(pickle);
            Assert.Contains($"{(module == "__builtin__" ? "builtins" : module)}.{name}", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("(S'echo'\nios\nsystem\n")] // INST
    [InlineData("]o")]
    [InlineData("P0\n")]
    [InlineData(")\u0081")]
    [InlineData("\u0082\u0001")]
    [InlineData("I5\n")]
    [InlineData("N0")]
    public void OtherInstructions_AreRefused(string instructions) =>
        Assert.Contains("instruction 0x", Refused(new PickleWriter().Do(instructions)), StringComparison.Ordinal);

    [Theory]
    [InlineData("R")]
    [InlineData("N)R")]
    [InlineData("Q")]
    [InlineData("NQ")]
    [InlineData("h\u0005")]
    [InlineData("j\u0005\u0000\u0000\u0000")]
    [InlineData("t")]
    [InlineData("(((")]
    [InlineData("NN")]
    [InlineData("")]
    [InlineData("(NNNNu")]
    [InlineData("}(NNNu")]
    [InlineData("}]Ns")]
    [InlineData("N(Ne")]
    [InlineData("(\u0086")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("X\u0001\u0000\u0000\u0000\u00ff")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f")]
    [InlineData("cabc")]
    [InlineData("Nr\u00ff\u00ff\u00ff\u00ff")]
    [InlineData("\u0080\u0009")]
    [InlineData("ctorch\nSize\n(N\u0085tb")]
    [InlineData("\u008a\u0041")]
    public void BrokenPrograms_AreRefused(string instructions) => Refused(new PickleWriter().Do(instructions));

    [Theory]
    [InlineData(6, 0, new long[] { 7 }, new long[] { 1 })]
    [InlineData(6, 6, new long[] { 1 }, new long[] { 1 })]
    [InlineData(6, -1, new long[] { 1 }, new long[] { 1 })]
    [InlineData(6, 0, new long[] { 2, 2 }, new long[] { 5, 1 })]
    [InlineData(6, 0, new long[] { 2 }, new long[] { long.MaxValue })]
    [InlineData(6, long.MaxValue, new long[] { 2 }, new long[] { long.MaxValue })]
    [InlineData(6, 0, new long[] { -1 }, new long[] { 1 })]
    [InlineData(6, 0, new long[] { 1 }, new long[] { -1 })]
    [InlineData(6, 0, new long[] { 1 }, new long[] { 1, 1 })]
    [InlineData(6, 0, new long[] { 1L << 40, 1L << 40 }, new long[] { 0, 0 })]
    [InlineData(6, 0, new long[] { 2_000_000_000 }, new long[] { 0 })]
    [InlineData(6, 0, new long[] { 2_000_000_000, 2_000_000_000, 2_000_000_000 }, new long[] { 0, 0, 0 })]
    [InlineData(-6, 0, new long[] { 0 }, new long[] { 1 })]
    [InlineData(7, 0, new long[] { 7 }, new long[] { 1 })]
    [InlineData(long.MaxValue, 0, new long[] { 7 }, new long[] { 1 })]
    [InlineData(1L << 32, 0, new long[] { 2, 1 }, new long[] { 1L << 31, 1 })]
    public void Tensors_BeyondTheirStorage_AreRefused(long length, long offset, long[] sizes, long[] strides) =>
        Refused(new PickleWriter().Tensor(length, offset, sizes, strides));

    [Theory]
    [InlineData("../version", "FloatStorage", "numbered")]
    [InlineData("1", "FloatStorage", "no such member")]
    [InlineData("0", "ComplexFloatStorage", "view_as_real")]
    [InlineData("0", "float32", "")]
    public void Storages_OfOtherKinds_AreRefused(string storage, string type, string problem)
    {
        if (type == "float32")
        {
            // The name of a type where a storage's is expected has the same meaning.
            Assert.Single(Read(new PickleWriter().Tensor(1, 0, [1], [1], storage, type)));
            return;
        }

        Assert.Contains(problem, Refused(new PickleWriter().Tensor(1, 0, [1], [1], storage, type)), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_ThatUnfoldWithoutEnd_AreRefusedSoon()
    {
        Refused(new PickleWriter().Do("]q\u0000h\u0000a"));
        Stopwatch watch = Stopwatch.StartNew();
        PickleWriter doubling = new PickleWriter().Tensor(1, 0, [1], [1]);
        for (int i = 0; i < 60; i++)
        {
            doubling.Do($"q{(char)i}h{(char)i}\u0086");
        }

        Assert.Contains("unfold without end", Refused(doubling), StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
        PickleWriter deep = new PickleWriter().Tensor(1, 0, [1], [1]);
        for (int i = 0; i < 100_000; i++)
        {
            deep.Do("\u0085");
        }

        Assert.Contains("nested", Refused(deep), StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_ThatCopyLongListsAgainAndAgain_AreRefused()
    {
        PickleWriter pickle = new PickleWriter().Do("(").Global("builtins", "set").Do("q\u0000(").Do(new string('N', 100_000)).Do("t\u0085q\u0001R");
        for (int i = 0; i < 1000; i++)
        {
            pickle.Do("h\u0000h\u0001R");
        }

        Assert.Contains("copy more than", Refused(pickle.Do("t")), StringComparison.Ordinal);
    }

    [Fact]
    public void AnObject_RememberedFarAway_GetsNoRoom()
    {
        PickleWriter pickle = new PickleWriter().Do("]r").Raw(3_900_000, 4);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("as number 3900000", Refused(pickle), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Pickles_WithoutEnd_AreRefused()
    {
        PickleWriter pickle = new PickleWriter().Do(new string(']', 5_000_000));
        Assert.Contains("instructions", Refused(pickle), StringComparison.Ordinal);
    }

    [Fact]
    public void OpaqueObjects_WithAllThatIsDoneToThem_AreReadPastAndRefusedWhenAskedFor()
    {
        Action<PickleWriter>[] objects =
        [
            pickle => pickle.Global("os", "system").Do("(").Text("touch hillock-was-here").Do("tR"),
            pickle => pickle.Global("builtins", "eval").Do("(").Text("1/0").Do("tR)R)R"),
            pickle => pickle.Global("builtins", "getattr").Do("(").Global("builtins", "getattr").Do("(").Global("os", "path").Text("os").Do("tR").Text("system")
                .Do("tR(").Text("touch hillock-was-here").Do("tR"),
            pickle => pickle.Global("os", "system").Do(")R").Global("os", "popen").Do(")R\u0085R"), // calls what a call gave, with what another gave
            pickle => pickle.Global("os", "system").Do(")\u0081}").Text("a").Tensor(1, 0, [1], [1]).Do("sb"), // NEWOBJ, BUILD
            pickle => pickle.Global("os", "system").Do(")}\u0092]b"), // NEWOBJ_EX
            pickle => pickle.Global("os", "system").Do("Na(NNe(N]u]Ns(]\u0090"), // items of any kind
            pickle => pickle.Global("torch._utils", "_rebuild_tensor_v2").Do("(").Global("os", "system").Do("K\u0000)))NtR"),
            pickle => pickle.Global("torch._utils", "_rebuild_parameter").Do("(").Global("os", "system").Do(")R\u0089}tR"),
            pickle => pickle.Global("collections", "OrderedDict").Do("(").Global("os", "system").Do("tR"),
            pickle => pickle.Text("os").Text("system").Do("\u0093)R"),
        ];
        foreach (Action<PickleWriter> add in objects)
        {
            foreach ((string key, bool isRead) in new[] { ("good", true), ("bad", false), ("bad.a", false), ("other", false) })
            {
                PickleWriter pickle = new PickleWriter().Do("}(").Text("bad");
                add(pickle);
                pickle.Text("good").Do("}").Text("w").Tensor(6, 1, [2, 2], [3, 1]).Do("s").Text("other").Do("]");
                add(pickle);
                pickle.Do("au");
                if (isRead)
                {
                    Assert.Equal([1f, 2, 4, 5], Read(pickle, key)["w"].ToArray<float>());
                    continue;
                }

                string message = Assert.Throws<DataFormatException>(() => Read(pickle, key)).Message;
                Assert.Matches("""entry "(bad|bad\.a|other\.0)": it needs Python's (os\.system|builtins\.(eval|getattr)), """, message);
            }
        }

        Assert.False(File.Exists("hillock-was-here"));
    }

    [Theory]
    [InlineData("cos\nsystem\nNR")] // called with no tuple
    [InlineData("cos\nsystem\nN\u0081")]
    [InlineData("cos\nsystem\n)]\u0092")]
    [InlineData("cos\nsystem\n(Nu")] // a key without a value
    [InlineData("cos\nsystem\nQ")]
    [InlineData("}cos\nsystem\nNs")] // as a key
    [InlineData("ccollections\nOrderedDict\n(]cos\nsystem\nN\u0086atR")]
    [InlineData("ctorch\nSize\n(cos\nsystem\ntb")] // as a state
    [InlineData("]cos\nsystem\n)\u0086R")]
    public void OpaqueObjects_WhereNoneMayBe_AreRefusedWhateverIsAskedFor(string instructions)
    {
        PickleWriter pickle = new PickleWriter().Do("}(").Text("good").Do("}").Text("w").Tensor(6, 1, [2, 2], [3, 1]).Do("s")
            .Text("bad").Do(instructions).Do("u");
        Assert.Contains("data.pkl, byte", Assert.Throws<DataFormatException>(() => Read(pickle, "good")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../version", "FloatStorage", 1, "numbered")]
    [InlineData("0", "FloatStorage", -1, "numbered")]
    [InlineData("0", "QInt8Storage", 1, "torch.QInt8Storage")]
    public void Storages_WithinOpaqueObjects_AreCheckedStill(string storage, string type, long length, string problem)
    {
        PickleWriter pickle = new PickleWriter().Do("}(").Text("good").Do("}").Text("w").Tensor(6, 1, [2, 2], [3, 1]).Do("s").Text("bad")
            .Global("argparse", "Namespace").Do("((").Text("storage").Global("torch", type).Text(storage).Text("cpu").Number(length).Do("tQtRu");
        Assert.Contains(problem, Assert.Throws<DataFormatException>(() => Read(pickle, "good")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpaqueSizes_OfATensor_AreRefused()
    {
        PickleWriter pickle = new PickleWriter().Global("torch._utils", "_rebuild_tensor_v2").Do("((").Text("storage").Global("torch", "FloatStorage").Text("0")
            .Text("cpu").Number(6).Do("tQK\u0000").Global("os", "system").Do("\u0085").Numbers(1).Do("\u0089}tR");
        Assert.Contains("Python's os.system", Refused(pickle), StringComparison.Ordinal);
    }

    [Fact]
    public void OpaqueNames_TakeLittleRoom()
    {
        PickleWriter many = new PickleWriter().Do("(");
        for (int i = 0; i < 70_000; i++)
        {
            many.Global("a", $"{i}");
        }

        Assert.Contains("different names", Refused(many.Do("t")), StringComparison.Ordinal);
        Assert.Contains("characters", Refused(new PickleWriter().Global("a", new string('b', 2000))), StringComparison.Ordinal);
    }

    private static OrderedDictionary<string, Tensor> Read(PickleWriter pickle, string? key = null)
    {
        byte[] storage = new byte[24];
        Buffer.BlockCopy(new float[] { 0, 1, 2, 3, 4, 5 }, 0, storage, 0, storage.Length);
        using MemoryStream file = new(
            HostileArchiveTests.Archive(compress: false, ("x/data.pkl", pickle.Bytes), ("x/data/0", storage), ("x/version", "3\n"u8.ToArray())));
        return TorchFile.Read(file, key, "hostile.pt");
    }

    private static string Refused(PickleWriter pickle)
    {
        DataFormatException fault = Assert.Throws<DataFormatException>(() => Read(pickle));
        Assert.StartsWith("hostile.pt", fault.Message, StringComparison.Ordinal);
        return fault.Message;
    }
}
