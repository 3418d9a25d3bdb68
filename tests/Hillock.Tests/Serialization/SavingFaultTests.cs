using System.Diagnostics;
using Hillock.Data;
using Hillock.Modules;
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
}
