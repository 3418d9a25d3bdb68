using Hillock.Data;

namespace Hillock.Tables;

/// <summary>The bytes of a file, read where they are wanted and never beyond its end.</summary>
/// <param name="stream">The file.</param>
/// <param name="source">Its name, for messages.</param>
internal sealed class FileBytes(Stream stream, string source)
{
    private readonly long _start = stream.Position;

    /// <summary>The name of the file.</summary>
    public string Source => source;

    /// <summary>How many bytes there are.</summary>
    public long Length { get; } = stream.Length - stream.Position;

    /// <summary>Reads bytes.</summary>
    /// <param name="offset">Where they begin.</param>
    /// <param name="bytes">Receives them.</param>
    /// <exception cref="DataFormatException">The file ends before.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        if (offset < 0 || offset > Length - bytes.Length)
        {
            throw Damaged(offset, FormattableString.Invariant($"{bytes.Length} bytes are expected, but the file ends at {Length}"));
        }

        stream.Position = _start + offset;
        stream.ReadExactly(bytes);
    }

    /// <summary>A fault that leaves nothing to do but to get the file anew.</summary>
    /// <param name="offset">Where it is.</param>
    /// <param name="problem">What it is.</param>
    /// <param name="innerException">The cause, or null.</param>
    public DataFormatException Damaged(long offset, string problem, Exception? innerException = null) => new(
        source, FormattableString.Invariant($"offset {offset}"), problem, "the file is damaged or was cut off: get it again, or write it anew", innerException);

    /// <summary>A fault of a column.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="problem">What it is.</param>
    /// <param name="remedy">The way out.</param>
    public DataFormatException Column(string column, string problem, string remedy) => new(source, $"column \"{Short(column)}\"", problem, remedy);

    /// <summary>A name that may be very long, for a message of one line.</summary>
    /// <param name="name">The name.</param>
    public static string Short(string name) => name.Length <= 60 ? name : string.Concat(name.AsSpan(0, 60), "…");
}
