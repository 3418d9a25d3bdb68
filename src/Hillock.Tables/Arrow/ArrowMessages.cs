using System.Buffers.Binary;

namespace Hillock.Tables.Arrow;

/// <summary>A message of an Arrow file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Header">What it says.</param>
/// <param name="Body">Where its buffers are.</param>
/// <param name="BodyLength">How many bytes they have.</param>
/// <param name="Length">How many bytes the message has before them.</param>
/// <param name="Version">The version of the metadata.</param>
internal readonly record struct ArrowMessage(int Kind, FlatTable Header, long Body, long BodyLength, int Length, short Version)
{
    /// <summary>The kinds of messages.</summary>
    public const int Schema = 1, Dictionary = 2, Batch = 3;
}

/// <summary>Walks the messages of an Arrow file or stream: their metadata is read, their buffers are passed over.</summary>
internal static class ArrowMessages
{
    private const int Continuation = -1;
    private const int LatestVersion = 4, EarliestVersion = 3; // V5 and V4
    private const int BlockLength = 24; // of the structure that tells where a batch is
    private const int Mark = 6; // ARROW1
    private const int Prefix = 8; // the mark and two bytes to align what follows

    /// <summary>Reads the messages.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isFile">Whether it is a file with a footer.</param>
    /// <param name="isEnded">Whether the mark of the end was found.</param>
    public static List<ArrowMessage> Read(FileBytes file, bool isFile, out bool isEnded)
    {
        long place = isFile ? Prefix : 0, end = isFile ? FooterOf(file, out _) : file.Length;
        List<ArrowMessage> messages = [];
        isEnded = isFile;
        byte[] word = new byte[sizeof(int)];
        while (place < end)
        {
            int length = Word(file, place, word);
            int prefix = length == Continuation ? 2 * sizeof(int) : sizeof(int);
            length = length == Continuation ? Word(file, place + sizeof(int), word) : length;
            if (length == 0)
            {
                isEnded = true;
                break;
            }

            if (length < 0 || length > end - place - prefix)
            {
                throw file.Damaged(place, FormattableString.Invariant($"a message has {length} bytes, where {Math.Max(0, end - place - prefix)} are left"));
            }

            byte[] bytes = new byte[length];
            file.Read(place + prefix, bytes);
            messages.Add(Message(file, bytes, place, place + prefix + length, end));
            place = messages[^1].Body + messages[^1].BodyLength;
        }

        return messages;
    }

    /// <summary>What the footer tells: the schema, which some writers write nowhere else, and how many batches there are.</summary>
    /// <param name="file">A file with a footer.</param>
    public static (ArrowMessage Schema, int Batches) Footer(FileBytes file)
    {
        long start = FooterOf(file, out int length);
        byte[] bytes = new byte[length];
        file.Read(start, bytes);
        try
        {
            FlatTable footer = FlatTable.Root(bytes);
            FlatTable schema = footer.Table(1) ?? throw new DamagedDataException("there is no schema");
            return (new ArrowMessage(ArrowMessage.Schema, schema, start, 0, length, footer.Short(0)), footer.Count(3, BlockLength));
        }
        catch (DamagedDataException exception)
        {
            throw file.Damaged(start, $"the footer: {exception.Message}", exception);
        }
    }

    private static ArrowMessage Message(FileBytes file, byte[] bytes, long place, long body, long end)
    {
        try
        {
            FlatTable message = FlatTable.Root(bytes);
            short version = message.Short(0);
            if (version is < EarliestVersion or > LatestVersion)
            {
                throw new DamagedDataException(FormattableString.Invariant($"the metadata is of version {version + 1}; versions 4 and 5 are read"));
            }

            long length = message.Long(3);
            return length >= 0 && length <= end - body && message.Table(2) is { } header
                ? new ArrowMessage(message.Byte(1), header, body, length, bytes.Length, version)
                : throw new DamagedDataException(FormattableString.Invariant($"a message has {length} bytes of buffers, where {end - body} are left"));
        }
        catch (DamagedDataException exception)
        {
            throw file.Damaged(place, exception.Message, exception);
        }
    }

    private static long FooterOf(FileBytes file, out int length)
    {
        byte[] tail = new byte[sizeof(int) + Mark];
        if (file.Length < Prefix + tail.Length)
        {
            throw file.Damaged(0, FormattableString.Invariant($"an Arrow file has {Prefix + tail.Length} bytes at least, this has {file.Length}"));
        }

        long end = file.Length - tail.Length;
        file.Read(end, tail);
        length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        return tail.AsSpan(sizeof(int)).SequenceEqual("ARROW1"u8) && length > 0 && length <= end - Prefix ? end - length
            : throw file.Damaged(end, "an Arrow file ends with its footer, the footer's length and ARROW1, which do not stand here");
    }

    private static int Word(FileBytes file, long place, byte[] word)
    {
        file.Read(place, word);
        return BinaryPrimitives.ReadInt32LittleEndian(word);
    }
}
