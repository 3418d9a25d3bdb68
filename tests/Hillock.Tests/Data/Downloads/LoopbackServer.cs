using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hillock.Tests.Data.Downloads;

/// <summary>A request, as it came.</summary>
internal sealed record Request(string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The first byte that is asked for; null when all are.</summary>
    public int? From => Headers.TryGetValue("range", out string? range) ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : null;
}

/// <summary>What is sent for it, faults included.</summary>
internal sealed record Answer(int Status, byte[] Body)
{
    /// <summary>Headers beside the length.</summary>
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>The length that is announced; null for none.</summary>
    public long? Length { get; init; } = Body.Length;

    /// <summary>Whether the connection stays open without a byte after the body, or before anything if there is no status.</summary>
    public bool Hangs { get; init; }

    /// <summary>Whether the body is sent again and again.</summary>
    public bool IsEndless { get; init; }

    /// <summary>The time before each byte.</summary>
    public TimeSpan Drip { get; init; }

    /// <summary>A part of a content, with what says so.</summary>
    public static Answer Part(byte[] content, int from, int? end = null) => new(206, content[from..(end ?? content.Length)])
    {
        Headers = { ["Content-Range"] = FormattableString.Invariant($"bytes {from}-{(end ?? content.Length) - 1}/{content.Length}") },
    };
}

/// <summary>A server on the loopback address that does what a test says, one connection a request.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Func<Request, Answer> _answer;

    public LoopbackServer(Func<Request, Answer> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Its folder of files.</summary>
    public Uri Root => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}/");

    /// <summary>What was asked for, in order.</summary>
    public ConcurrentQueue<Request> Requests { get; } = new();

    /// <summary>The bytes of bodies that the sockets took.</summary>
    public long Sent { get; private set; }

    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_ending.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                Request request = await ReadAsync(stream);
                Requests.Enqueue(request);
                await SendAsync(stream, _answer(request));
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException)
            {
                // The other side went away, as tests have it do.
            }
        }
    }

    private async Task<Request> ReadAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        string first = await reader.ReadLineAsync(_ending.Token) ?? throw new IOException("no request");
        Dictionary<string, string> headers = [];
        while (await reader.ReadLineAsync(_ending.Token) is { Length: > 0 } line)
        {
            headers[line[..line.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant()] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        return new Request(first.Split(' ')[1], headers);
    }

    private async Task SendAsync(NetworkStream stream, Answer answer)
    {
        if (answer.Status != 0)
        {
            StringBuilder head = new(FormattableString.Invariant($"HTTP/1.1 {answer.Status} Status\r\nConnection: close\r\n"));
            if (answer.Length is { } length)
            {
                head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
            }

            foreach ((string name, string value) in answer.Headers)
            {
                head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(head + "\r\n"), _ending.Token);
            do
            {
                if (answer.Drip == TimeSpan.Zero)
                {
                    await stream.WriteAsync(answer.Body, _ending.Token);
                    Sent += answer.Body.Length;
                }

                for (int i = 0; answer.Drip > TimeSpan.Zero && i < answer.Body.Length; i++)
                {
                    await Task.Delay(answer.Drip, _ending.Token);
                    await stream.WriteAsync(answer.Body.AsMemory(i, 1), _ending.Token);
                    Sent++;
                }
            }
            while (answer.IsEndless);
        }

        if (answer.Hangs)
        {
            await Task.Delay(Timeout.Infinite, _ending.Token);
        }
    }
}
