using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data;

public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.csv")]
    [InlineData("here/a.csv")]
    [InlineData("here/here/./a.csv")]
    [InlineData("file.csv")]
    [InlineData("here/file.csv")]
    [InlineData("far/up.csv")]
    [InlineData("deep/up.csv")]
    [InlineData("chain.csv")]
    public void Of_LinksOnTheWay_AreFollowed(string path)
    {
        string file = Prepare();
        Assert.Equal(RealPath.Of(file), RealPath.Of(At(path)));
        Assert.True(RealPath.AreSame(file, At(path)));
        Assert.Equal(File.ReadAllText(file), File.ReadAllText(At(path)));
    }

    [Theory]
    [InlineData("b.csv")]
    [InlineData("here/new.csv")]
    public void AreSame_AnotherFile_IsAnother(string path)
    {
        string file = Prepare();
        Assert.False(RealPath.AreSame(file, At(path)));
    }

    [Fact]
    public void Of_FileThatDoesNotExistYet_IsFoundThroughItsFolder()
    {
        Prepare();
        Assert.True(RealPath.AreSame(At("new.csv"), At("here/new.csv")));
        File.CreateSymbolicLink(At("dangling"), "new.csv");
        Assert.True(RealPath.AreSame(At("new.csv"), At("dangling")));
    }

    [Fact]
    public void Of_Circle_IsRefused()
    {
        File.CreateSymbolicLink(At("one"), "two");
        File.CreateSymbolicLink(At("two"), "one");
        Assert.Contains("lead in a circle", Assert.Throws<IOException>(() => RealPath.Of(At("one"))).Message, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Prepare()
    {
        string file = _folder.Write("a.csv", "content");
        _folder.Write("b.csv", "other");
        Directory.CreateDirectory(At("real/deep"));
        File.CreateSymbolicLink(At("real/deep/up.csv"), "../../a.csv"); // from where the folder really is
        Directory.CreateSymbolicLink(At("deep"), "real/deep");
        Directory.CreateSymbolicLink(At("here"), ".");
        Directory.CreateSymbolicLink(At("far"), At("real/deep"));
        File.CreateSymbolicLink(At("file.csv"), "a.csv");
        File.CreateSymbolicLink(At("chain.csv"), At("here/file.csv"));
        return file;
    }
}
