using System.Buffers.Binary;
using System.Text;
using Hillock.Data;

namespace Hillock.Serialization.Zip;

/// <summary>The members of a zip archive of arrays: stored or deflated, also in the form for large archives (zip64).</summary>
/// <remarks>
/// Everything that the archive says is checked against its length when it is opened, before a member is read: the directory, that names differ, that
/// members neither overlap nor leave the archive, and that none claims to grow by more than deflate can. Encrypted and divided archives are refused.
/// Format: APPNOTE.TXT 6.3.10.
/// </remarks>
internal sealed class ZipReader : IDisposable
{
    /// <summary>The bytes that the name of a member may have.</summary>
    internal const int LongestName = 4096;

    private const int LocalHeader = 30;
    private const long MostGrowth = 1032; // of deflate: 258 bytes of two bits

    private readonly Stream _stream;
    private readonly bool _leaveOpen;
    private readonly Dictionary<string, ZipEntry> _byName = new(StringComparer.Ordinal);

    private ZipReader(Stream stream, string source, bool leaveOpen)
    {
        _stream = stream;
        _leaveOpen = leaveOpen;
        Source = source;
        ZipDirectory directory = ZipDirectory.Find(stream, source);
        ZipEntry[] entries = directory.ReadEntries(stream, source);
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = Located(entries[i], directory.Offset);
            if (!_byName.TryAdd(entries[i].Name, entries[i]))
            {
                throw Damaged(entries[i], "another member has the same name");
            }
        }

        RequireApart(entries);
        Entries = entries;
    }

    /// <summary>The name for error messages.</summary>
    public string Source { get; }

    /// <summary>The members in the order of the directory.</summary>
    public IReadOnlyList<ZipEntry> Entries { get; }

    /// <summary>Whether a file starts as archives do that have a member.</summary>
    public static bool IsZip(ReadOnlySpan<byte> start) => start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8);

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; gzip is decompressed into memory.</param>
    /// <param name="check">Looks at the start of the content, and refuses it with a better message than that there is no archive.</param>
    /// <exception cref="DataFormatException">It is no sound zip archive.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ZipReader Open(string path, Action<Stream, string>? check = null)
    {
        Stream file = DataFile.OpenRead(path);
        try
        {
            return Open(file, path, check, leaveOpen: false);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a stream, from its current position; one that cannot seek is read into memory.</summary>
    /// <exception cref="DataFormatException">It is no sound zip archive.</exception>
    public static ZipReader Open(Stream stream, string source, Action<Stream, string>? check = null, bool leaveOpen = true)
    {
        if (!stream.CanSeek || stream.Position != 0)
        {
            MemoryStream copy = new();
            try
            {
                stream.CopyTo(copy);
            }
            catch (IOException exception) when (copy.Length > int.MaxValue / 2)
            {
                throw new DataFormatException(
                    source, null, "the content is longer than memory for it can be", "save it to a file as it is, and open that", exception);
            }

            if (!leaveOpen)
            {
                stream.Dispose();
            }

            (stream, leaveOpen) = (copy, false);
        }

        stream.Position = 0;
        check?.Invoke(stream, source);
        return new ZipReader(stream, source, leaveOpen);
    }

    /// <summary>The member of a name, if there is one.</summary>
    public ZipEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The content of a member.</summary>
    public ZipEntryStream Open(ZipEntry entry) => new(_stream, entry, Source);

    /// <summary>Bytes of a member that is not compressed, from an offset in it on; its check sum is not compared.</summary>
    /// <exception cref="DataFormatException">The file has become shorter.</exception>
    public void ReadAt(ZipEntry entry, long offset, Span<byte> bytes)
    {
        _stream.Position = entry.DataOffset + offset;
        if (offset + bytes.Length > entry.Size || _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new DataFormatException(Source, $"member {Shown(entry.Name)}", "the file became shorter while it was read", "read it again");
        }
    }

    /// <summary>The content of a small member.</summary>
    /// <exception cref="DataFormatException">It has more than <paramref name="most"/> bytes, or is damaged.</exception>
    public byte[] ReadAll(ZipEntry entry, int most)
    {
        if (entry.Size > most)
        {
            throw Damaged(entry, $"it has {entry.Size} bytes, more than the {most} that are read of such a member");
        }

        using ZipEntryStream content = Open(entry);
        return BinaryArrays.Read<byte>(content, (int)entry.Size, bigEndian: false, Source, $"the member {Shown(entry.Name)}", entry.KnownSize);
    }

    /// <summary>Closes the archive, unless the stream was another's.</summary>
    public void Dispose()
    {
        if (!_leaveOpen)
        {
            _stream.Dispose();
        }
    }

    /// <summary>A member's name for a message: short, and without characters that a terminal obeys.</summary>
    internal static string Shown(string name)
    {
        string safe = string.Concat(name.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character));
        return safe.Length <= 100 ? safe : safe[..100] + "...";
    }

    private ZipEntry Located(ZipEntry entry, long end)
    {
        int nameLength = Encoding.UTF8.GetByteCount(entry.Name);
        if (nameLength > LongestName)
        {
            throw Damaged(entry, $"its name has more than {LongestName} bytes");
        }

        if (entry.HeaderOffset > end - LocalHeader)
        {
            throw Damaged(entry, $"it starts at {entry.HeaderOffset}, behind the members, which end at {end}");
        }

        Span<byte> header = stackalloc byte[LocalHeader];
        _stream.Position = entry.HeaderOffset;
        if (_stream.ReadAtLeast(header, LocalHeader, throwOnEndOfStream: false) < LocalHeader || !header.StartsWith("PK\x03\x04"u8))
        {
            throw Damaged(entry, $"there is no member at offset {entry.HeaderOffset}");
        }

        long data = entry.HeaderOffset + LocalHeader + BinaryPrimitives.ReadUInt16LittleEndian(header[26..])
            + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (data > end || entry.StoredSize > end - data)
        {
            throw Damaged(entry, $"its {entry.StoredSize} bytes from offset {data} on leave the members, which end at {end}");
        }

        if (!entry.IsDeflated && entry.Size != entry.StoredSize)
        {
            throw Damaged(entry, $"it is not compressed, but said to have {entry.StoredSize} bytes and {entry.Size}");
        }

        if (entry.IsDeflated && entry.Size / MostGrowth > entry.StoredSize)
        {
            throw Damaged(entry, $"{entry.StoredSize} bytes are said to grow to {entry.Size}, which no compression gives");
        }

        return entry with { DataOffset = data };
    }

    /// <summary>Members that share bytes make small archives unfold to huge ones.</summary>
    private void RequireApart(ZipEntry[] entries)
    {
        ZipEntry? before = null;
        foreach (ZipEntry entry in entries.OrderBy(entry => entry.HeaderOffset))
        {
            if (before is not null && entry.HeaderOffset < before.DataOffset + before.StoredSize)
            {
                throw Damaged(entry, $"it overlaps the member {Shown(before.Name)}");
            }

            before = entry;
        }
    }

    private DataFormatException Damaged(ZipEntry entry, string problem) =>
        new(Source, $"member {Shown(entry.Name)}", problem, "the file is damaged or made to do harm: download or save it again");
}
