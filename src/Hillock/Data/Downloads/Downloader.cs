namespace Hillock.Data;

/// <summary>Fetches one file, from one address after the other, until it is there.</summary>
/// <param name="file">The file.</param>
/// <param name="folder">Where it is to be.</param>
/// <param name="options">How.</param>
internal sealed class Downloader(RemoteFile file, string folder, DownloadOptions options)
{
    /// <summary>What an attempt must bring for the next one to follow at once; as the file grows by so much each time, they come to an end.</summary>
    private const int GoodPiece = 1 << 16;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(0.1);

    private readonly string _path = Path.GetFullPath(Path.Combine(folder, file.Name));
    private readonly HashSet<Uri> _withoutRanges = [];
    private readonly HashSet<Uri> _mixed = [];

    private string LockPath => Path.Combine(Path.GetDirectoryName(_path)!, $".{file.Name}.lock");

    /// <summary>Verifies the file, or fetches it.</summary>
    /// <returns>Its path.</returns>
    public async Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        if (await IsThereAsync(cancellationToken).ConfigureAwait(false))
        {
            return _path;
        }

        Uri[] mirrors = [.. options.Mirrors?.Select(mirror => new Uri(Folder(mirror), Uri.EscapeDataString(file.Name))) ?? file.Mirrors];
        if (options.Offline || mirrors.Length == 0)
        {
            throw new DownloadException(
                file, _path, options.Offline ? "it is not there, and nothing may be fetched" : "it is not there, and no address is known");
        }

        RequireWritable();
        using IDisposable held = await LockAsync(cancellationToken).ConfigureAwait(false);
        if (!await IsThereAsync(cancellationToken).ConfigureAwait(false)) // another process may have fetched it meanwhile
        {
            await FetchAsync(mirrors, cancellationToken).ConfigureAwait(false);
        }

        return _path;
    }

    private static Uri Folder(Uri mirror) => mirror.AbsolutePath.EndsWith('/') ? mirror : new UriBuilder(mirror) { Path = mirror.AbsolutePath + "/" }.Uri;

    private async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(_path))
        {
            return Directory.Exists(_path) ? throw new IOException($"{_path} is a folder, where a file is to be; put it elsewhere.") : false;
        }

        await FileDigest.RequireAsync(_path, file.Length, file.Sha256, cancellationToken).ConfigureAwait(false);
        return true;
    }

    // Makes the folder and the file of the lock, or says why not.
    private void RequireWritable()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            FileLock.TryTake(LockPath)?.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{_path}: it is not there, and its folder cannot be written to ({exception.Message.Split('\n')[0].TrimEnd('.')}); place it there, or name " +
                "another folder.", exception);
        }
    }

    private async Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (FileLock.TryTake(LockPath) is { } held)
            {
                return held;
            }

            await Task.Delay(BetweenLooks, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FetchAsync(Uri[] mirrors, CancellationToken cancellationToken)
    {
        using HttpClient client = new(
            options.Handler ?? new SocketsHttpHandler { MaxAutomaticRedirections = 5, ConnectTimeout = options.StallTimeout }, options.Handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan, // each transfer watches its own
        };
        List<Uri> left = [.. mirrors];
        Dictionary<Uri, TransferException> faults = [];
        DownloadPart part = new(_path, file);
        for (int round = 0; round < options.Rounds && left.Count > 0; round++)
        {
            if (round > 0)
            {
                await Task.Delay(options.RetryDelay * (1 << Math.Min(round - 1, 10)), cancellationToken).ConfigureAwait(false);
            }

            foreach (Uri mirror in left.ToArray())
            {
                while (true)
                {
                    long before = part.Received;
                    TransferException? fault = await TryAsync(client, mirror, part, cancellationToken).ConfigureAwait(false);
                    if (fault is null)
                    {
                        return;
                    }

                    faults[mirror] = fault;
                    if (fault.IsFinal)
                    {
                        left.Remove(mirror);
                        break;
                    }

                    if (!(fault.HasNoRanges && _withoutRanges.Add(mirror)) && part.Received - before < GoodPiece)
                    {
                        break;
                    }
                }
            }
        }

        throw new DownloadException(
            file, _path, "it could not be fetched: " + string.Join("; ", faults.Select(static fault => $"{fault.Key}: {fault.Value.Message}")),
            faults.Values.LastOrDefault());
    }

    private async Task<TransferException?> TryAsync(HttpClient client, Uri mirror, DownloadPart part, CancellationToken cancellationToken)
    {
        Transfer transfer = new(client, mirror, file, part, options);
        try
        {
            await transfer.RunAsync(_withoutRanges.Contains(mirror), cancellationToken).ConfigureAwait(false);
        }
        catch (TransferException exception)
        {
            return exception;
        }

        if (await part.CompleteAsync(cancellationToken).ConfigureAwait(false) is not { } fault)
        {
            return null;
        }

        // Of several answers each may have been right, for its version; a whole one is the mirror's own.
        part.Drop();
        return transfer.IsResumed && _mixed.Add(mirror) ? await TryAsync(client, mirror, part, cancellationToken).ConfigureAwait(false)
            : new TransferException(fault, isFinal: true);
    }
}
