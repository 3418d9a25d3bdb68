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
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, NumericArray> arrays, bool compress = false)
    {
        CheckNames(arrays);
        using AtomicFile file = new(path);
        Write(file.Stream, arrays, compress);
        file.Commit();
    }

    /// <summary>Writes arrays to a stream.</summary>
    /// <param name="stream">The stream; it need not be seekable, and stays open.</param>
    /// <param name="arrays">The arrays by name, written in this order.</param>
    /// <param name="compress">Whether to deflate.</param>
    /// <exception cref="ArgumentException">A name is longer than an archive allows, or is no valid text.</exception>
    public static void Write(Stream stream, IReadOnlyDictionary<string, NumericArray> arrays, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckNames(arrays);
        WriteMembers(stream, arrays, compress);
    }

    /// <summary>Writes tensors to a file, completely or not at all; see <see cref="TensorArrays"/> for their types.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="tensors">The tensors by name, such as <c>model.StateDict()</c>, written in this order.</param>
    /// <param name="compress">Whether to deflate.</param>
    /// <exception cref="ArgumentException">A name is longer than an archive allows, or is no valid text.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, bool compress = false)
    {
        CheckNames(tensors);
        using AtomicFile file = new(path);
        WriteMembers(file.Stream, tensors.Select(item => KeyValuePair.Create(item.Key, item.Value.ToNumericArray())), compress);
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

    private static void WriteMembers(Stream stream, IEnumerable<KeyValuePair<string, NumericArray>> arrays, bool compress)
    {
        using ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        foreach ((string name, NumericArray array) in arrays)
        {
            ZipArchiveEntry entry = zip.CreateEntry(name + Extension, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // as numpy does, so that equal arrays give equal files
            using Stream content = entry.Open();
            NpyFile.Write(content, array);
        }
    }

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
