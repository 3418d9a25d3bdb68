using System.Text;

namespace Hillock.Data;

/// <summary>Reads text files of any size and encoding, and says clearly what is wrong with one.</summary>
/// <remarks>
/// A file that begins with a byte-order mark is of that encoding (UTF-8, UTF-16, UTF-32), any other one of the encoding that is given, UTF-8 if none is. Bytes
/// that are none of the encoding are refused with their place, never replaced. Gzip is decompressed. The mark is left out, and line ends become <c>\n</c>.
/// Nothing else is changed: no normalisation, whose tables differ between systems. Call <see cref="string.Normalize()"/> where composed and decomposed
/// letters are to be one.
/// </remarks>
/// <example>
/// <code>
/// string path = Path.GetTempFileName();
/// File.WriteAllText(path, "größe\r\nzwei\r\n", System.Text.Encoding.Unicode);
/// Console.WriteLine(TextFile.Read(path).Replace("\n", "|")); // größe|zwei|
/// </code>
/// </example>
public static class TextFile
{
    private const int Block = 1 << 16, MostCharacters = 0x3FFFFFDF; // of one string

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">Its encoding if it has no byte-order mark; UTF-8 when null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">No such file, a folder, or the file cannot be read.</exception>
    /// <exception cref="DataFormatException">The file is empty, too long for one string, or not of its encoding; the message names the place.</exception>
    public static string Read(string path, Encoding? encoding = null, CancellationToken cancellationToken = default)
    {
        using TextReader reader = OpenRead(path, encoding);
        StringBuilder text = new();
        char[] buffer = new char[Block];
        for (int read = reader.Read(buffer); read > 0; read = reader.Read(buffer))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (text.Length > MostCharacters - read)
            {
                throw new DataFormatException(
                    path, null, FormattableString.Invariant($"it has more characters than the {MostCharacters} of one string"), "read it by TextFile.OpenRead");
            }

            text.Append(buffer, 0, read);
        }

        return text.Length > 0 ? text.ToString() : throw new DataFormatException(path, null, "the file is empty", "name one with text in it");
    }

    /// <summary>Opens a file, to be read in as little memory as the caller wants.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">Its encoding if it has no byte-order mark; UTF-8 when null.</param>
    /// <param name="progress">Is told now and then how many bytes were read, after decompression; null for nobody.</param>
    /// <returns>A reader, whose reads throw a <see cref="DataFormatException"/> where the file is not of its encoding.</returns>
    /// <exception cref="IOException">No such file, a folder, or the file cannot be read.</exception>
    public static TextReader OpenRead(string path, Encoding? encoding = null, IProgress<long>? progress = null) =>
        new StrictTextReader(DataFile.OpenRead(path), path, encoding, progress, leaveOpen: false);

    /// <summary>Reads a stream from its current position.</summary>
    /// <param name="stream">The stream; it need not be seekable, and stays open.</param>
    /// <param name="source">The name for error messages.</param>
    /// <param name="encoding">Its encoding if it has no byte-order mark; UTF-8 when null.</param>
    /// <param name="progress">Is told now and then how many bytes were read, after decompression; null for nobody.</param>
    /// <returns>A reader, whose reads throw a <see cref="DataFormatException"/> where the content is not of its encoding.</returns>
    public static TextReader OpenRead(Stream stream, string source = "text", Encoding? encoding = null, IProgress<long>? progress = null) =>
        new StrictTextReader(DataFile.OpenRead(stream, source), source, encoding, progress, leaveOpen: true);
}
