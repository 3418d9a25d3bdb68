namespace Hillock.Data;

/// <summary>A file of a data set, and what it is when it is unpacked.</summary>
/// <param name="File">The compressed file.</param>
/// <param name="Length">The bytes of the content.</param>
/// <param name="Sha256">The SHA-256 of the content; null where none is published.</param>
internal sealed record PackedFile(RemoteFile File, long Length, string? Sha256)
{
    /// <summary>The name of the unpacked file.</summary>
    public string Name => Path.GetFileNameWithoutExtension(File.Name);

    /// <summary>Finds the file in a folder, unpacked or not, or fetches it.</summary>
    /// <returns>The path of a verified file.</returns>
    public async Task<string> FindAsync(string folder, DownloadOptions options, CancellationToken cancellationToken)
    {
        string unpacked = Path.Combine(folder, Name);
        if (!System.IO.File.Exists(unpacked) || System.IO.File.Exists(Path.Combine(folder, File.Name)))
        {
            return await File.FetchAsync(folder, options, cancellationToken).ConfigureAwait(false);
        }

        await FileDigest.RequireAsync(unpacked, Length, Sha256, cancellationToken).ConfigureAwait(false);
        return unpacked;
    }
}
