using System.Buffers.Binary;
using System.Text;
using Hillock.Data;

namespace Hillock.Serialization.Zip;

/// <summary>Where the central directory of a zip archive lies, and how many members it lists.</summary>
internal readonly record struct ZipDirectory(long Offset, long Size, long Count)
{
    private const int EndLength = 22, LocatorLength = 20, LargeEndLength = 56, EntryLength = 46, LongestComment = ushort.MaxValue;
    private const long Largest = 100_000_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Finds the directory from the end of the archive.</summary>
    public static ZipDirectory Find(Stream stream, string source)
    {
        long length = stream.Length;
        byte[] tail = ReadAt(stream, Math.Max(0, length - EndLength - LocatorLength - LongestComment), length, source);
        long start = length - tail.Length;
        int at = tail.Length - EndLength;
        while (at >= 0 && !(tail.AsSpan(at).StartsWith("PK\x05\x06"u8) && U16(tail, at + 20) == tail.Length - at - EndLength))
        {
            at--;
        }

        if (at < 0)
        {
            throw new DataFormatException(
                source, null, length == 0 ? "the file is empty" : "this is not a zip archive, or its end is missing",
                "the file is of another kind or truncated: download or save it again");
        }

        long end = start + at;
        ZipDirectory directory = new(U32(tail, at + 16), U32(tail, at + 12), U16(tail, at + 10));
        bool isLarge = at >= LocatorLength && tail.AsSpan(at - LocatorLength).StartsWith("PK\x06\x07"u8);
        if (isLarge)
        {
            long place = Long(tail, at - LocatorLength + 8, source);
            Require(place <= end - LocatorLength - LargeEndLength, source, "the end of a large archive leaves the file");
            byte[] large = ReadAt(stream, place, place + LargeEndLength, source);
            Require(large.AsSpan().StartsWith("PK\x06\x06"u8), source, $"there is no end of a large archive at offset {place}");
            directory = new ZipDirectory(Long(large, 48, source), Long(large, 40, source), Long(large, 32, source));
            end = place;
        }
        else
        {
            Require(
                U16(tail, at + 4) == 0 && U16(tail, at + 6) == 0 && U16(tail, at + 8) == U16(tail, at + 10), source,
                "the archive is divided into several files");
        }

        // No additions that could overflow: both are at least 0.
        Require(
            directory.Offset <= end && directory.Size == end - directory.Offset, source,
            $"the directory is said to have {directory.Size} bytes from offset {directory.Offset} on, but it must end at {end}");
        Require(directory.Size <= Largest, source, $"the directory has {directory.Size} bytes, more than the {Largest} that are read");
        Require(
            directory.Count <= directory.Size / EntryLength, source, $"the directory cannot list {directory.Count} members in {directory.Size} bytes");
        return directory;
    }

    /// <summary>The members that the directory lists.</summary>
    public ZipEntry[] ReadEntries(Stream stream, string source)
    {
        byte[] bytes = ReadAt(stream, Offset, Offset + Size, source);
        ZipEntry[] entries = new ZipEntry[Count];
        int at = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            Require(
                bytes.Length - at >= EntryLength && bytes.AsSpan(at).StartsWith("PK\x01\x02"u8), source, $"the directory has no entry {i} of {entries.Length}");
            int name = U16(bytes, at + 28), extra = U16(bytes, at + 30), comment = U16(bytes, at + 32);
            Require(bytes.Length - at - EntryLength >= name + extra + comment, source, $"entry {i} leaves the directory");
            entries[i] = ReadEntry(bytes.AsSpan(at, EntryLength + name + extra), name, i, source);
            at += EntryLength + name + extra + comment;
        }

        Require(at == bytes.Length, source, $"the directory goes on behind its {entries.Length} entries");
        return entries;
    }

    private static ZipEntry ReadEntry(ReadOnlySpan<byte> bytes, int nameLength, int index, string source)
    {
        string name;
        try
        {
            name = Strict.GetString(bytes.Slice(EntryLength, nameLength));
        }
        catch (DecoderFallbackException)
        {
            name = Encoding.Latin1.GetString(bytes.Slice(EntryLength, nameLength)); // as old programs wrote; what is asked for is ASCII
        }

        int flags = U16(bytes, 8), method = U16(bytes, 10);
        Require((flags & 0x2041) == 0, source, $"entry {index}, {ZipReader.Shown(name)}, is encrypted", "decrypt the archive first");
        Require(
            method is 0 or 8, source, $"entry {index}, {ZipReader.Shown(name)}, is compressed by method {method}, but only 0 (stored) and 8 (deflate) are read",
            "save it again without compression");
        long stored = U32(bytes, 20), size = U32(bytes, 24), header = U32(bytes, 42);
        if (stored == uint.MaxValue || size == uint.MaxValue || header == uint.MaxValue)
        {
            ReadOnlySpan<byte> large = LargeFields(bytes[(EntryLength + nameLength)..]);
            size = size == uint.MaxValue ? Next(ref large, index, source) : size;
            stored = stored == uint.MaxValue ? Next(ref large, index, source) : stored;
            header = header == uint.MaxValue ? Next(ref large, index, source) : header;
        }

        return new ZipEntry(name, method == 8, U32(bytes, 16), stored, size, header);
    }

    /// <summary>The extra field 1, which has what does not fit into 32 bits.</summary>
    private static ReadOnlySpan<byte> LargeFields(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int length = Math.Min(U16(extra, 2), extra.Length - 4);
            if (U16(extra, 0) == 1)
            {
                return extra.Slice(4, length);
            }

            extra = extra[(4 + length)..];
        }

        return default;
    }

    private static long Next(ref ReadOnlySpan<byte> fields, int index, string source)
    {
        Require(fields.Length >= 8, source, $"entry {index} of the directory lacks its sizes of 64 bits");
        long value = Long(fields, 0, source);
        fields = fields[8..];
        return value;
    }

    private static byte[] ReadAt(Stream stream, long start, long end, string source)
    {
        byte[] bytes = new byte[end - start];
        stream.Position = start;
        Require(stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length, source, "the file ended while it was read");
        return bytes;
    }

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long Long(ReadOnlySpan<byte> bytes, int at, string source)
    {
        long value = BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
        Require(value >= 0, source, $"the archive has a size or an offset of {(ulong)value}");
        return value;
    }

    private static void Require(
        bool holds, string source, string problem, string remedy = "the file is damaged or made to do harm: download or save it again")
    {
        if (!holds)
        {
            throw new DataFormatException(source, "zip directory", problem, remedy);
        }
    }
}
