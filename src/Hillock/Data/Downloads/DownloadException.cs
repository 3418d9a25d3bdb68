namespace Hillock.Data;

/// <summary>A file could not be had from any of its addresses, or may not be; the message says which file to place where, and with which checksum.</summary>
public sealed class DownloadException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Where it was to be placed.</param>
    /// <param name="problem">What happened.</param>
    /// <param name="innerException">The last cause, if another exception was it.</param>
    public DownloadException(RemoteFile file, string path, string problem, Exception? innerException = null)
        : base($"{path}: {problem}; {WayOut(file)}.", innerException)
    {
        File = file;
        Path = path;
    }

    /// <summary>The file.</summary>
    public RemoteFile File { get; }

    /// <summary>Where it was to be placed.</summary>
    public string Path { get; }

    private static string WayOut(RemoteFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        string addresses = file.Mirrors.Count == 0 ? "" : $", such as {file.Mirrors[0]}";
        return FormattableString.Invariant($"place the file there yourself ({file.Length} bytes, SHA-256 {file.Sha256}{addresses}), or name a mirror");
    }
}
