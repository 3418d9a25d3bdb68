namespace Hillock.Data;

/// <summary>A file that is known before it is fetched: its name, its length, its SHA-256, and where it can be had.</summary>
/// <remarks>
/// The checksum, not the address, says that it is the right file: any mirror will do, and a file that was placed by hand is used like one that was fetched.
/// What comes goes to <c>NAME.part</c>; after an interruption the next attempt, by another process too, goes on there. Only what has the right length and
/// checksum gets the file's name. Of several processes that want the same file one fetches it, the others wait.
/// </remarks>
/// <example>
/// <code>
/// string folder = Directory.CreateTempSubdirectory().FullName;
/// File.WriteAllText(Path.Combine(folder, "greeting.txt"), "hello");
/// RemoteFile file = new(
///     "greeting.txt", 5, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", [new Uri("https://example.org/greeting.txt")]);
/// string path = file.FetchAsync(folder).Result; // it is there already and is verified; nothing is fetched
/// Console.WriteLine(File.ReadAllText(path)); // hello
/// </code>
/// </example>
public sealed class RemoteFile
{
    private const int Sha256Digits = 64;

    /// <summary>Describes a file.</summary>
    /// <param name="name">Its name, without a folder.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="sha256">Its SHA-256, 64 hexadecimal digits.</param>
    /// <param name="mirrors">Its addresses, of http or https, the preferred one first.</param>
    /// <exception cref="ArgumentException">The name has a folder, the checksum is none, or an address is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public RemoteFile(string name, long length, string sha256, IReadOnlyList<Uri> mirrors)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(sha256);
        ArgumentNullException.ThrowIfNull(mirrors);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (name is "." or ".." || name.AsSpan().ContainsAny("/\\:\0"))
        {
            throw new ArgumentException($"name expects the name of a file without a folder but got '{name}'.", nameof(name));
        }

        if (sha256.Length != Sha256Digits || !sha256.All(char.IsAsciiHexDigit))
        {
            throw new ArgumentException($"sha256 expects 64 hexadecimal digits but got '{sha256}'.", nameof(sha256));
        }

        if (mirrors.FirstOrDefault(static mirror => !mirror.IsAbsoluteUri || mirror.Scheme is not ("http" or "https")) is { } bad)
        {
            throw new ArgumentException($"mirrors expects absolute http or https addresses but got '{bad}'.", nameof(mirrors));
        }

        (Name, Length, Sha256, Mirrors) = (name, length, sha256.ToLowerInvariant(), [.. mirrors]);
    }

    /// <summary>Its name, without a folder.</summary>
    public string Name { get; }

    /// <summary>Its bytes.</summary>
    public long Length { get; }

    /// <summary>Its SHA-256, 64 hexadecimal digits in small letters.</summary>
    public string Sha256 { get; }

    /// <summary>Its addresses, the preferred one first.</summary>
    public IReadOnlyList<Uri> Mirrors { get; }

    /// <summary>Verifies the file in a folder, and fetches it there first if it is not there.</summary>
    /// <param name="folder">The folder, which is made if something is fetched.</param>
    /// <param name="options">How to fetch; <see cref="DownloadOptions.Cache"/> has no part in it. The usual way when null.</param>
    /// <param name="cancellationToken">Ends the download; what came stays as <c>NAME.part</c>, for the next attempt.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="DownloadException">No address gave the file, or <see cref="DownloadOptions.Offline"/> forbids to ask.</exception>
    /// <exception cref="DataFormatException">The file is there with another length or checksum; it is left as it is.</exception>
    /// <exception cref="IOException">The folder cannot be written to, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException">The download was ended.</exception>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public Task<string> FetchAsync(string folder, DownloadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new DownloadOptions();
        options.Check();
        return new Downloader(this, folder, options).FetchAsync(cancellationToken);
    }
}
