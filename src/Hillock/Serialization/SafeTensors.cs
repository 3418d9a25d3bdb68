using Hillock.Data;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>Writes and reads safetensors files: tensors by name, which PyTorch and other programs read as well.</summary>
/// <remarks>
/// <para>
/// A file is replaced as a whole: if the disk is full or the program dies while it is written, the old one stays. Tensors are stored in row-major order, those
/// that are one and the same view of one memory once; metadata tells the further names, <c>second name → stored name</c>, as other writers of the format do.
/// A copy is made of a tensor that is not contiguous, one at a time.
/// </para>
/// <para>Format: https://github.com/huggingface/safetensors. <see cref="SafeTensorsFile"/> reads single tensors, and without a copy.</para>
/// </remarks>
/// <example>
/// <code>
/// SafeTensors.Write("pair.safetensors", new Dictionary&lt;string, Tensor&gt; { ["x"] = Tensor.Arange(3), ["y"] = Tensor.Ones([2, 2]) });
/// OrderedDictionary&lt;string, Tensor&gt; pair = SafeTensors.Read("pair.safetensors");
/// Console.WriteLine(pair["x"]); // int64 [3] [0, 1, 2]
/// </code>
/// </example>
public static class SafeTensors
{
    private const int StreamBlock = 1 << 22;
    private const int Trusted = 1 << 18; // bytes allocated on the word of a header alone when the length cannot be checked

    /// <summary>Writes a file, completely or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Texts by key to keep with them; <c>format</c>, which Python's tools ask for, is <c>pt</c> unless it is given.</param>
    /// <param name="progress">Is told how far it is, on this thread, or null.</param>
    /// <param name="cancellationToken">Stops the writing; the file is then as it was.</param>
    /// <exception cref="ArgumentException">
    /// A tensor is null; a name is <c>__metadata__</c> or no valid text; or an entry of the metadata would be read as a further name of a tensor.
    /// </exception>
    /// <exception cref="InvalidOperationException">A tensor's memory has been released.</exception>
    /// <exception cref="IOException">The file cannot be written, as the disk is full; the old one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written to.</exception>
    public static void Write(
        string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<SavingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        SafeTensorsWriter writer = new(tensors, metadata);
        using AtomicFile file = new(path);
        writer.Write(file.Stream, progress, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        file.Commit();
    }

    /// <summary>Writes to a stream, which need not be seekable and stays open.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Texts by key to keep with them; <c>format</c>, which Python's tools ask for, is <c>pt</c> unless it is given.</param>
    /// <param name="progress">Is told how far it is, on this thread, or null.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">
    /// A tensor is null; a name is <c>__metadata__</c> or no valid text; or an entry of the metadata would be read as a further name of a tensor.
    /// </exception>
    /// <exception cref="InvalidOperationException">A tensor's memory has been released.</exception>
    public static void Write(
        Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<SavingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        new SafeTensorsWriter(tensors, metadata).Write(stream, progress, cancellationToken);
    }

    /// <summary>Reads all tensors of a file, or of the shards of an index.</summary>
    /// <param name="path">The file, or an index of shards in its folder, <c>model.safetensors.index.json</c>.</param>
    /// <returns>Copies by name, in the header's order, then the further names of those that have several: the same tensor.</returns>
    /// <exception cref="DataFormatException">The file breaks a rule of the format, or has a type that no tensor holds.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static OrderedDictionary<string, Tensor> Read(string path)
    {
        if (StateFile.IsIndex(path))
        {
            using SafeTensorsSet shards = SafeTensorsSet.OfIndex(path);
            return shards.ReadAll();
        }

        using SafeTensorsFile file = new(path);
        return ReadAll(file);
    }

    /// <summary>Reads all tensors of a file that is in memory.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="source">The name for messages.</param>
    /// <returns>Copies by name, in the header's order, then the further names of those that have several: the same tensor.</returns>
    /// <exception cref="DataFormatException">The content breaks a rule of the format, or has a type that no tensor holds.</exception>
    public static OrderedDictionary<string, Tensor> Read(ReadOnlyMemory<byte> content, string source = "safetensors content")
    {
        using SafeTensorsFile file = new(content, source);
        return ReadAll(file);
    }

    /// <summary>Reads all tensors from the current position of a stream, and leaves the position behind them.</summary>
    /// <param name="stream">The stream; it need not be seekable, and stays open.</param>
    /// <param name="source">The name for messages.</param>
    /// <returns>Copies by name, in the header's order, then the further names of those that have several: the same tensor.</returns>
    /// <exception cref="DataFormatException">The content breaks a rule of the format, ends too soon, or has a type that no tensor holds.</exception>
    public static OrderedDictionary<string, Tensor> Read(Stream stream, string source = "safetensors stream") => Read(stream, source, out _);

    /// <summary>The same, with what the file says of itself.</summary>
    internal static OrderedDictionary<string, Tensor> Read(Stream stream, string source, out IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(source);
        long available = stream.CanSeek ? stream.Length - stream.Position : -1;
        byte[] prefix = new byte[SafeTensorsHeader.Prefix];
        int read = stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false);
        byte[] json = ReadHeader(stream, SafeTensorsHeader.LengthOf(prefix.AsSpan(0, read), available, source), source);
        SafeTensorsHeader header = SafeTensorsHeader.Parse(json, -1, source);
        metadata = header.Metadata;
        if (available >= 0 && header.End > available)
        {
            throw new DataFormatException(
                source, null, $"the header declares {header.End} bytes, but only {available} are there", "the file is truncated: write or download it again");
        }

        foreach (SafeTensorsEntry entry in header.Entries.Values)
        {
            SafeTensorsTypes.Readable(entry, source);
        }

        Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        byte[] block = new byte[Math.Min(available >= 0 ? StreamBlock : Trusted, header.End)];
        foreach (SafeTensorsEntry entry in header.Entries.Values.OrderBy(static entry => entry.Offset))
        {
            tensors.Add(entry.Name, ReadTensor(stream, entry, block, available >= 0, source));
        }

        OrderedDictionary<string, Tensor> result = new(StringComparer.Ordinal);
        foreach (string name in header.Entries.Keys)
        {
            result.Add(name, tensors[name]);
        }

        foreach ((string alias, string name) in header.Aliases)
        {
            result.Add(alias, tensors[name]);
        }

        return result;
    }

    internal static OrderedDictionary<string, Tensor> ReadAll(SafeTensorsFile file)
    {
        foreach (string name in file.Names)
        {
            file.RequireReadable(name);
        }

        OrderedDictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        foreach (string name in file.Names)
        {
            tensors.Add(name, file.Read(name));
        }

        foreach ((string alias, string name) in file.Aliases)
        {
            tensors.Add(alias, tensors[name]);
        }

        return tensors;
    }

    /// <summary>The header, in memory that grows with what really comes.</summary>
    private static byte[] ReadHeader(Stream stream, int length, string source)
    {
        byte[] json = new byte[Math.Min(length, Trusted)];
        for (int read = 0; ;)
        {
            Fill(stream, json.AsSpan(read), "the header", source);
            read = json.Length;
            if (read == length)
            {
                return json;
            }

            Array.Resize(ref json, (int)Math.Min(length, 2L * read));
        }
    }

    private static Tensor ReadTensor(Stream stream, SafeTensorsEntry entry, byte[] block, bool isKnownToBeThere, string source)
    {
        string what = $"the tensor \"{entry.Name}\"";
        List<byte[]> parts = [];
        if (!isKnownToBeThere && entry.SizeInBytes > Trusted)
        {
            // Nothing is allocated for it until it has come.
            for (long left = entry.SizeInBytes; left > 0; left -= parts[^1].Length)
            {
                byte[] part = new byte[Math.Min(parts.Count == 0 ? Trusted : Math.Min(StreamBlock, 2 * parts[^1].Length), left)];
                Fill(stream, part, what, source);
                parts.Add(part);
            }
        }

        Tensor tensor = Tensor.Empty(entry.Shape, entry.DataType!.Value);
        long size = entry.SizeInBytes / Math.Max(1, entry.Shape.Length);
        int at = 0;
        for (long done = 0; done < entry.SizeInBytes;)
        {
            Span<byte> bytes = parts.Count > 0 ? parts[at++] : block.AsSpan(0, (int)Math.Min(block.Length - (block.Length % size), entry.SizeInBytes - done));
            if (parts.Count == 0)
            {
                Fill(stream, bytes, what, source);
            }

            SafeTensorsTypes.Decode(entry.StoredType, bytes, tensor, (int)(done / size));
            done += bytes.Length;
        }

        return tensor;
    }

    private static void Fill(Stream stream, Span<byte> bytes, string what, string source)
    {
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < bytes.Length)
        {
            throw new DataFormatException(source, null, $"it ends {bytes.Length - read} bytes or more before the end of {what}",
                "the file is truncated: write or download it again");
        }
    }
}
