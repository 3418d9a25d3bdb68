using System.Diagnostics;
using Hillock.Autograd;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>A full disk and a program that died leave the old file, and no debris.</summary>
public class SavingFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Save_OnADiskThatBecomesFull_LeavesTheOldFile()
    {
        using TemporaryFolder folder = new();
        Assert.SkipUnless(Ran("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.FullName), "A file system of its own cannot be mounted here.");
        try
        {
            string path = folder.Path("m.safetensors");
            Linear small = new(10, 10), large = new(300, 300);
            small.Save(path);
            byte[] before = File.ReadAllBytes(path);
            Assert.Contains("no space left", Assert.Throws<IOException>(() => large.Save(path)).Message, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(path));
            Assert.Equal([path], folder.Files());
            small.Load(path);
        }
        finally
        {
            Ran("umount", folder.FullName);
        }
    }

    [Theory]
    [InlineData("module")]
    [InlineData("optimizer")]
    [InlineData("state")]
    [InlineData("tensor")]
    [InlineData("checkpoint")]
    public void Save_TellsHowFarItIs_AndIsCancelledOnTheWay(string what)
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("m.safetensors");
        Linear model = new(3000, 1500); // 18 MB, two blocks
        AdamW optimizer = new(model.Parameters());
        model.Forward(Tensor.Ones([1, 3000])).Sum().Backward();
        optimizer.Step();
        Told told = new();
        Save(told, Token);
        long length = new FileInfo(path).Length;
        Assert.True(told.All.Count >= 3);
        Assert.All(told.All, step => Assert.Equal(length, step.Total));
        Assert.Equal(told.All.Select(step => step.Written).Distinct().Order(), told.All.Select(step => step.Written));
        Assert.Equal(length, told.All[^1].Written);

        byte[] before = File.ReadAllBytes(path);
        using CancellationTokenSource source = new();
        Told cancelling = new() { Then = step => { if (step.Written > 10_000_000) { source.Cancel(); } } };
        Assert.Throws<OperationCanceledException>(() => Save(cancelling, source.Token));
        Assert.InRange(cancelling.All[^1].Written, 10_000_000, length);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], folder.Files());

        void Save(Told progress, CancellationToken token)
        {
            switch (what)
            {
                case "module": model.Save(path, null, progress, token); break;
                case "optimizer": optimizer.Save(path, null, progress, token); break;
                case "state": model.StateDict().Save(path, null, progress, token); break;
                case "tensor": model.Weight.Save(path, progress, token); break;
                default: new Checkpoint { Model = model.StateDict() }.Write(path, progress, token); break;
            }
        }
    }

    [Fact]
    public void Save_BesideWhatADeadProgramHasLeft_RemovesItAndNothingElse()
    {
        using TemporaryFolder folder = new();
        string path = folder.Path("m.safetensors"), guid = Guid.NewGuid().ToString("N");
        string dead = folder.Write($".m.safetensors.{guid}.tmp", "half"), young = folder.Write($".m.safetensors.{Guid.NewGuid():N}.tmp", "half");
        string other = folder.Write($".other.safetensors.{guid}.tmp", "half"), own = folder.Write(".m.safetensors.notes.tmp", "mine");
        string alive = folder.Write($".m.safetensors.{Guid.NewGuid():N}.tmp", "half");
        foreach (string old in (string[])[dead, other, own, alive])
        {
            File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddMinutes(-1));
        }

        using (new FileStream(alive, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            new Linear(2, 2).Save(path);
        }

        Assert.Equal(((string[])[path, young, other, own, alive]).Order(StringComparer.Ordinal), folder.Files().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Load_ThatFails_ChangesNothing()
    {
        Linear linear = new(2, 3);
        float[] before = linear.Weight.ToArray<float>();
        using MemoryStream stream = new();
        linear.Save(stream);
        byte[] content = stream.ToArray();
        Assert.Throws<DataFormatException>(() => linear.Load(content.AsMemory(0, content.Length - 1)));
        Assert.Throws<DataFormatException>(() => linear.Load(new ForwardStream(content[..^1])));
        SafeTensors.Write(stream, new Dictionary<string, Tensor> { ["weight"] = Tensor.Ones([3, 2]), ["bias"] = Tensor.Ones(4) }, cancellationToken: Token);
        Assert.Throws<ArgumentException>(() => linear.Load(stream.ToArray().AsMemory(content.Length)));
        Assert.Equal(before, linear.Weight.ToArray<float>());
    }

    private static bool Ran(string program, params string[] arguments)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private sealed class Told : IProgress<SavingProgress>
    {
        public List<SavingProgress> All { get; } = [];

        public Action<SavingProgress>? Then { get; init; }

        public void Report(SavingProgress value)
        {
            All.Add(value);
            Then?.Invoke(value);
        }
    }
}
