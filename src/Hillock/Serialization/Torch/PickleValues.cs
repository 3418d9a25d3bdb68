using Hillock.Tensors;

namespace Hillock.Serialization.Torch;

/// <summary>A global that a pickle names and that is on the list of those that are understood.</summary>
internal sealed record PickleGlobal(string Name, PickleMeaning Meaning, StoredType? Type = null);

/// <summary>What calling a global means here. Nothing is called: each is a rule in <see cref="PickleCalls"/>.</summary>
internal enum PickleMeaning
{
    /// <summary>A name that stands for itself and cannot be called, such as <c>torch.float16</c>.</summary>
    Name,

    /// <summary><c>collections.OrderedDict</c>, and <c>Counter</c>: a dictionary.</summary>
    Dictionary,

    /// <summary><c>collections.defaultdict</c>: a dictionary; what makes its missing values is left out.</summary>
    DefaultDictionary,

    /// <summary>A set of plain values: a list here.</summary>
    Set,

    /// <summary><c>torch.Size</c>: a tuple.</summary>
    Tuple,

    /// <summary><c>torch.device</c>: its name.</summary>
    Device,

    /// <summary><c>_codecs.encode</c>: bytes as the second protocol writes them.</summary>
    Bytes,

    /// <summary>A tensor of a storage, an offset, a size and strides.</summary>
    Tensor,

    /// <summary>The same with a type, for storages without one.</summary>
    TypedTensor,

    /// <summary>A parameter: its tensor.</summary>
    Parameter,

    /// <summary>A tensor with attributes of its own: the tensor.</summary>
    Attributed,

    /// <summary><c>numpy.dtype</c>.</summary>
    NumpyType,

    /// <summary>A single number of NumPy's.</summary>
    NumpyScalar,
}

/// <summary>
/// A name that is not on the list, and whatever a pickle makes of it: nothing is called, nothing is kept of its arguments, items and state. It may lie in a
/// file; to ask for it is an error.
/// </summary>
/// <param name="Name">Python's name, fit to be shown.</param>
/// <param name="Remedy">What to do in Python instead.</param>
internal sealed record PickleOpaque(string Name, string Remedy)
{
    public override string ToString() => $"Python's {Name}, not read";
}

/// <summary>A tuple.</summary>
internal sealed record PickleTuple(object?[] Items);

/// <summary>A dictionary in the order of its first insertions.</summary>
internal sealed class PickleDictionary
{
    /// <summary>The items; keys that are numbers are written out.</summary>
    public OrderedDictionary<string, object?> Items { get; } = [];
}

/// <summary>A type of NumPy's, such as <c>f8</c>.</summary>
internal sealed record PickleNumpyType(string Code)
{
    public bool IsBigEndian { get; set; }
}

/// <summary>A storage that a pickle refers to by its number: a member of the archive.</summary>
/// <param name="Key">The member's name below <c>data/</c>.</param>
/// <param name="Type">The type of its elements; bytes where it has none.</param>
/// <param name="Length">How many elements it has.</param>
internal sealed record PickleStorage(string Key, StoredType Type, long Length);

/// <summary>A tensor that has not been read yet: it lies within its storage.</summary>
internal sealed record PickleTensor(PickleStorage Storage, StoredType Type, int Offset, int[] Sizes, int[] Strides);

/// <summary>How PyTorch stores elements, and as what they are read.</summary>
/// <param name="Name">PyTorch's name.</param>
/// <param name="Size">The bytes of an element.</param>
/// <param name="As">The type of the tensor; <see langword="null"/> for what has none here.</param>
internal sealed record StoredType(string Name, int Size, DataType? As)
{
    /// <summary>The types by PyTorch's name; those of smaller whole numbers become <see cref="DataType.Int32"/>.</summary>
    public static readonly IReadOnlyDictionary<string, StoredType> All = new StoredType[]
    {
        new("float32", 4, DataType.Float32), new("float64", 8, DataType.Float64), new("float16", 2, DataType.Float16), new("bfloat16", 2, DataType.BFloat16),
        new("int64", 8, DataType.Int64), new("int32", 4, DataType.Int32), new("int16", 2, DataType.Int32), new("int8", 1, DataType.Int32),
        new("uint8", 1, DataType.UInt8), new("bool", 1, DataType.Bool), new("uint16", 2, DataType.Int32), new("uint32", 4, DataType.Int64),
        new("uint64", 8, null), new("complex32", 4, null), new("complex64", 8, null), new("complex128", 16, null), new("float8_e4m3fn", 1, null),
        new("float8_e5m2", 1, null), new("float8_e4m3fnuz", 1, null), new("float8_e5m2fnuz", 1, null), new("qint8", 1, null), new("quint8", 1, null),
        new("qint32", 4, null),
    }.ToDictionary(type => type.Name);

    /// <summary>A storage without a type.</summary>
    public static readonly StoredType Untyped = new("bytes", 1, null);
}
