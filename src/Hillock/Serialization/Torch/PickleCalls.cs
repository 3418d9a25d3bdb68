using System.Buffers.Binary;
using System.Numerics;
using Hillock.Data;

namespace Hillock.Serialization.Torch;

/// <summary>What the globals of a pickle make of their arguments.</summary>
internal sealed class PickleCalls(string source)
{
    private const int MostAxes = 64; // as of PyTorch
    private const int MostArguments = 16; // that are looked at: no function on the list has more
    private const int MostCopied = 1 << 24; // by calls: a pickle may hand a long list to many

    private int _copied;

    /// <summary>The byte of the pickle that is being read.</summary>
    public int At { get; set; }

    /// <summary>That place for messages.</summary>
    public string Place => $"data.pkl, byte {At}";

    /// <summary>A dictionary's key as a text.</summary>
    /// <exception cref="DataFormatException">It is neither a text nor a number.</exception>
    public string Key(object? value) => value switch
    {
        string text => text,
        long or double or bool => PickleText.Of(value),
        PickleOpaque opaque => throw Damaged($"a dictionary has a key that needs Python's {opaque.Name}", "use texts as keys"),
        _ => throw Damaged("a dictionary has a key that is no text and no number", "use texts as keys"),
    };

    /// <summary>The result of a call; what is made of something opaque is opaque itself.</summary>
    public object Call(PickleGlobal function, object?[] arguments) => (function.Meaning, arguments) switch
    {
        (PickleMeaning.DefaultDictionary, [] or [_]) => new PickleDictionary(),
        _ when Array.Find(arguments[..Math.Min(arguments.Length, MostArguments)], static item => item is PickleOpaque) is { } opaque => opaque,
        (PickleMeaning.Dictionary, []) => new PickleDictionary(),
        (PickleMeaning.Dictionary, [PickleDictionary items]) => items,
        (PickleMeaning.Dictionary, [List<object?> pairs]) => OfPairs(pairs),
        (PickleMeaning.Set, [List<object?> items]) => items,
        (PickleMeaning.Set, [PickleTuple items]) => Copied(items.Items),
        (PickleMeaning.Set, []) => new List<object?>(),
        (PickleMeaning.Tuple, [PickleTuple items]) => items,
        (PickleMeaning.Device, [string name]) => name,
        (PickleMeaning.Device, [string name, long index]) => FormattableString.Invariant($"{name}:{index}"),
        (PickleMeaning.Bytes, [string text, string encoding]) when encoding is "latin1" or "latin-1" => Bytes(text),
        (PickleMeaning.Tensor, [PickleStorage storage, long offset, PickleTuple sizes, PickleTuple strides, ..]) =>
            Tensor(storage, storage.Type, offset, sizes, strides),
        (PickleMeaning.TypedTensor, [PickleStorage storage, long offset, PickleTuple sizes, PickleTuple strides, _, _, PickleGlobal { Type: { } type }, ..]) =>
            Tensor(storage, type, offset, sizes, strides),
        (PickleMeaning.Parameter, [PickleTensor tensor, ..]) => tensor,
        (PickleMeaning.Attributed, [PickleGlobal { Meaning: PickleMeaning.Tensor or PickleMeaning.TypedTensor or PickleMeaning.Parameter } inner,
            PickleGlobal { Meaning: PickleMeaning.Name }, PickleTuple own, ..]) => Call(inner, own.Items),
        (PickleMeaning.NumpyType, [string code, ..]) => new PickleNumpyType(code),
        (PickleMeaning.NumpyScalar, [PickleNumpyType type, byte[] value]) => NumpyScalar(type, value),
        _ => throw Damaged($"it calls {function.Name} with arguments that PyTorch would not write"),
    };

    /// <summary>The storage that a persistent identification names: <c>('storage', type, key, place, number of elements)</c>.</summary>
    public PickleStorage Storage(object? identification)
    {
        if (identification is PickleTuple { Items: [_, PickleOpaque opaque, ..] })
        {
            throw Damaged($"it refers to a storage of the type {opaque.Name}, which is not read", "convert it before saving: tensor.float() or tensor.long()");
        }

        if (identification is not PickleTuple { Items: ["storage", PickleGlobal { Type: { } type }, string key, string, long length, ..] })
        {
            throw Damaged("it refers to something that is no storage of the archive");
        }

        // Names of other members would be allowed to say anything.
        return key.Length is > 0 and < 20 && key.All(char.IsAsciiDigit) && length >= 0
            ? new PickleStorage(key, type, length)
            : throw Damaged(
                $"it refers to the storage '{Zip.ZipReader.Shown(key)}' of {length} elements, but storages are numbered and have 0 or more elements");
    }

    /// <summary>Gives an object its state: what dictionaries and tensors have besides their items is left out.</summary>
    public void SetState(object? target, object? state)
    {
        switch (target)
        {
            case PickleNumpyType type when state is PickleTuple { Items: [_, string order, ..] }: type.IsBigEndian = order == ">"; break;
            case PickleDictionary or PickleTensor or PickleOpaque: break;
            default: throw Damaged("it gives a state to what has none");
        }
    }

    private PickleTensor Tensor(PickleStorage storage, StoredType type, long offset, PickleTuple sizes, PickleTuple strides)
    {
        int rank = sizes.Items.Length;
        if (rank > MostAxes || strides.Items.Length != rank)
        {
            throw Damaged($"a tensor has {rank} axes and {strides.Items.Length} strides");
        }

        // The last element must lie within the storage, in numbers that do not overflow; lengths and strides of empty tensors may be anything that fits.
        int[] lengths = new int[rank], steps = new int[rank];
        Int128 count = 1, last = offset;
        for (int axis = 0; axis < rank; axis++)
        {
            if (sizes.Items[axis] is not long length || strides.Items[axis] is not long stride || length is < 0 or > int.MaxValue || stride < 0)
            {
                throw Damaged(
                    $"a tensor has the length {sizes.Items[axis]} and the stride {strides.Items[axis]}, but both are whole numbers from 0 to 2^31 - 1");
            }

            // Neighbours along an axis of one position are never asked for.
            lengths[axis] = (int)length;
            steps[axis] = length > 1 ? (int)Math.Min(stride, int.MaxValue) : 1;
            last += (Int128)Math.Max(0, length - 1) * stride;
            count = count > int.MaxValue && length > 0 ? count : count * length;
        }

        Int128 available = type == storage.Type ? storage.Length : storage.Length / type.Size;
        if (offset < 0 || (count > 0 && last >= available))
        {
            throw Damaged($"a tensor [{string.Join(", ", lengths)}] reaches element {last} of a storage of {available}");
        }

        if (count > Array.MaxLength || offset > int.MaxValue)
        {
            throw Damaged(
                $"a tensor [{string.Join(", ", lengths)}] at {offset} has more elements than the {Array.MaxLength} that there is room for",
                "divide it before saving");
        }

        if (count > Int128.Max(available, 1 << 20))
        {
            throw Damaged(
                $"a tensor [{string.Join(", ", lengths)}] shows the {available} elements of its storage again and again",
                "save tensor.clone() of what was expanded");
        }

        return new PickleTensor(storage, type, count == 0 ? 0 : (int)offset, lengths, steps);
    }

    private object NumpyScalar(PickleNumpyType type, byte[] value)
    {
        byte[] bytes = type.IsBigEndian ? [.. value.Reverse()] : value;
        return (type.Code.TrimStart('<', '>', '|', '='), bytes.Length) switch
        {
            ("f8", 8) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            ("f4", 4) => (double)BinaryPrimitives.ReadSingleLittleEndian(bytes),
            ("f2", 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
            ("i8", 8) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            ("i4", 4) => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
            ("i2", 2) => (long)BinaryPrimitives.ReadInt16LittleEndian(bytes),
            ("i1", 1) => (long)(sbyte)bytes[0],
            ("u8", 8) => new BigInteger(bytes, isUnsigned: true),
            ("u4", 4) => (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            ("u2", 2) => (long)BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            ("u1", 1) => (long)bytes[0],
            ("b1", 1) => bytes[0] != 0,
            _ => throw Damaged(
                $"NumPy's number of type {Zip.ZipReader.Shown(type.Code)} and {bytes.Length} bytes is not read",
                "save float(value) or int(value)"),
        };
    }

    private PickleDictionary OfPairs(List<object?> pairs)
    {
        Spend(pairs.Count);
        PickleDictionary result = new();
        foreach (object? pair in pairs)
        {
            (object? key, object? value) = pair switch
            {
                PickleTuple { Items: [var first, var second] } => (first, second),
                List<object?> { Count: 2 } list => (list[0], list[1]),
                _ => throw Damaged("a dictionary is made of what are no pairs"),
            };
            result.Items[Key(key)] = value;
        }

        return result;
    }

    private List<object?> Copied(object?[] items)
    {
        Spend(items.Length);
        return [.. items];
    }

    private byte[] Bytes(string text)
    {
        Spend(text.Length);
        return text.All(character => character <= 255)
            ? [.. text.Select(character => (byte)character)]
            : throw Damaged("bytes are written as a text that has other characters");
    }

    private void Spend(int items)
    {
        if (items > MostCopied - _copied)
        {
            throw Damaged($"its calls copy more than {MostCopied} items");
        }

        _copied += items;
    }

    private DataFormatException Damaged(string problem, string remedy = "the file is damaged or made to do harm: download or save it again") =>
        new(source, Place, problem, remedy);
}
