using System.Diagnostics;
using System.Net.Sockets;
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

    [Fact]
    public void Commit_ThroughLinkedFolders_ReplacesTheFileItself()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("a.txt", "old");
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "here"), ".");
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "link"), "here/a.txt");
        NpyFile.Write(Path.Combine(folder.FullName, "here", "link"), [1f], [1]);
        Assert.Equal([1f], NpyFile.Read(path).Values<float>().ToArray());
        Assert.NotNull(new FileInfo(Path.Combine(folder.FullName, "link")).LinkTarget);
    }

    [Fact]
    public void Constructor_ReadOnlyFile_IsRefusedAndStays()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("ro.json", "old");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        Assert.Equal(
            $"Cannot write {path}: it is read-only; allow writing to it, or choose another path.",
            Assert.Throws<UnauthorizedAccessException>(() => new AtomicFile(path)).Message);
        Assert.Equal("old", File.ReadAllText(path));
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [Fact]
    public void Write_ToAFullDevice_SaysThatNoSpaceIsLeft()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "The system has no /dev/full.");
        using AtomicFile file = new("/dev/full");
        file.Stream.Write("x"u8);
        Assert.Equal(
            "Cannot write /dev/full: no space left; make room, or choose another path.", Assert.Throws<IOException>(file.Commit).Message);
    }

    [Fact]
    public async Task Commit_NamedPipe_IsWrittenInto()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes are no files there.");
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.FullName, "pipe");
        using (Process process = Process.Start("mkfifo", path))
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        new AtomicFile(path).Dispose(); // a check, which must not end what the reader reads
        Task<string> reading = Task.Run(() => File.ReadAllText(path), TestContext.Current.CancellationToken); // opening it waits for the writer
        Task writing = Task.Run(
            () =>
            {
                using AtomicFile file = new(path);
                file.Stream.Write("all of it"u8);
                file.Commit();
            }, TestContext.Current.CancellationToken);
        await writing.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal("all of it", await reading.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        Assert.Equal(FileKind.Pipe, FileKinds.Of(path));
    }

    [Fact]
    public void Constructor_Socket_IsRefused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sockets are no files there.");
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.FullName, "s");
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        Assert.Contains("it is a socket", Assert.Throws<IOException>(() => new AtomicFile(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void KindOf_FilesAndDevices_AreToldApart()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(FileKind.Plain, FileKinds.Of(folder.Write("empty", "")));
        Assert.Equal(FileKind.Plain, FileKinds.Of(folder.Write("full", "x")));
        Assert.Equal(FileKind.Plain, FileKinds.Of(Path.Combine(folder.FullName, "none")));
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Devices are no files there.");
        Assert.Equal(FileKind.Device, FileKinds.Of("/dev/null"));
    }
}
