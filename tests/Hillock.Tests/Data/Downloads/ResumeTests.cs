using System.Diagnostics;
using Hillock.Data;
using Xunit;

namespace Hillock.Tests.Data.Downloads;

/// <summary>Downloads that break off, hang or are ended, and go on.</summary>
public class ResumeTests
{
    private const int Break = 120_000;

    private static readonly Dictionary<string, string> Tag = new() { ["ETag"] = "\"one\"" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BreakOff_GoesOnWhereItWas(bool hasTag)
    {
        using FetchedFile file = new();
        file.Serve(request => request.From is { } from ? Answer.Part(file.Content, from)
            : new Answer(200, file.Content[..Break]) { Length = file.Content.Length, Headers = hasTag ? Tag : [] });
        await file.FetchAsync(FetchedFile.Options with { Rounds = 1 }); // what brought a good piece does not count
        Assert.Equal([null, Break], file.Requests.Select(request => request.From));
        Assert.Equal(hasTag ? "\"one\"" : null, file.Requests[1].Headers.GetValueOrDefault("if-range"));
    }

    [Fact]
    public async Task BreakOff_WithoutALength_GoesOnToo()
    {
        using FetchedFile file = new();
        file.Serve(request => request.From is { } from ? Answer.Part(file.Content, from) : new Answer(200, file.Content[..Break]) { Length = null });
        await file.FetchAsync();
        Assert.Equal([null, Break], file.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task BreakOff_WithinASmallPiece_CountsAsAttempt()
    {
        using FetchedFile file = new();
        file.Serve(request => request.From is { } from
            ? Answer.Part(file.Content, from) with { Body = [file.Content[from]] }
            : new Answer(200, file.Content[..10]) { Length = file.Content.Length });
        Assert.Contains("it breaks off after 11 of 300000 bytes", await file.FailAsync(), StringComparison.Ordinal);
        Assert.Equal(file.Content[..11], File.ReadAllBytes(file.Part));
        Assert.Equal(2, file.Requests.Length);
    }

    [Fact]
    public async Task ServerThatGivesPieces_GivesAllOfThem()
    {
        using FetchedFile file = new();
        file.Serve(request => request.From is { } from
            ? Answer.Part(file.Content, from, Math.Min(from + 70_000, file.Content.Length))
            : new Answer(200, file.Content[..70_000]) { Length = file.Content.Length });
        await file.FetchAsync(FetchedFile.Options with { Rounds = 1 });
        Assert.Equal([null, 70_000, 140_000, 210_000, 280_000], file.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task OtherMirror_GoesOnWithoutACondition()
    {
        using FetchedFile file = new();
        file.Serve(request => request.From is null
            ? new Answer(200, file.Content[..1000]) { Length = file.Content.Length, Headers = Tag }
            : new Answer(500, []));
        file.Serve(request => Answer.Part(file.Content, request.From!.Value));
        await file.FetchAsync();
        Assert.Equal(1000, file.Requests[^1].From);
        Assert.DoesNotContain("if-range", file.Requests[^1].Headers.Keys);
    }

    [Fact]
    public async Task ServerWithoutRanges_BeginsAnew()
    {
        using FetchedFile file = new();
        int count = 0;
        file.Serve(_ => new Answer(200, count++ == 0 ? file.Content[..Break] : file.Content) { Length = file.Content.Length });
        await file.FetchAsync();
        Assert.Equal([null, Break], file.Requests.Select(request => request.From));
    }

    [Theory]
    [InlineData("bytes 0-299999/300000")]
    [InlineData("bytes 120000-299999/300001")]
    [InlineData("bytes 120000-300000/300000")]
    [InlineData("bytes 119999-299998/300000")]
    [InlineData("")]
    public async Task WrongRange_IsNotTaken(string range)
    {
        using FetchedFile file = new();
        bool first = true;
        file.Serve(request =>
        {
            bool isFirst = first;
            first = false;
            return request.From is not null
                ? new Answer(206, file.Content[..(file.Content.Length - Break)]) { Headers = range.Length == 0 ? [] : new() { ["Content-Range"] = range } }
                : new Answer(200, isFirst ? file.Content[..Break] : file.Content) { Length = file.Content.Length };
        });
        await file.FetchAsync();
        Assert.Equal([null, Break, null], file.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task RangeThatIsRefused_IsGivenUp()
    {
        using FetchedFile file = new();
        File.WriteAllBytes(file.Part, file.Content[..Break]);
        file.Serve(request => request.From is null ? new Answer(200, file.Content) : new Answer(416, []));
        await file.FetchAsync();
        Assert.Equal([Break, null], file.Requests.Select(request => request.From));
    }

    /// <summary>The beginning is of a version that is no more.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(206)]
    public async Task FileThatChangesMeanwhile_BeginsAnew(int status)
    {
        using FetchedFile file = new();
        byte[] old = [.. file.Content.Select(value => (byte)~value)];
        bool isOld = true;
        file.Serve(request =>
        {
            bool wasOld = isOld;
            isOld = false;
            Dictionary<string, string> tag = new() { ["ETag"] = wasOld ? "\"old\"" : "\"new\"" };
            if (wasOld)
            {
                return new Answer(200, old[..Break]) { Length = old.Length, Headers = tag };
            }

            Assert.Equal(request.From is null ? null : "\"old\"", request.Headers.GetValueOrDefault("if-range"));
            Answer part = Answer.Part(file.Content, request.From ?? 0);
            part.Headers["ETag"] = "\"new\"";
            return status == 206 && request.From is not null ? part : new Answer(200, file.Content) { Headers = tag };
        });
        await file.FetchAsync();
    }

    /// <summary>Without tags the checksum finds it.</summary>
    [Fact]
    public async Task PartOfAnotherFile_IsThrownAway()
    {
        using FetchedFile file = new();
        File.WriteAllBytes(file.Part, new byte[Break]);
        file.Serve(request => request.From is { } from ? Answer.Part(file.Content, from) : new Answer(200, file.Content));
        await file.FetchAsync();
        Assert.Equal([Break, null], file.Requests.Select(request => request.From));
    }

    [Theory]
    [InlineData(300_000, 0)]
    [InlineData(300_001, 1)]
    public async Task PartOfAtLeastTheLength_IsVerifiedOrThrownAway(int length, int requests)
    {
        using FetchedFile file = new();
        File.WriteAllBytes(file.Part, [.. file.Content, .. new byte[length - 300_000]]);
        file.Serve(_ => new Answer(200, file.Content));
        await file.FetchAsync();
        Assert.Equal(requests, file.Requests.Length);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(200, 0)]
    [InlineData(200, Break)]
    [InlineData(200, 300_000)]
    public async Task ServerThatHangs_IsGivenUp(int status, int sent)
    {
        using FetchedFile file = new();
        file.Serve(_ => new Answer(status, file.Content[..sent]) { Length = sent == 300_000 ? null : file.Content.Length, Hangs = true });
        file.Serve(request => request.From is { } from ? Answer.Part(file.Content, from) : new Answer(200, file.Content));
        long start = Stopwatch.GetTimestamp();
        await file.FetchAsync(FetchedFile.Impatient);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.4, 20);
    }

    [Fact]
    public async Task ServerThatDrips_IsGivenUp()
    {
        using FetchedFile file = new();
        file.Serve(_ => new Answer(200, file.Content) { Drip = TimeSpan.FromMilliseconds(20) });
        Assert.Contains("less than 1024 bytes within 0.5 s", await file.FailAsync(FetchedFile.Impatient with { Rounds = 1 }), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(file.Part).Length, 1, 1023);
        file.Serve(request => Answer.Part(file.Content, request.From!.Value));
        await file.FetchAsync(FetchedFile.Impatient);
    }

    [Fact]
    public async Task Cancellation_LeavesWhatCame()
    {
        using FetchedFile file = new();
        using CancellationTokenSource source = new();
        file.Serve(request => request.From is { } from
            ? Answer.Part(file.Content, from)
            : new Answer(200, file.Content[..Break]) { Length = file.Content.Length, Hangs = true });
        DownloadOptions options = new() { Progress = new Canceller(source) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => file.File.FetchAsync(file.Folder, options, source.Token));
        Assert.False(File.Exists(file.Path));
        long length = new FileInfo(file.Part).Length;
        Assert.InRange(length, 1, Break);
        Assert.Equal(file.Content[..(int)length], File.ReadAllBytes(file.Part));
        await file.FetchAsync();
        Assert.Equal((int)length, file.Requests[^1].From);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new RemoteFile("x", 1, file.File.Sha256, file.File.Mirrors)
            .FetchAsync(file.Folder, options, new CancellationToken(true)));
    }

    /// <summary>A full disk is no fault of the mirror: nothing else is asked.</summary>
    [Fact]
    public async Task FullDisk_IsTold()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's.");
        using FetchedFile file = new();
        File.CreateSymbolicLink(file.Part, "/dev/full");
        file.Serve(_ => Answer.Part(file.Content, 0) with { Status = 200 });
        IOException exception = await Assert.ThrowsAsync<IOException>(
            () => file.File.FetchAsync(file.Folder, FetchedFile.Options, TestContext.Current.CancellationToken));
        Assert.Contains("make room", exception.Message, StringComparison.Ordinal);
        Assert.Contains(file.Part, exception.Message, StringComparison.Ordinal);
        Assert.Single(file.Requests);
    }

    private sealed class Canceller(CancellationTokenSource source) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => source.Cancel();
    }
}
