using System.Buffers.Binary;

namespace Hillock.Data;

/// <summary>Reads IDX files, the format of MNIST and its relatives: an array of bytes or numbers with its shape.</summary>
/// <remarks>
/// Two zero bytes, a type code, the rank, the big-endian lengths of the axes, the big-endian elements in C order. Source:
/// Y. LeCun's MNIST page, "The IDX file format".
/// </remarks>
public static class IdxFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; gzip is decompressed.</param>
    /// <returns>The array.</returns>
    /// <exception cref="DataFormatException">The file is not an IDX file, is truncated, or goes on after its last element.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NumericArray Read(string path)
    {
        using Stream stream = DataFile.OpenRead(path);
        return ReadContent(stream, path);
    }

    /// <summary>Reads a stream from its current position to its end.</summary>
    /// <param name="stream">The stream; gzip is decompressed. It need not be seekable, and stays open.</param>
    /// <param name="source">The name for error messages.</param>
    /// <returns>The array.</returns>
    /// <exception cref="DataFormatException">The content is not IDX, is truncated, or goes on after its last element.</exception>
    public static NumericArray Read(Stream stream, string source = "IDX stream") => ReadContent(DataFile.OpenRead(stream, source), source);

    private static NumericArray ReadContent(Stream stream, string source)
    {
        Span<byte> magic = stackalloc byte[4];
        int read = stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
        if (read == 0)
        {
            throw new DataFormatException(source, null, "the file is empty", "download it again");
        }

        if (read < 4 || magic[0] != 0 || magic[1] != 0 || magic[3] == 0 || magic[2] is not (0x08 or 0x09 or 0x0B or 0x0C or 0x0D or 0x0E))
        {
            throw new DataFormatException(
                source, "offset 0",
                $"this is not an IDX file, which starts with 00 00, a type (08, 09, 0B to 0E) and the rank, but this with {Convert.ToHexString(magic[..read])}",
                "name an IDX file such as train-images-idx3-ubyte.gz");
        }

        int[] shape = new int[magic[3]];
        Span<byte> axis = stackalloc byte[4];
        for (int i = 0; i < shape.Length; i++)
        {
            if (stream.ReadAtLeast(axis, 4, throwOnEndOfStream: false) < 4)
            {
                throw new DataFormatException(
                    source, null, $"the file ends within the {shape.Length} lengths of its axes", "the file is truncated: download it again");
            }

            shape[i] = BinaryPrimitives.ReadInt32BigEndian(axis);
        }

        int count = NumericArray.CountOf(shape);
        if (count < 0)
        {
            throw new DataFormatException(
                source, "offset 4", $"the shape {NumericArray.Describe(shape)} is negative or larger than an array of .NET can be ({Array.MaxLength} elements)",
                "the file is damaged: download it again");
        }

        NumericArray array = magic[2] switch
        {
            0x08 => ReadAs<byte>(stream, count, shape, source),
            0x09 => ReadAs<sbyte>(stream, count, shape, source),
            0x0B => ReadAs<short>(stream, count, shape, source),
            0x0C => ReadAs<int>(stream, count, shape, source),
            0x0D => ReadAs<float>(stream, count, shape, source),
            _ => ReadAs<double>(stream, count, shape, source),
        };
        if (stream.ReadByte() >= 0)
        {
            throw new DataFormatException(
                source, null, $"more bytes follow the {count} elements of the shape {NumericArray.Describe(shape)}", "the file is damaged: download it again");
        }

        return array;
    }

    private static NumericArray ReadAs<T>(Stream stream, int count, int[] shape, string source)
        where T : unmanaged =>
        NumericArray.Own(
            BinaryArrays.Read<T>(stream, count, bigEndian: true, source, $"the shape {NumericArray.Describe(shape)} of {NumericArray.TypeOf<T>()}"),
            shape, fortranOrder: false);
}
