using System.IO.Compression;
using System.Text;
using Hillock.Data;

namespace Hillock.Samples.Text;

/// <summary>Reads text files, and says clearly what is wrong with one.</summary>
public static class TextFile
{
    /// <summary>A small text that comes with the samples: 150 simple sentences about animals.</summary>
    public static string Small()
    {
        using StreamReader reader = new(typeof(TextFile).Assembly.GetManifestResourceStream("small.txt")!);
        return reader.ReadToEnd();
    }

    /// <summary>Reads a file, compressed by gzip or not, as UTF-8. A byte-order mark is left out, and line ends become <c>\n</c>.</summary>
    /// <exception cref="IOException">No such file, a folder, or the file cannot be read.</exception>
    /// <exception cref="DataFormatException">The file is empty, or not UTF-8; the message names the place.</exception>
    public static string Read(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder, not a file; name the file in it.");
        }

        using FileStream file = File.Exists(path) ? File.OpenRead(path) : throw new FileNotFoundException($"{path}: no such file; check the path.", path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using MemoryStream memory = new();
        stream.CopyTo(memory);
        ReadOnlySpan<byte> bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        try
        {
            string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).ReplaceLineEndings("\n");
            return text.Length > 0 ? text : throw new DataFormatException(path, null, "the file is empty", "name one with text in it");
        }
        catch (DecoderFallbackException exception)
        {
            int line = 1 + bytes[..Math.Max(0, exception.Index)].Count((byte)'\n');
            throw new DataFormatException(
                path, $"line {line}", $"the byte {exception.BytesUnknown?[0] ?? 0:X2} is not UTF-8", "convert the file, for instance by iconv -t UTF-8", exception);
        }
    }
}
