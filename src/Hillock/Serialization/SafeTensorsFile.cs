using System.Buffers;
using System.IO.MemoryMappedFiles;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Serialization;

/// <summary>A safetensors file, open for reading: the tensors are read one at a time, from a mapping of the file into memory.</summary>
/// <remarks>
/// <para>
/// Opening reads the header alone and checks it against every rule of the format: its length, UTF-8, JSON without repeated names, types, shapes, and places
/// that follow one another without holes or overlap to the end of the file. Whatever a file declares, nothing is allocated for it before.
/// </para>
/// <para>
/// A tensor that a model has under several names is stored once; metadata says <c>second name → stored name</c>, as other writers of the format do. Such names
/// are <see cref="Aliases"/>, and can be used as those of <see cref="Names"/>.
/// </para>
/// <para>
/// Any number of threads may read. While a file is open it must not be made shorter in place; files that the library writes are replaced as a whole.
/// </para>
/// <para>Format: https://github.com/huggingface/safetensors.</para>
/// </remarks>
/// <example>
/// <code>
/// using SafeTensorsFile file = new("m.safetensors");
/// foreach (string name in file.Names) { Console.WriteLine($"{name} {file[name].StoredType} {file[name].Shape}"); }
/// Tensor weight = file.Read("0.weight");
/// </code>
/// </example>
public sealed unsafe class SafeTensorsFile : IDisposable
{
    private const int Compared = 1000;
    private const int Block = 1 << 30; // a span of bytes holds at most 2³¹ − 1 of them

    private readonly SafeTensorsHeader _header;
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private MemoryHandle _memory;
    private byte* _start;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">The file breaks a rule of the format; the message says which, and where.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public SafeTensorsFile(string path)
    {
        Source = path;
        using FileStream stream = Open(path);
        long length = stream.Length;
        int header = SafeTensorsHeader.ReadLength(stream, path);
        try
        {
            _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);

            // Whoever forgets to dispose keeps the mapping, but no span ever points to memory that is gone.
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
            _start += _view.PointerOffset;
            _header = SafeTensorsHeader.Parse(new ReadOnlySpan<byte>(_start + SafeTensorsHeader.Prefix, header), length, path);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Opens the content of a file that is in memory, without copying it.</summary>
    /// <param name="content">The whole file; it must not change before <see cref="Dispose"/>.</param>
    /// <param name="source">The name for messages.</param>
    /// <exception cref="DataFormatException">The content breaks a rule of the format; the message says which, and where.</exception>
    public SafeTensorsFile(ReadOnlyMemory<byte> content, string source = "safetensors content")
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        Source = source;
        int header = SafeTensorsHeader.LengthOf(content.Span[..Math.Min(SafeTensorsHeader.Prefix, content.Length)], content.Length, source);
        _header = SafeTensorsHeader.Parse(content.Span.Slice(SafeTensorsHeader.Prefix, header), content.Length, source);
        _memory = content.Pin();
        _start = (byte*)_memory.Pointer;
    }

    /// <summary>The names of the tensors that are stored, in the header's order.</summary>
    public IReadOnlyList<string> Names => _header.Entries.Keys;

    /// <summary>The further names of tensors that have several, each with the name under which the tensor is stored.</summary>
    public IReadOnlyDictionary<string, string> Aliases => _header.Aliases;

    /// <summary>What the file says of itself, text by text: <c>format</c>, and whatever its writer has added.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>What the header says of a tensor.</summary>
    /// <param name="name">One of <see cref="Names"/> or <see cref="Aliases"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    public SafeTensorsEntry this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return Find(name) ?? throw new KeyNotFoundException(
                $"{Source} has no tensor \"{name}\" among its {Names.Count}; " +
                (NearNames.Of(name, Names.Take(Compared)) is [string near, ..] ? $"did you mean \"{near}\"?" : "Names lists them."));
        }
    }

    internal string Source { get; }

    /// <summary>Whether there is a tensor of this name.</summary>
    /// <param name="name">A name or an alias.</param>
    public bool Contains(string name) => Find(name) is not null;

    /// <summary>The elements of a tensor as they lie in the file, without a copy.</summary>
    /// <typeparam name="T">The type of the elements, which must be the stored one: <c>float</c> for F32, <c>bool</c> for BOOL.</typeparam>
    /// <param name="name">A name or an alias.</param>
    /// <returns>The elements in row-major order. Valid until the file is disposed, and not afterwards.</returns>
    /// <exception cref="ArgumentException">The tensor has elements of another type.</exception>
    /// <exception cref="DataFormatException">A truth value is neither 0 nor 1.</exception>
    /// <exception cref="InvalidOperationException">The elements do not lie where numbers of their size can: <see cref="Read"/> copies them.</exception>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public ReadOnlySpan<T> Span<T>(string name)
        where T : unmanaged
    {
        SafeTensorsEntry entry = this[name];
        byte* first = Address(entry);
        DataType asked = DataTypes.Of<T>();
        if (entry.DataType != asked || !SafeTensorsTypes.IsDirect(entry))
        {
            throw new ArgumentException(
                $"The tensor \"{name}\" of {Source} has elements of {entry.StoredType}, but {asked.Name()} was asked for; use Read, and To(DataType.{asked}).");
        }

        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("The file's bytes are in the other order than this machine's; use Read.");
        }

        if ((nuint)first % (nuint)sizeof(T) != 0)
        {
            throw new InvalidOperationException(
                $"The tensor \"{name}\" of {Source} begins at the offset {entry.Offset}, which is no multiple of the {sizeof(T)} bytes of {asked.Name()}; " +
                "use Read, which copies.");
        }

        ReadOnlySpan<T> elements = new(first, entry.Shape.Length);
        if (asked == DataType.Bool && new ReadOnlySpan<byte>(first, elements.Length).ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw new DataFormatException(Source, $"tensor \"{name}\"", "a BOOL is neither 0 nor 1", "use Read, for which all but 0 are true");
        }

        return elements;
    }

    /// <summary>A copy of a tensor.</summary>
    /// <param name="name">A name or an alias.</param>
    /// <returns>A tensor of the type that <see cref="SafeTensorsEntry.DataType"/> says. Any byte but 0 is true.</returns>
    /// <exception cref="DataFormatException">No tensor holds such elements, as U64; the message says what to do.</exception>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public Tensor Read(string name)
    {
        SafeTensorsEntry entry = this[name];
        Address(entry);
        Tensor tensor = Tensor.Empty(entry.Shape, SafeTensorsTypes.Readable(entry, Source));
        CopyElements(entry, tensor);
        return tensor;
    }

    /// <summary>Copies a tensor into another's memory, converting its type; without further memory if they have the same type.</summary>
    /// <param name="name">A name or an alias.</param>
    /// <param name="target">A tensor of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a finite number is beyond what the target's type holds.</exception>
    /// <exception cref="DataFormatException">No tensor holds such elements, as U64; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">The target requires a gradient, and gradients are being recorded; or it is an expanded view.</exception>
    /// <exception cref="KeyNotFoundException">There is no tensor of this name.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public void CopyTo(string name, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(target);
        SafeTensorsEntry entry = this[name];
        Address(entry);
        DataType type = SafeTensorsTypes.Readable(entry, Source);
        if (!entry.Shape.Equals(target.Shape))
        {
            throw new ArgumentException(
                $"CopyTo expects a target of the shape {entry.Shape}, which the tensor \"{name}\" of {Source} has, but got {target.Shape}.", nameof(target));
        }

        if (Narrowing.Fault([(name, type, () => Read(name), target.DataType)], release: true) is { } beyond)
        {
            throw new ArgumentException($"{Source}: {beyond}.", nameof(target));
        }

        CopyChecked(name, target);
    }

    /// <summary>Copies a tensor that is known to fit.</summary>
    internal void CopyChecked(string name, Tensor target)
    {
        SafeTensorsEntry entry = this[name];
        DataType type = SafeTensorsTypes.Readable(entry, Source);
        if (target.IsContiguous && target.DataType == type)
        {
            target.RefuseRecorded(nameof(CopyTo));
            target.Storage.Version++;
            CopyElements(entry, target);
            return;
        }

        Tensor copy = Tensor.Empty(entry.Shape, type);
        CopyElements(entry, copy);
        target.CopyFrom(copy);
        copy.Release();
    }

    /// <summary>Closes the file; spans of it must not be used any more.</summary>
    public void Dispose()
    {
        if (_start is not null && _view is not null)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        _start = null;
        _view?.Dispose();
        _file?.Dispose();
        _memory.Dispose();
    }

    /// <summary>Refuses what no tensor holds.</summary>
    internal void RequireReadable(string name) => SafeTensorsTypes.Readable(this[name], Source);

    internal static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder, not a file; name the file in it.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file; check the path.", path);
        }

        return FileKinds.Of(RealPath.Of(path)) == FileKind.Plain
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1)
            : throw new IOException($"{path} is not a plain file, which could be mapped into memory; open it, and use SafeTensors.Read(stream).");
    }

    private SafeTensorsEntry? Find(string name) => _header.Entries.TryGetValue(name, out SafeTensorsEntry? entry) ? entry
        : _header.Aliases.TryGetValue(name, out string? stored) ? _header.Entries[stored] : null;

    private byte* Address(SafeTensorsEntry entry)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return _start + entry.Offset;
    }

    private void CopyElements(SafeTensorsEntry entry, Tensor target)
    {
        if (entry.SizeInBytes == 0)
        {
            return;
        }

        int size = (int)(entry.SizeInBytes / entry.Shape.Length);
        for (long i = 0; i < entry.SizeInBytes; i += Math.Min(Block, entry.SizeInBytes - i))
        {
            ReadOnlySpan<byte> bytes = new(Address(entry) + i, (int)Math.Min(Block, entry.SizeInBytes - i));
            SafeTensorsTypes.Decode(entry.StoredType, bytes, target, (int)(i / size));
        }
    }
}
