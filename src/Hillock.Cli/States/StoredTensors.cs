using Hillock.Data;
using Hillock.Serialization;
using Hillock.Serialization.Zip;
using Hillock.Tensors;

namespace Hillock.Cli.States;

/// <summary>
/// The tensors of a file, one at a time: those of safetensors by blocks from the disk, the arrays of an .npz file one by one; other files are read into memory.
/// </summary>
internal sealed class StoredTensors : IDisposable
{
    private readonly IDisposable? _file;
    private readonly Func<string, StoredTensor> _open;

    private StoredTensors(IReadOnlyList<string> names, Func<string, StoredTensor> open, IDisposable? file)
    {
        (Names, _open, _file) = (names, open, file);
    }

    /// <summary>The names in the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its kind.</param>
    /// <param name="readAll">Reads a file of another kind.</param>
    public static StoredTensors Open(string path, StateFileFormat format, Func<OrderedDictionary<string, Tensor>> readAll)
    {
        switch (format)
        {
            case StateFileFormat.SafeTensors:
                return OfSafeTensors(path);
            case StateFileFormat.Npz:
                ZipReader zip = NpzFile.Open(path);
                return new StoredTensors(
                    [.. zip.Entries.Select(static entry => NpzFile.NameOf(entry))], name => StoredTensor.Of(NpzFile.ReadTensor(zip, name, path)), zip);
            default:
                OrderedDictionary<string, Tensor> tensors = readAll();
                return new StoredTensors(tensors.Keys, name => StoredTensor.Of(tensors[name]), null);
        }
    }

    /// <summary>A tensor.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public StoredTensor this[string name] => _open(name);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file?.Dispose();

    private static StoredTensors OfSafeTensors(string path)
    {
        FileStream stream = SafeTensorsFile.Open(path);
        try
        {
            SafeTensorsHeader header = SafeTensorsHeader.Read(stream, path);
            foreach (SafeTensorsEntry entry in header.Entries.Values)
            {
                SafeTensorsTypes.Readable(entry, path);
            }

            return new StoredTensors(
                [.. header.Entries.Keys, .. header.Aliases.Keys],
                name => OfEntry(stream, header.Entries[header.Aliases.GetValueOrDefault(name, name)], path), stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static StoredTensor OfEntry(FileStream stream, SafeTensorsEntry entry, string path)
    {
        int size = entry.Shape.Length == 0 ? 0 : (int)(entry.SizeInBytes / entry.Shape.Length), most = Math.Min(StoredTensor.Block, entry.Shape.Length);
        byte[] bytes = new byte[most * size];
        Tensor block = Tensor.Empty([most], SafeTensorsTypes.Readable(entry, path));
        return new StoredTensor(block.DataType, entry.Shape, (start, end) =>
        {
            Span<byte> part = bytes.AsSpan(0, (end - start) * size);
            stream.Position = entry.Offset + ((long)start * size);
            if (stream.ReadAtLeast(part, part.Length, throwOnEndOfStream: false) < part.Length)
            {
                throw new DataFormatException(path, $"tensor \"{entry.Name}\"", "the file became shorter while it was read", "run the command again");
            }

            SafeTensorsTypes.Decode(entry.StoredType, part, block, 0);
            return block.Slice(0, 0, end - start);
        });
    }
}
