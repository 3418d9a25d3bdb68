using System.IO.Compression;
using System.Text;
using Hillock.Data;
using Hillock.Serialization.Zip;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>Reads and writes NumPy's .npz files: arrays by name, as <c>numpy.savez</c> and <c>numpy.savez_compressed</c> write them.</summary>
/// <remarks>
/// An archive of .npy files, stored or deflated, of any size (zip64). Names are those of NumPy, without <c>.npy</c>; their order is kept. Everything that
/// an archive says is checked before there is room made for an array; see <see cref="NpyFile"/> for what arrays are read.
/// </remarks>
public static class NpzFile
{
    private const string Extension = ".npy";
    private const int LongestName = ZipReader.LongestName - 4;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The arrays by name, in the order of the file.</returns>
    /// <exception cref="DataFormatException">The file is no .npz file, is damaged, or holds something that is not an array of numbers.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OrderedDictionary<string, NumericArray> Read(string path)
    {
        using ZipReader zip = Open(path);
        return Read(zip);
    }

    /// <summary>Reads arrays from a stream; one that cannot seek is read into memory first.</summary>
    /// <param name="stream">The stream, from its current position; it stays open.</param>
    /// <param name="source">The name for error messages.</param>
    /// <returns>The arrays by name, in the order of the file.</returns>
    /// <exception cref="DataFormatException">As of <see cref="Read(string)"/>.</exception>
    public static OrderedDictionary<string, NumericArray> Read(Stream stream, string source = "npz stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        using ZipReader zip = ZipReader.Open(stream, source, Refuse);
        return Read(zip);
    }

    /// <summary>Reads a file as tensors; see <see cref="NumericArray.ToTensor"/> for their types.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors by name, in the order of the file.</returns>
    /// <exception cref="DataFormatException">As of <see cref="Read(string)"/>, or a number of type uint64 is beyond the largest Int64.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OrderedDictionary<string, Tensor> ReadTensors(string path)
    {
        OrderedDictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        using ZipReader zip = Open(path);
        foreach (ZipEntry entry in zip.Entries)
        {
            // One array at a time: the numbers are in memory twice until it is a tensor.
            tensors.Add(NameOf(entry), ToTensor(ReadArray(zip, entry), path, entry.Name));
        }

        return tensors;
    }

    /// <summary>Writes arrays to a file, completely or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="arrays">The arrays by name, written in this order.</param>
    /// <param name="compress">Whether to deflate, as <c>numpy.savez_compressed</c> does; otherwise they are stored, as by <c>numpy.savez</c>.</param>
    /// <exception cref="ArgumentException">A name is longer than an archive allows, or is no valid text.</exception>
    /// <exception cref="IOException">The file cannot be written; an old one is as it was.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, NumericArray> arrays, bool compress = false) =>
        Write(path, arrays, compress, null, CancellationToken.None);

    /// <summary>Writes arrays to a file, completely or not at all, and tells how far it is.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="arrays">The arrays by name, written in this order.</param>
    /// <param name="compress">Whether to deflate, as <c>numpy.savez_compressed</c> does; otherwise they are stored, as by <c>numpy.savez</c>.</param>
    /// <param name="progress">
    /// Is told how many bytes of the arrays are written, before compression, at the start, every 16 MiB and at the end, on this thread; null for none.
    /// </param>
    /// <param name="cancellationToken">Stops the writing; the old file is then as it was, and what was written is removed.</param>
    /// <exception cref="ArgumentException">A name is longer than an archive allows, or is no valid text.</exception>
    /// <exception cref="IOException">The file cannot be written; an old one is as it was.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Write(
        string path, IReadOnlyDictionary<string, NumericArray> arrays, bool compress, IProgress<SavingProgress>? progress,
        CancellationToken cancellationToken = default)
    {
        CheckNames(arrays);
        using AtomicFile file = new(path);
        WriteMembers(file.Stream, arrays, arrays.Values.Sum(SizeOf), compress, progress, cancellationToken);
        file.Commit();
    }

    /// <summary>Writes arrays to a stream.</summary>
    /// <param name="stream">The stream; it need not be seekable, and stays open.</param>
    /// <param name="arrays">The arrays by name, written in this order.</param>
    /// <param name="compress">Whether to deflate.</param>
    /// <exception cref="ArgumentException">A name is longer than an archive allows, or is no valid text.</exception>
    public static void Write(Stream stream, IReadOnlyDictionary<string, NumericArray> arrays, bool compress = false) =>
        Write(stream, arrays, compress, null, CancellationToken.None);

    /// <summary>Writes arrays to a stream, and tells how far it is.</summary>
    /// <param name="stream">The stream; it need not be seekable, and stays open.</param>
    /// <param name="arrays">The arrays by name, written in this order.</param>
    /// <param name="compress">Whether to deflate.</param>
    /// <param name="progress">
    /// Is told how many bytes of the arrays are written, before compression, at the start, every 16 MiB and at the end, on this thread; null for none.
    /// </param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">A name is longer than an archive allows, or is no valid text.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Write(
        Stream stream, IReadOnlyDictionary<string, NumericArray> arrays, bool compress, IProgress<SavingProgress>? progress,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckNames(arrays);
        WriteMembers(stream, arrays, arrays.Values.Sum(SizeOf), compress, progress, cancellationToken);
    }

    /// <summary>Writes tensors to a file, completely or not at all; see <see cref="TensorArrays"/> for their types.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="tensors">The tensors by name, written in this order.</param>
    /// <param name="compress">Whether to deflate, as <c>numpy.savez_compressed</c> does; otherwise they are stored, as by <c>numpy.savez</c>.</param>
    /// <exception cref="ArgumentException">A name is longer than an archive allows, or is no valid text.</exception>
    /// <exception cref="IOException">The file cannot be written; an old one is as it was.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, bool compress = false) =>
        Write(path, tensors, compress, null, CancellationToken.None);

    /// <summary>Writes tensors to a file, completely or not at all, and tells how far it is.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="tensors">The tensors by name, written in this order.</param>
    /// <param name="compress">Whether to deflate, as <c>numpy.savez_compressed</c> does; otherwise they are stored, as by <c>numpy.savez</c>.</param>
    /// <param name="progress">
    /// Is told how many bytes of the arrays are written, before compression, at the start, every 16 MiB and at the end, on this thread; null for none.
    /// </param>
    /// <param name="cancellationToken">Stops the writing; the old file is then as it was, and what was written is removed.</param>
    /// <exception cref="ArgumentException">A name is longer than an archive allows, or is no valid text.</exception>
    /// <exception cref="IOException">The file cannot be written; an old one is as it was.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Write(
        string path, IReadOnlyDictionary<string, Tensor> tensors, bool compress, IProgress<SavingProgress>? progress,
        CancellationToken cancellationToken = default)
    {
        CheckNames(tensors);
        using AtomicFile file = new(path);
        WriteMembers(
            file.Stream, tensors.Select(static item => KeyValuePair.Create(item.Key, item.Value.ToNumericArray())), tensors.Values.Sum(SizeOf), compress,
            progress, cancellationToken);
        file.Commit();
    }

    /// <summary>Writes one tensor as an .npy file, completely or not at all.</summary>
    internal static void WriteSingle(string path, Tensor tensor, IProgress<SavingProgress>? progress, CancellationToken cancellationToken)
    {
        using AtomicFile file = new(path);
        long total = SizeOf(tensor);
        progress?.Report(new SavingProgress(0, total));
        using ReportingStream stream = new(file.Stream, 0, total, progress, cancellationToken);
        NpyFile.Write(stream, tensor.ToNumericArray());
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new SavingProgress(total, total));
        file.Commit();
    }

    internal static OrderedDictionary<string, NumericArray> Read(ZipReader zip)
    {
        OrderedDictionary<string, NumericArray> arrays = new(StringComparer.Ordinal);
        foreach (ZipEntry entry in zip.Entries)
        {
            NumericArray array = ReadArray(zip, entry);
            arrays.Add(NameOf(entry), array);
        }

        return arrays;
    }

    /// <summary>Opens the archive.</summary>
    internal static ZipReader Open(string path) => ZipReader.Open(path, Refuse);

    /// <summary>The array's name: its member's without the extension.</summary>
    internal static string NameOf(ZipEntry entry) => entry.Name.EndsWith(Extension, StringComparison.Ordinal) ? entry.Name[..^Extension.Length] : entry.Name;

    /// <summary>One array as a tensor.</summary>
    internal static Tensor ReadTensor(ZipReader zip, string name, string source) =>
        ToTensor(ReadArray(zip, zip.Find(name + Extension)!), source, name + Extension);

    private static NumericArray ReadArray(ZipReader zip, ZipEntry entry)
    {
        if (!entry.Name.EndsWith(Extension, StringComparison.Ordinal))
        {
            throw new DataFormatException(
                zip.Source, $"member {ZipReader.Shown(entry.Name)}", "it is no .npy file, as all members of an .npz file are",
                "save the arrays with numpy.savez, or unpack the archive");
        }

        string source = $"{zip.Source}, member {ZipReader.Shown(entry.Name)}";
        using ZipEntryStream content = zip.Open(entry);
        NumericArray array = NpyFile.Read(content, source, entry.KnownSize);
        return content.ReadByte() < 0
            ? array
            : throw new DataFormatException(source, null, "more bytes follow the array", "the file is damaged: save it again with numpy.savez");
    }

    internal static Tensor ToTensor(NumericArray array, string source, string? place)
    {
        try
        {
            return array.ToTensor();
        }
        catch (ArgumentException exception)
        {
            throw new DataFormatException(
                source, place, "it holds uint64 numbers beyond the largest int64, which no tensor stores", "save array.astype('float64') or 'int64'",
                exception);
        }
    }

    private static void WriteMembers(
        Stream stream, IEnumerable<KeyValuePair<string, NumericArray>> arrays, long total, bool compress, IProgress<SavingProgress>? progress,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new SavingProgress(0, total));
        long written = 0;
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach ((string name, NumericArray array) in arrays)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name + Extension, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // as numpy does, so that equal arrays give equal files
                using Stream content = entry.Open();
                using ReportingStream reporting = new(content, written, total, progress, cancellationToken);
                NpyFile.Write(reporting, array);
                written = reporting.Written;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(new SavingProgress(total, total));
    }

    private static long SizeOf(NumericArray array) => array.SizeInBytes;

    private static long SizeOf(Tensor tensor) => (long)tensor.Length * Math.Max(tensor.DataType.SizeInBytes(), tensor.DataType == DataType.BFloat16 ? 4 : 1);

    private static void CheckNames<T>(IReadOnlyDictionary<string, T> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        foreach ((string name, T array) in arrays)
        {
            if (array is null || Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)) != name || Encoding.UTF8.GetByteCount(name) > LongestName)
            {
                throw new ArgumentException(
                    array is null ? $"The array {ZipReader.Shown(name)} is null; leave it out."
                    : $"The name {ZipReader.Shown(name)} is no valid text, or longer than the {LongestName} bytes that an archive allows; rename the array.",
                    nameof(arrays));
            }
        }
    }

    private static void Refuse(Stream stream, string source)
    {
        byte[] start = new byte[8];
        ReadOnlySpan<byte> read = start.AsSpan(0, stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        if (!ZipReader.IsZip(read))
        {
            throw new DataFormatException(
                source, null, read.IsEmpty ? "the file is empty" : "this is not an .npz file, which is a zip archive",
                read.Length > 6 && read[1..].StartsWith("NUMPY"u8)
                    ? "it holds a single array: read it with NpyFile" : "save the arrays with numpy.savez");
        }
    }
}
