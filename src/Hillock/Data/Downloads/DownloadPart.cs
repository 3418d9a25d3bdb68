namespace Hillock.Data;

/// <summary>The beginning of a file, as far as it came: <c>NAME.part</c>, and beside it which version of which address it is.</summary>
/// <param name="path">Where the whole file is to be.</param>
/// <param name="file">The file.</param>
internal sealed class DownloadPart(string path, RemoteFile file)
{
    private readonly string _part = path + ".part", _source = path + ".part.source";

    /// <summary>The bytes that are there.</summary>
    public long Received => new FileInfo(_part) is { Exists: true } info ? info.Length : 0;

    /// <summary>The entity tag or the date that an address gave for the version that the part is of; null if the part is from elsewhere.</summary>
    public string? ValidatorOf(Uri address)
    {
        try
        {
            return File.Exists(_source) && File.ReadAllLines(_source) is [var from, var validator] && from == address.AbsoluteUri ? validator : null;
        }
        catch (IOException)
        {
            return null; // the checksum decides all the same
        }
    }

    /// <summary>Begins anew, with a version of an address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="validator">The version; null where the address names none.</param>
    public void Begin(Uri address, string? validator)
    {
        File.Delete(_source);
        using (FileStream part = Append())
        {
            if (part.Length > 0)
            {
                part.SetLength(0);
            }
        }

        if (validator is not null)
        {
            File.WriteAllLines(_source, [address.AbsoluteUri, validator]);
        }
    }

    /// <summary>Forgets what came.</summary>
    public void Drop()
    {
        File.Delete(_part);
        File.Delete(_source);
    }

    /// <summary>Opens the part to append to it, unbuffered: what was written is there whatever happens.</summary>
    public FileStream Append()
    {
        FileStream stream = new(_part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 1, FileOptions.Asynchronous);
        if (stream.CanSeek)
        {
            stream.Seek(0, SeekOrigin.End);
        }

        return stream;
    }

    /// <summary>A fault of writing, with the file that was asked for.</summary>
    public IOException Fault(Exception exception) => new(
        $"Cannot write {_part}: {exception.Message.Split('\n')[0].Replace($" : '{_part}'", "", StringComparison.Ordinal).TrimEnd('.')}; " +
        "make room or name another folder: what came is kept, and the next attempt goes on there.", exception);

    /// <summary>Gives the part the file's name if it is the file.</summary>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public async Task<string?> CompleteAsync(CancellationToken cancellationToken)
    {
        using (FileStream stream = Append())
        {
            stream.Flush(flushToDisk: true);
        }

        if (await FileDigest.FaultAsync(_part, file.Length, file.Sha256, cancellationToken).ConfigureAwait(false) is { } fault)
        {
            return fault;
        }

        File.Move(_part, path, overwrite: false);
        File.Delete(_source);
        return null;
    }
}
