namespace Hillock.Data;

/// <summary>Reads and writes NumPy's .npy files: one array of numbers with its shape.</summary>
/// <remarks>
/// Reads the versions 1.0 to 3.0, both byte orders, C and Fortran order, every rank and empty arrays; pickled objects,
/// structures, complex numbers, times and texts are refused. Writes version 1.0, little-endian, byte for byte as <c>numpy.save</c> does.
/// Format: <c>numpy.lib.format</c>. To a tensor and back: <c>NpyFile.Read("x.npy").ToTensor()</c> and <c>NpyFile.Write("y.npy", y.ToNumericArray())</c>.
/// </remarks>
public static class NpyFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; gzip is decompressed.</param>
    /// <returns>The array, its elements in C order.</returns>
    /// <exception cref="DataFormatException">The file is not an .npy file, holds an unsupported type, is truncated, or goes on after the array.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NumericArray Read(string path)
    {
        using Stream stream = DataFile.OpenRead(path);
        NumericArray array = Read(stream, path);
        if (stream.ReadByte() >= 0)
        {
            throw new DataFormatException(
                path, null, "more bytes follow the array",
                "the file is damaged or holds several arrays: read those from a stream, one call of NpyFile.Read each");
        }

        return array;
    }

    /// <summary>Reads an array from the current position of a stream and leaves the position behind it.</summary>
    /// <param name="stream">The stream; it need not be seekable, and stays open.</param>
    /// <param name="source">The name for error messages.</param>
    /// <returns>The array, its elements in C order.</returns>
    /// <exception cref="DataFormatException">No .npy array starts here, or it holds an unsupported type or is truncated.</exception>
    public static NumericArray Read(Stream stream, string source = "npy stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(stream, source, null);
    }

    /// <summary>Reads an array from a stream that cannot seek.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="source">The name for error messages.</param>
    /// <param name="remaining">How many bytes it has at most, where that is known: elements beyond are not given room.</param>
    internal static NumericArray Read(Stream stream, string source, long? remaining)
    {
        NpyHeader header = NpyHeader.Read(stream, source);
        return header.ElementType switch
        {
            ElementType.Boolean => ReadBooleans(stream, header, source, remaining),
            ElementType.UInt8 => ReadAs<byte>(stream, header, source, remaining),
            ElementType.UInt16 => ReadAs<ushort>(stream, header, source, remaining),
            ElementType.UInt32 => ReadAs<uint>(stream, header, source, remaining),
            ElementType.UInt64 => ReadAs<ulong>(stream, header, source, remaining),
            ElementType.Int8 => ReadAs<sbyte>(stream, header, source, remaining),
            ElementType.Int16 => ReadAs<short>(stream, header, source, remaining),
            ElementType.Int32 => ReadAs<int>(stream, header, source, remaining),
            ElementType.Int64 => ReadAs<long>(stream, header, source, remaining),
            ElementType.Float16 => ReadAs<Half>(stream, header, source, remaining),
            ElementType.Float32 => ReadAs<float>(stream, header, source, remaining),
            _ => ReadAs<double>(stream, header, source, remaining),
        };
    }

    /// <summary>Writes a file, completely or not at all.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="array">The array; stored in the order that its <see cref="NumericArray.FortranOrder"/> says.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, NumericArray array)
    {
        ArgumentNullException.ThrowIfNull(array);
        using AtomicFile file = new(path);
        Write(file.Stream, array);
        file.Commit();
    }

    /// <summary>Writes an array to a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="array">The array; stored in the order that its <see cref="NumericArray.FortranOrder"/> says.</param>
    public static void Write(Stream stream, NumericArray array)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(array);
        switch (array.ElementType)
        {
            case ElementType.Boolean: Write(stream, array.Values<bool>(), array.Shape, array.FortranOrder); break;
            case ElementType.UInt8: Write(stream, array.Values<byte>(), array.Shape, array.FortranOrder); break;
            case ElementType.UInt16: Write(stream, array.Values<ushort>(), array.Shape, array.FortranOrder); break;
            case ElementType.UInt32: Write(stream, array.Values<uint>(), array.Shape, array.FortranOrder); break;
            case ElementType.UInt64: Write(stream, array.Values<ulong>(), array.Shape, array.FortranOrder); break;
            case ElementType.Int8: Write(stream, array.Values<sbyte>(), array.Shape, array.FortranOrder); break;
            case ElementType.Int16: Write(stream, array.Values<short>(), array.Shape, array.FortranOrder); break;
            case ElementType.Int32: Write(stream, array.Values<int>(), array.Shape, array.FortranOrder); break;
            case ElementType.Int64: Write(stream, array.Values<long>(), array.Shape, array.FortranOrder); break;
            case ElementType.Float16: Write(stream, array.Values<Half>(), array.Shape, array.FortranOrder); break;
            case ElementType.Float32: Write(stream, array.Values<float>(), array.Shape, array.FortranOrder); break;
            default: Write(stream, array.Values<double>(), array.Shape, array.FortranOrder); break;
        }
    }

    /// <summary>Writes elements to a file, completely or not at all, without copying them first.</summary>
    /// <typeparam name="T">An element type that <see cref="NumericArray.Create"/> allows.</typeparam>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="values">The elements in C order.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <param name="fortranOrder">Whether to store the first axis fastest.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write<T>(string path, ReadOnlySpan<T> values, ReadOnlySpan<int> shape, bool fortranOrder = false)
        where T : unmanaged
    {
        using AtomicFile file = new(path);
        Write(file.Stream, values, shape, fortranOrder);
        file.Commit();
    }

    /// <summary>Writes elements to a stream.</summary>
    /// <typeparam name="T">An element type that <see cref="NumericArray.Create"/> allows.</typeparam>
    /// <param name="stream">The stream.</param>
    /// <param name="values">The elements in C order.</param>
    /// <param name="shape">The lengths of the axes.</param>
    /// <param name="fortranOrder">Whether to store the first axis fastest.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> values, ReadOnlySpan<int> shape, bool fortranOrder = false)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (NumericArray.CountOf(shape) != values.Length)
        {
            throw new ArgumentException(
                $"The shape {NumericArray.Describe(shape)} does not hold {values.Length} elements; pass the lengths of the axes.", nameof(shape));
        }

        fortranOrder &= shape.Length > 1; // as numpy: the orders differ from rank 2 on
        stream.Write(new NpyHeader(NumericArray.TypeOf<T>(), BigEndian: false, fortranOrder, shape.ToArray()).ToBytes());
        if (!fortranOrder)
        {
            BinaryArrays.Write(stream, values);
            return;
        }

        T[] reordered = new T[values.Length];
        Transpose(values, reordered, shape);
        BinaryArrays.Write<T>(stream, reordered);
    }

    private static NumericArray ReadAs<T>(Stream stream, NpyHeader header, string source, long? remaining)
        where T : unmanaged
    {
        string declared = $"the shape {NumericArray.Describe(header.Shape)} of {header.ElementType}";
        T[] values = BinaryArrays.Read<T>(stream, NumericArray.CountOf(header.Shape), header.BigEndian, source, declared, remaining);
        if (header.FortranOrder && header.Shape.Length > 1)
        {
            // Fortran order of a shape is C order of the reversed shape.
            int[] reversed = header.Shape.AsSpan().ToArray();
            Array.Reverse(reversed);
            T[] reordered = new T[values.Length];
            Transpose(values, reordered, reversed);
            values = reordered;
        }

        return NumericArray.Own(values, header.Shape, header.FortranOrder);
    }

    private static NumericArray ReadBooleans(Stream stream, NpyHeader header, string source, long? remaining)
    {
        NumericArray bytes = ReadAs<byte>(stream, header, source, remaining);
        return NumericArray.Own(Array.ConvertAll(bytes.Values<byte>().ToArray(), static x => x != 0), header.Shape, header.FortranOrder);
    }

    /// <summary>Reverses the axes of an array in C order: element (i, j, k) goes to (k, j, i).</summary>
    private static void Transpose<T>(ReadOnlySpan<T> source, Span<T> destination, ReadOnlySpan<int> shape)
    {
        if (source.IsEmpty)
        {
            return;
        }

        int rank = shape.Length;
        Span<int> strides = stackalloc int[rank]; // of the destination, for the axes of the source
        Span<int> index = stackalloc int[rank];
        for (int axis = 0, stride = 1; axis < rank; stride *= shape[axis], axis++)
        {
            strides[axis] = stride;
        }

        index.Clear();
        int offset = 0;
        foreach (T value in source)
        {
            destination[offset] = value;
            for (int axis = rank - 1; axis >= 0; axis--)
            {
                offset += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                offset -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }
}
