using System.Security.Cryptography;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data.Downloads;

/// <summary>A file, a folder for it, and servers that give it or not.</summary>
internal sealed class FetchedFile : IDisposable
{
    public const string Name = "data.bin";

    private readonly TemporaryFolder _folder = new();
    private readonly List<LoopbackServer> _servers = [];

    public FetchedFile(int length = 300_000, params Func<Request, Answer>[] answers)
    {
        Content = [.. Enumerable.Range(0, length).Select(i => (byte)((i * 31) ^ (i >> 8)))];
        foreach (Func<Request, Answer> answer in answers)
        {
            Serve(answer);
        }
    }

    public byte[] Content { get; }

    public string Folder => _folder.FullName;

    public string Path => _folder.Path(Name);

    public string Part => Path + ".part";

    public IReadOnlyList<LoopbackServer> Servers => _servers;

    public Request[] Requests => [.. _servers.SelectMany(server => server.Requests)];

    public RemoteFile File => new(
        Name, Content.Length, Convert.ToHexStringLower(SHA256.HashData(Content)), [.. _servers.Select(server => new Uri(server.Root, Name))]);

    /// <summary>A server may be slow where many tests run at a time; there are no pauses.</summary>
    public static DownloadOptions Options { get; } = new() { Rounds = 2, RetryDelay = TimeSpan.FromMilliseconds(1) };

    /// <summary>A server that hangs costs half a second.</summary>
    public static DownloadOptions Impatient { get; } = Options with { StallTimeout = TimeSpan.FromSeconds(0.5), Rounds = 4 };

    /// <summary>Adds a server.</summary>
    public LoopbackServer Serve(Func<Request, Answer> answer)
    {
        LoopbackServer server = new(answer);
        _servers.Add(server);
        return server;
    }

    /// <summary>Fetches the file, and requires that it came whole and nothing else stays.</summary>
    public async Task FetchAsync(DownloadOptions? options = null)
    {
        Assert.Equal(Path, await File.FetchAsync(Folder, options ?? Options, TestContext.Current.CancellationToken));
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Path));
        Assert.Equal([$".{Name}.lock", Name], _folder.Files().Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>Fetches the file in vain.</summary>
    /// <returns>The message.</returns>
    public async Task<string> FailAsync(DownloadOptions? options = null)
    {
        DownloadException exception = await Assert.ThrowsAsync<DownloadException>(
            () => File.FetchAsync(Folder, options ?? Options, TestContext.Current.CancellationToken));
        Assert.False(System.IO.File.Exists(Path));
        Assert.Contains($"place the file there yourself ({Content.Length} bytes, SHA-256 {File.Sha256}", exception.Message, StringComparison.Ordinal);
        Assert.StartsWith(Path, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
        return exception.Message;
    }

    public void Dispose()
    {
        foreach (LoopbackServer server in _servers)
        {
            server.Dispose();
        }

        _folder.Dispose();
    }
}
