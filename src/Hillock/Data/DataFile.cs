#if HILLOCK_CSV
using Hillock.Data;

// The package of tables compiles this file into itself, so that it needs nothing but public members of whatever version of the library it meets.
namespace Hillock.Csv;
#else
namespace Hillock.Data;
#endif

/// <summary>Opens data files for reading: decompresses gzip, recognised by its first bytes, and says clearly what is wrong.</summary>
internal static class DataFile
{
    private static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B];

    /// <summary>Opens a file and decompresses it if it is gzip.</summary>
    /// <param name="path">The file. A name that ends in <c>.gz</c> promises gzip and is refused if it is not.</param>
    /// <returns>The content, from its first byte; seekable when it is not compressed.</returns>
    /// <exception cref="IOException">No such file, a folder, or the file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">
    /// The name ends in <c>.gz</c> but the content is not gzip. A truncated or corrupt file throws it while being read.
    /// </exception>
    public static Stream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder, not a file; name the file in it.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file; check the path.", path);
        }

        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        try
        {
            return Decompress(file, path, path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase), leaveOpen: false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The content of a stream, decompressed if it is gzip.</summary>
    /// <param name="stream">The stream, read from its current position; it need not be seekable, and stays open.</param>
    /// <param name="source">The name for error messages.</param>
    /// <returns>The content, or <paramref name="stream"/> itself when it is seekable and not compressed.</returns>
    public static Stream OpenRead(Stream stream, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(source);
        return Decompress(stream, source, mustBeGzip: false, leaveOpen: true);
    }

    private static Stream Decompress(Stream stream, string source, bool mustBeGzip, bool leaveOpen)
    {
        Span<byte> start = stackalloc byte[GzipMagic.Length];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        bool isGzip = start[..read].SequenceEqual(GzipMagic);
        if (mustBeGzip && !isGzip)
        {
            throw new DataFormatException(
                source, "offset 0", "the name ends in .gz but the content does not start with the gzip bytes 1F 8B",
                "rename the file if it is not compressed, or download it again");
        }

        if (stream.CanSeek)
        {
            stream.Seek(-read, SeekOrigin.Current);
        }
        else
        {
            stream = new ConcatenatedStream(new MemoryStream(start[..read].ToArray()), stream, leaveOpen);
        }

        return isGzip ? new CheckedGzipStream(stream, source, leaveOpen) : stream;
    }
}
