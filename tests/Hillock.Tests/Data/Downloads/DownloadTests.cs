using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data.Downloads;

/// <summary>Files that are fetched from servers that answer as they should, or as they should not.</summary>
public class DownloadTests
{
    private readonly List<DownloadProgress> _progress = [];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_IsFetchedOnce(bool saysLength)
    {
        using FetchedFile file = new();
        file.Serve(_ => new Answer(200, file.Content) { Length = saysLength ? file.Content.Length : null });
        await file.FetchAsync(FetchedFile.Options with { Progress = new Recorder(_progress) });
        await file.FetchAsync();
        Assert.Equal(["/data.bin"], file.Requests.Select(request => request.Path));
        Assert.Equal("Hillock", file.Requests[0].Headers["user-agent"]);
        Assert.Equal(new DownloadProgress("data.bin", 300_000, 300_000), _progress[^1]);
        Assert.Equal(_progress.Select(progress => progress.Received).Order(), _progress.Select(progress => progress.Received));
    }

    [Fact]
    public async Task Folder_ThatCannotBeWrittenTo_IsTold()
    {
        using FetchedFile file = new(300, _ => new Answer(200, []));
        string folder = Path.Combine(file.Folder, "a");
        File.WriteAllText(folder, "");
        string message = (await Assert.ThrowsAnyAsync<IOException>(
            () => file.File.FetchAsync(folder, FetchedFile.Options, TestContext.Current.CancellationToken))).Message;
        Assert.Contains("cannot be written to", message, StringComparison.Ordinal);
        Assert.Empty(file.Requests);
    }

    [Fact]
    public async Task EmptyFile_IsFetched()
    {
        using FetchedFile file = new(0, _ => new Answer(200, []));
        await file.FetchAsync();
    }

    [Fact]
    public async Task File_ThatIsThere_IsVerifiedAndKept()
    {
        using FetchedFile file = new(300, _ => new Answer(200, []));
        File.WriteAllBytes(file.Path, file.Content);
        Assert.Equal(file.Path, await file.File.FetchAsync(file.Folder, FetchedFile.Options, TestContext.Current.CancellationToken));
        Assert.Equal([file.Path], Directory.GetFiles(file.Folder)); // a folder that may not be written to will do

        byte[] other = [.. file.Content[..^1], 0];
        foreach ((byte[] content, string fault) in new[] { (other, "the SHA-256"), (other[1..], "300 bytes are expected but it has 299") })
        {
            File.WriteAllBytes(file.Path, content);
            string message = (await Assert.ThrowsAsync<DataFormatException>(
                () => file.File.FetchAsync(file.Folder, FetchedFile.Options, TestContext.Current.CancellationToken))).Message;
            Assert.Contains(fault, message, StringComparison.Ordinal);
            Assert.Equal(content, File.ReadAllBytes(file.Path));
        }

        Assert.Empty(file.Requests);
        File.Delete(file.Path);
        Directory.CreateDirectory(file.Path);
        Assert.Contains("is a folder", (await Assert.ThrowsAsync<IOException>(
            () => file.File.FetchAsync(file.Folder, FetchedFile.Options, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offline_SaysWhatToPlaceWhere()
    {
        using FetchedFile file = new(300, _ => new Answer(200, []));
        string message = await file.FailAsync(FetchedFile.Options with { Offline = true });
        Assert.Contains("nothing may be fetched", message, StringComparison.Ordinal);
        Assert.Contains(file.File.Mirrors[0].ToString(), message, StringComparison.Ordinal);
        Assert.Empty(file.Requests);
        Assert.Empty(Directory.GetFiles(file.Folder));
        RemoteFile nowhere = new("a", 1, file.File.Sha256, []);
        Assert.Contains("no address", (await Assert.ThrowsAsync<DownloadException>(
            () => nowhere.FetchAsync(file.Folder, null, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(299_999, 299_999, "it has 299999 bytes in the place of 300000")]
    [InlineData(300_001, 300_001, "it has 300001 bytes in the place of 300000")]
    [InlineData(300_001, null, "it sends more than 300000 bytes")]
    [InlineData(300_000, 300_000, "the SHA-256")]
    public async Task OtherContent_IsNotTakenAndTheNextMirrorAsked(int sent, int? announced, string fault)
    {
        using FetchedFile file = new(300_000);
        byte[] other = [.. Enumerable.Range(0, sent).Select(i => (byte)(i * 7))];
        file.Serve(_ => new Answer(200, other) { Length = announced });
        string message = await file.FailAsync();
        Assert.Contains(fault, message, StringComparison.Ordinal);
        Assert.Single(file.Requests); // it will not have the right file in the second round either
        Assert.True(!File.Exists(file.Part) || new FileInfo(file.Part).Length == 0);

        file.Serve(_ => new Answer(200, file.Content));
        await file.FetchAsync();
    }

    [Fact]
    public async Task EndlessContent_EndsWithTheLength()
    {
        using FetchedFile file = new(300_000);
        file.Serve(_ => new Answer(200, new byte[1 << 16]) { Length = null, IsEndless = true });
        Assert.Contains("it sends more than 300000 bytes", await file.FailAsync(), StringComparison.Ordinal);
        Assert.InRange(file.Servers[0].Sent, 300_000, 32 << 20); // what the sockets buffer
        Assert.Equal(0, new FileInfo(file.Part).Length);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task Redirection_IsFollowed(int status)
    {
        using FetchedFile file = new();
        file.Serve(request => request.Path == "/data.bin"
            ? new Answer(status, []) { Headers = { ["Location"] = "/elsewhere/x" } }
            : new Answer(200, file.Content));
        await file.FetchAsync();
        Assert.Equal(["/data.bin", "/elsewhere/x"], file.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task Redirections_InACircle_End()
    {
        using FetchedFile file = new(300, _ => new Answer(302, []) { Headers = { ["Location"] = "/data.bin" } });
        Assert.Contains("it answers 302", await file.FailAsync(), StringComparison.Ordinal);
        Assert.Equal(6, file.Requests.Length);
    }

    [Theory]
    [InlineData(404, 1)]
    [InlineData(403, 1)]
    [InlineData(204, 1)]
    [InlineData(500, 2)]
    [InlineData(503, 2)]
    [InlineData(429, 2)]
    public async Task Refusal_IsTold_AndAskedAgainIfItMayPass(int status, int requests)
    {
        using FetchedFile file = new(300, _ => new Answer(status, []));
        Assert.Contains($"it answers {status}", await file.FailAsync(), StringComparison.Ordinal);
        Assert.Equal(requests, file.Requests.Length);

        file.Serve(_ => new Answer(200, file.Content));
        await file.FetchAsync();
    }

    [Fact]
    public async Task ServerThatRecovers_GivesTheFileInTheNextRound()
    {
        using FetchedFile file = new();
        int count = 0;
        file.Serve(_ => count++ == 0 ? new Answer(503, []) : new Answer(200, file.Content));
        await file.FetchAsync();
        Assert.Equal(2, count);
    }

    [Fact]
    public async Task ServerThatIsNotThere_IsTold()
    {
        using FetchedFile file = new(300, _ => new Answer(200, []));
        file.Servers[0].Dispose();
        string message = await file.FailAsync();
        Assert.Contains(file.File.Mirrors[0].ToString(), message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirrors_TakeThePlaceOfTheAddresses()
    {
        using FetchedFile file = new(300, _ => new Answer(404, []));
        file.Serve(_ => new Answer(200, file.Content));
        Uri mirror = new(file.Servers[1].Root + "some/folder");
        await file.FetchAsync(FetchedFile.Options with { Mirrors = [mirror] });
        Assert.Equal(["/some/folder/data.bin"], file.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task HandlerOfTheCaller_SendsAndIsNotDisposed()
    {
        using FetchedFile file = new();
        file.Serve(_ => new Answer(200, file.Content));
        using SocketsHttpHandler handler = new();
        await file.FetchAsync(FetchedFile.Options with { Handler = handler });
        using HttpClient client = new(handler, disposeHandler: false);
        Assert.Equal(file.Content, await client.GetByteArrayAsync(file.File.Mirrors[0], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TwoAtOnce_FetchOnce()
    {
        using FetchedFile file = new();
        using ManualResetEventSlim asked = new(), go = new();
        file.Serve(_ =>
        {
            asked.Set();
            go.Wait(TestContext.Current.CancellationToken);
            return new Answer(200, file.Content);
        });
        Task first = file.FetchAsync();
        asked.Wait(TestContext.Current.CancellationToken);

        // One that is weary of waiting goes alone.
        using CancellationTokenSource weary = new(TimeSpan.FromSeconds(0.05));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => file.File.FetchAsync(file.Folder, FetchedFile.Options, weary.Token));
        Task<string> second = file.File.FetchAsync(file.Folder, FetchedFile.Options, TestContext.Current.CancellationToken);
        go.Set();
        await first;
        Assert.Equal(file.Path, await second);
        Assert.Single(file.Requests);
    }

    [Fact]
    public async Task Arguments_ThatMakeNoSense_AreRefused()
    {
        string sha256 = new('a', 64);
        Assert.Contains("without a folder", Assert.Throws<ArgumentException>(() => new RemoteFile("../a", 1, sha256, [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new RemoteFile("..", 1, sha256, []));
        Assert.Throws<ArgumentException>(() => new RemoteFile(@"a\b", 1, sha256, []));
        Assert.Contains("64 hex", Assert.Throws<ArgumentException>(() => new RemoteFile("a", 1, sha256[1..], [])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new RemoteFile("a", 1, sha256[1..] + "g", []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RemoteFile("a", -1, sha256, []));
        Assert.Contains(
            "http", Assert.Throws<ArgumentException>(() => new RemoteFile("a", 1, sha256, [new Uri("file:///a")])).Message, StringComparison.Ordinal);
        RemoteFile file = new("a", 1, sha256.ToUpperInvariant(), []);
        Assert.Equal(sha256, file.Sha256);
        foreach (DownloadOptions options in new DownloadOptions[]
        {
            new() { Rounds = 0 }, new() { StallTimeout = TimeSpan.Zero }, new() { RetryDelay = TimeSpan.FromSeconds(-1) },
        })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => file.FetchAsync("x", options, TestContext.Current.CancellationToken));
        }

        await Assert.ThrowsAsync<ArgumentException>(
            () => file.FetchAsync("x", new DownloadOptions { Mirrors = [new Uri("ftp://a/")] }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Cache_IsTheCallersThenTheVariablesThenTheSystems()
    {
        Assert.Equal("a", DataCache.Root("a", _ => "b"));
        Assert.Equal("b", DataCache.Root(null, name => name == "HILLOCK_CACHE" ? "b" : "c"));
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal("/x/hillock", DataCache.Root(null, name => name == "XDG_CACHE_HOME" ? "/x" : name == "HOME" ? "/h" : null));
            Assert.Equal("/h/.cache/hillock", DataCache.Root(null, name => name == "XDG_CACHE_HOME" ? "x" : name == "HOME" ? "/h" : null));
        }
    }

    private sealed class Recorder(List<DownloadProgress> reports) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => reports.Add(value);
    }
}
