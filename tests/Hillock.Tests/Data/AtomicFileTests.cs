using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

/// <summary>Faults of writing are told of the file that was asked for, and leave nothing behind.</summary>
public class AtomicFileTests
{
    [Fact]
    public void Write_ToAFullDevice_NamesTheTargetAndLeavesNothing()
    {
        // A device that is always full; a link to it is followed, and is not replaced by a file.
        Assert.SkipUnless(File.Exists("/dev/full"), "The system has no /dev/full.");
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.FullName, "out.npy");
        File.CreateSymbolicLink(path, "/dev/full");
        Assert.Throws<IOException>(() => NpyFile.Write(path, [1f, 2, 3], [3]));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void Dispose_WithoutCommit_LeavesTheTargetAsItWas()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.FullName, "out.bin");
        File.WriteAllText(path, "before");
        using (AtomicFile file = new(path))
        {
            file.Stream.Write("half"u8);
            Assert.Equal(2, Directory.GetFiles(folder.FullName).Length);
        }

        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal([path], Directory.EnumerateFiles(folder.FullName));
    }

    [Fact]
    public void Commit_FileThatExists_KeepsItsMode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no mode there.");
        using TemporaryFolder folder = new();
        string path = folder.Write("secret.html", "old");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using (AtomicFile file = new(path))
        {
            file.Stream.Write("new"u8);
            file.Commit();
        }

        Assert.Equal("new", File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }
}
