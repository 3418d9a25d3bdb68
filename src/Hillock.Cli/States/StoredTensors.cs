using Hillock.Data;
using Hillock.Serialization;
using Hillock.Serialization.Torch;
using Hillock.Serialization.Zip;
using Hillock.Tensors;

namespace Hillock.Cli.States;

/// <summary>
/// The tensors of a file, one at a time: those of safetensors and PyTorch by blocks from the disk, the arrays of an .npz file one by one; a single array is
/// read into memory.
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
    /// <param name="key">The entry of a checkpoint of PyTorch, or null for all.</param>
    public static StoredTensors Open(string path, StateFileFormat format, Func<OrderedDictionary<string, Tensor>> readAll, string? key = null)
    {
        switch (format)
        {
            case StateFileFormat.SafeTensors:
                return OfSafeTensors(path);
            case StateFileFormat.SafeTensorsIndex:
                return OfIndex(path);
            case StateFileFormat.Torch:
                return OfTorch(path, key);
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

    private static StoredTensors OfIndex(string path)
    {
        using SafeTensorsSet shards = SafeTensorsSet.OfIndex(path); // checks all
        Disposables opened = new();
        try
        {
            Dictionary<string, StoredTensors> files = new(StringComparer.Ordinal), byName = new(StringComparer.Ordinal);
            foreach (string name in shards.Names)
            {
                string file = shards[name].Source;
                if (!files.TryGetValue(file, out StoredTensors? tensors))
                {
                    files.Add(file, tensors = OfSafeTensors(file));
                    opened.Add(tensors);
                }

                byName.Add(name, tensors);
            }

            return new StoredTensors([.. shards.Names], name => byName[name][name], opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static StoredTensors OfTorch(string path, string? key)
    {
        TorchArchive archive = TorchArchive.Open(path);
        try
        {
            OrderedDictionary<string, PickleTensor> tensors = key is null ? TorchTree.NamedAll(archive) : TorchTree.Named(archive, key);
            return new StoredTensors(tensors.Keys, name => OfTorch(archive, tensors[name]), archive);
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    private static StoredTensor OfTorch(TorchArchive archive, PickleTensor tensor) => archive.ReaderOf(tensor) is { } part
        ? new StoredTensor(tensor.Type.As!.Value, Shape.Create(tensor.Sizes), part)
        : StoredTensor.Of(archive.ReadAlone(tensor));

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

    private sealed class Disposables : List<IDisposable>, IDisposable
    {
        public void Dispose() => ForEach(static one => one.Dispose());
    }
}
