using System.Text;
using Hillock.Data;
using Hillock.Serialization.Zip;
using Hillock.Tensors;

namespace Hillock.Serialization.Torch;

/// <summary>A file of <c>torch.save</c>: its pickle, and the storages that the pickle refers to, each read once.</summary>
internal sealed class TorchArchive : IDisposable
{
    private const int LongestPickle = 1 << 26, LongestWord = 64;
    private const string Pickle = "data.pkl";

    private readonly ZipReader _zip;
    private readonly string _prefix;
    private readonly Dictionary<(string Key, string Type), Tensor> _storages = [];
    private readonly HashSet<string> _sound = new(StringComparer.Ordinal); // storages whose check sums were compared without keeping them

    private TorchArchive(ZipReader zip)
    {
        _zip = zip;
        _prefix = PrefixOf(zip) ?? throw new DataFormatException(
            zip.Source, null, $"the archive has no member {Pickle}, so torch.save did not write it",
            zip.Entries.Any(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal))
                ? "read it with NpzFile"
                : "save it with torch.save(model.state_dict(), path)");
        if (zip.Find(_prefix + "constants.pkl") is not null)
        {
            throw new DataFormatException(
                zip.Source, null, "this is a TorchScript program, not a state dict",
                "load it in Python and save the state: torch.save(model.state_dict(), path)");
        }

        string order = zip.Find(_prefix + "byteorder") is { } entry ? Encoding.ASCII.GetString(zip.ReadAll(entry, LongestWord)).Trim() : "little";
        if (order != "little")
        {
            throw new DataFormatException(
                zip.Source, $"member {_prefix}byteorder", $"the bytes are in the order '{ZipReader.Shown(order)}', but only little-endian files are read",
                "save it on an ordinary machine: load it there in Python and save it again");
        }

        Root = new PickleReader(zip.ReadAll(zip.Find(_prefix + Pickle)!, LongestPickle), zip.Source).Read();
    }

    /// <summary>The object that was saved.</summary>
    public object? Root { get; }

    /// <summary>The name for error messages.</summary>
    public string Source => _zip.Source;

    /// <summary>Opens a file and reads its pickle.</summary>
    public static TorchArchive Open(string path) => Open(ZipReader.Open(path, LegacyTorch.Refuse));

    /// <summary>Opens an archive and reads its pickle; closes <paramref name="zip"/> if that fails.</summary>
    public static TorchArchive Open(ZipReader zip)
    {
        try
        {
            return new TorchArchive(zip);
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    /// <summary>Whether an archive is one of <c>torch.save</c>.</summary>
    public static bool IsTorch(ZipReader zip) => PrefixOf(zip) is not null;

    /// <summary>A tensor; those of one storage share its memory.</summary>
    public Tensor Read(PickleTensor tensor)
    {
        if (!_storages.TryGetValue((tensor.Storage.Key, tensor.Type.Name), out Tensor? all))
        {
            all = ReadStorage(tensor);
            _storages.Add((tensor.Storage.Key, tensor.Type.Name), all);
        }

        return View(all, tensor);
    }

    /// <summary>A tensor whose memory is its own, and is not kept here.</summary>
    public Tensor ReadAlone(PickleTensor tensor) => View(ReadStorage(tensor), tensor);

    /// <summary>What reads the elements of a tensor from one to before another, so that never all of it is in memory.</summary>
    /// <returns>Null where only the whole can be read: its storage is compressed, or its elements do not follow one another.</returns>
    /// <exception cref="DataFormatException">The storage is damaged: it is read through once, and its check sum compared.</exception>
    public Func<int, int, Tensor>? ReaderOf(PickleTensor tensor)
    {
        (ZipEntry entry, DataType target, _) = Located(tensor);
        if (entry.IsDeflated || !IsRowMajor(Shape.Create(tensor.Sizes), tensor.Strides))
        {
            return null;
        }

        if (!_sound.Contains(entry.Name))
        {
            using (ZipEntryStream content = _zip.Open(entry))
            {
                content.CopyTo(Stream.Null);
            }

            _sound.Add(entry.Name);
        }

        int size = tensor.Type.Size;
        return (start, end) =>
        {
            byte[] bytes = new byte[(end - start) * size];
            _zip.ReadAt(entry, (tensor.Offset + (long)start) * size, bytes);
            using MemoryStream stream = new(bytes);
            return StoredElements.Read(stream, tensor.Type, target, end - start, bytes.Length, _zip.Source);
        };
    }

    /// <summary>Closes the archive.</summary>
    public void Dispose() => _zip.Dispose();

    // The folder is called as the file was, or "archive".
    private static string? PrefixOf(ZipReader zip) => zip.Entries
        .Where(entry => entry.Name == Pickle || entry.Name.EndsWith("/" + Pickle, StringComparison.Ordinal))
        .Select(entry => entry.Name[..^Pickle.Length]).MinBy(prefix => prefix.Length);

    private static bool IsRowMajor(Shape shape, int[] strides)
    {
        for (int axis = 0; axis < strides.Length && shape.Length > 0; axis++)
        {
            if (shape[axis] > 1 && strides[axis] != shape.Strides[axis])
            {
                return false;
            }
        }

        return true;
    }

    private static Tensor View(Tensor all, PickleTensor tensor)
    {
        Shape shape = Shape.Create(tensor.Sizes);
        return new Tensor(all.Storage, shape, IsRowMajor(shape, tensor.Strides) ? null : tensor.Strides, tensor.Offset);
    }

    private Tensor ReadStorage(PickleTensor tensor)
    {
        (ZipEntry entry, DataType target, int length) = Located(tensor);
        using ZipEntryStream content = _zip.Open(entry);
        Tensor result = StoredElements.Read(content, tensor.Type, target, length, entry.KnownSize, _zip.Source);

        // Whatever is behind the elements belongs to the check sum.
        content.CopyTo(Stream.Null);
        return result;
    }

    /// <summary>The member of a tensor's storage, the type that its elements become, and how many it has.</summary>
    private (ZipEntry Entry, DataType Target, int Length) Located(PickleTensor tensor)
    {
        PickleStorage storage = tensor.Storage;
        StoredType type = tensor.Type;
        string name = $"{_prefix}data/{storage.Key}";
        ZipEntry entry = _zip.Find(name) ?? throw Faulty(name, "the archive has no such member", "the file is damaged: download or save it again");
        if (type.As is not { } target)
        {
            throw Faulty(
                name, $"it holds {type.Name}, which no tensor here stores", type.Name.StartsWith("complex", StringComparison.Ordinal)
                    ? "save torch.view_as_real(tensor)" : "convert it before saving: tensor.float() or tensor.long()");
        }

        if (storage.Type != type && storage.Type != StoredType.Untyped)
        {
            throw Faulty(name, $"it holds {storage.Type.Name}, and is said to be of {type.Name}", "save tensor.clone() instead of a view of another type");
        }

        Int128 bytes = (Int128)storage.Length * storage.Type.Size;
        if (bytes > entry.Size)
        {
            throw Faulty(
                name, $"it has {entry.Size} bytes, but its {storage.Length} elements of {storage.Type.Name} take {bytes}",
                "the file is damaged or truncated: download or save it again");
        }

        long length = (long)(bytes / type.Size);
        if (length > TensorSize.Most)
        {
            throw Faulty(name, $"it has {length} elements, more than the {TensorSize.Most} that a tensor has room for", "divide the tensor before saving");
        }

        return (entry, target, (int)length);
    }

    private DataFormatException Faulty(string member, string problem, string remedy) => new(_zip.Source, $"member {ZipReader.Shown(member)}", problem, remedy);
}
