using Hillock.Data;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>The writing of NumPy's files can be watched, and stopped half way without a trace.</summary>
public class NpzProgressTests
{
    private const int Length = 6_000_000; // 24 MB, more than the 16 MiB between two reports

    private static readonly Dictionary<string, Tensor> State = new() { ["small"] = Tensor.Ones([3]), ["large"] = Tensor.Ones([Length]) };

    [Fact]
    public void Write_TellsHowFarItIs()
    {
        using TemporaryFolder folder = new();
        Told told = new(_ => { });
        NpzFile.Write(folder.Path("s.npz"), State, compress: false, told, TestContext.Current.CancellationToken);
        long total = (4 * Length) + 12;
        Assert.Equal(new SavingProgress(0, total), told.All[0]);
        Assert.Equal(new SavingProgress(total, total), told.All[^1]);
        Assert.Equal(3, told.All.Count);
        Assert.InRange(told.All[1].Written, 1 << 24, (1 << 24) + (1 << 19));
        Assert.Equal(Length, NpzFile.ReadTensors(folder.Path("s.npz"))["large"].Length);
    }

    [Theory]
    [InlineData("npz", false)]
    [InlineData("npz", true)]
    [InlineData("arrays", false)]
    [InlineData("npy", false)]
    public void Write_CancelledHalfWay_LeavesTheOldFileAndNothingElse(string kind, bool compress)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("s", "old");
        using CancellationTokenSource source = new();
        Told told = new(progress =>
        {
            if (progress.Written > 1 << 23)
            {
                source.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(() =>
        {
            switch (kind)
            {
                case "npz": NpzFile.Write(path, State, compress, told, source.Token); break;
                case "arrays":
                    NpzFile.Write(path, State.ToDictionary(pair => pair.Key, pair => pair.Value.ToNumericArray()), compress, told, source.Token);
                    break;
                default: NpzFile.WriteSingle(path, State["large"], told, source.Token); break;
            }
        });
        Assert.InRange(told.All[^1].Written, 1 << 23, 4 * Length);
        Assert.Equal([path], folder.Files());
        Assert.Equal("old", File.ReadAllText(path));
    }

    [Fact]
    public void Write_ToAStream_IsWatchedAndStopped()
    {
        Told told = new(_ => { });
        Dictionary<string, NumericArray> arrays = new() { ["x"] = Tensor.Ones([4]).ToNumericArray() };
        using MemoryStream stream = new();
        NpzFile.Write(stream, arrays, compress: true, told, TestContext.Current.CancellationToken);
        Assert.Equal([new SavingProgress(0, 16), new SavingProgress(16, 16)], told.All);
        Assert.Throws<OperationCanceledException>(() => NpzFile.Write(stream, arrays, compress: true, told, new CancellationToken(canceled: true)));
    }

    private sealed class Told(Action<SavingProgress> also) : IProgress<SavingProgress>
    {
        public List<SavingProgress> All { get; } = [];

        public void Report(SavingProgress value)
        {
            All.Add(value);
            also(value);
        }
    }
}
