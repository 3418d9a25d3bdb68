using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Hillock.Data;

/// <summary>The header of an .npy file: element type, byte order, element order and shape.</summary>
/// <remarks>Format: NumPy Enhancement Proposal 1 and <c>numpy.lib.format</c>, versions 1.0, 2.0 and 3.0.</remarks>
internal readonly record struct NpyHeader(ElementType ElementType, bool BigEndian, bool FortranOrder, int[] Shape)
{
    private const int MaximumLength = 1 << 16; // far above any header of a plain array; numpy itself warns above 10,000
    private const int MaximumRank = 64; // numpy's own limit
    private const int GrowthDigits = 21; // numpy leaves room to append rows in place; so that our files are equal to its own

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static NpyHeader Read(Stream stream, string source)
    {
        Span<byte> start = stackalloc byte[8];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (read == 0)
        {
            throw new DataFormatException(source, null, "the file is empty", "save the array with numpy.save");
        }

        int compared = Math.Min(read, Magic.Length);
        if (!start[..compared].SequenceEqual(Magic[..compared]))
        {
            throw new DataFormatException(source, "offset 0", "this is not an .npy file, which starts with \\x93NUMPY", WayOut(start[..read]));
        }

        if (read < start.Length)
        {
            throw EndsWithinHeader(source);
        }

        byte version = start[6];
        if (version is < 1 or > 3)
        {
            throw new DataFormatException(
                source, "offset 6", $"the format version {version}.{start[7]} is not supported, only 1.0 to 3.0", "save the array with numpy.save");
        }

        Span<byte> lengthBytes = stackalloc byte[version == 1 ? 2 : 4];
        ReadHeader(stream, lengthBytes, source);
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > MaximumLength)
        {
            throw new DataFormatException(
                source, "offset 8", $"a header of {length} bytes is not that of a plain array", "the file is damaged: save the array again");
        }

        byte[] text = new byte[length];
        ReadHeader(stream, text, source);
        return Parse((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), source);
    }

    public byte[] ToBytes()
    {
        string descr = ElementType switch
        {
            ElementType.Boolean => "|b1",
            ElementType.UInt8 => "|u1",
            ElementType.UInt16 => "<u2",
            ElementType.UInt32 => "<u4",
            ElementType.UInt64 => "<u8",
            ElementType.Int8 => "|i1",
            ElementType.Int16 => "<i2",
            ElementType.Int32 => "<i4",
            ElementType.Int64 => "<i8",
            ElementType.Float16 => "<f2",
            ElementType.Float32 => "<f4",
            _ => "<f8",
        };
        string text = $"{{'descr': '{descr}', 'fortran_order': {(FortranOrder ? "True" : "False")}, 'shape': {NumericArray.Describe(Shape)}, }}";
        if (Shape.Length > 0)
        {
            text += new string(' ', GrowthDigits - (FortranOrder ? Shape[^1] : Shape[0]).ToString(CultureInfo.InvariantCulture).Length);
        }

        const int Prefix = 10;
        int total = (Prefix + text.Length + 1 + 63) / 64 * 64; // the elements start at a multiple of 64
        byte[] bytes = new byte[total];
        bytes.AsSpan().Fill((byte)' ');
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        bytes[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(total - Prefix));
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(Prefix));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    private static NpyHeader Parse(string text, string source)
    {
        PythonDictionaryReader literal = new(text);
        string? descr = null;
        bool? fortran = null;
        List<long>? shape = null;
        bool ok = literal.ReadStart();
        while (ok && !literal.TryReadEnd())
        {
            ok = literal.TryReadKey(out string? key) && key switch
            {
                "descr" => literal.TryReadString(out descr),
                "fortran_order" => literal.TryReadBoolean(out fortran),
                "shape" => literal.TryReadTuple(out shape),
                _ => false,
            } && literal.TryReadSeparator();
        }

        if (!ok || descr is null || fortran is null || shape is null)
        {
            string start = text.Trim();
            if (start.Length > 80)
            {
                start = start[..80] + "...";
            }

            throw new DataFormatException(
                source, "offset 10", $"the header {start} is not {{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)}} in form",
                "only plain arrays of numbers are read: save one with numpy.save(path, array.astype('float32'))");
        }

        (ElementType type, bool bigEndian) = ParseType(descr, source);
        return new NpyHeader(type, bigEndian, fortran.Value, ParseShape(shape, source));
    }

    private static (ElementType Type, bool BigEndian) ParseType(string descr, string source)
    {
        // An order of bytes, which may be left out, and a kind with its bytes or a letter of C's types whose size is the same everywhere.
        bool isOrdered = descr.Length > 0 && "<>|=".Contains(descr[0]);
        char order = isOrdered ? descr[0] : '=';
        ElementType? type = (isOrdered ? descr[1..] : descr) switch
        {
            "b1" or "?" => ElementType.Boolean,
            "u1" or "B" => ElementType.UInt8,
            "u2" or "H" => ElementType.UInt16,
            "u4" or "I" => ElementType.UInt32,
            "u8" or "Q" => ElementType.UInt64,
            "i1" or "b" => ElementType.Int8,
            "i2" or "h" => ElementType.Int16,
            "i4" or "i" => ElementType.Int32,
            "i8" or "q" => ElementType.Int64,
            "f2" or "e" => ElementType.Float16,
            "f4" or "f" => ElementType.Float32,
            "f8" or "d" => ElementType.Float64,
            _ => null,
        };
        if (type is null)
        {
            throw new DataFormatException(
                source, "offset 10", $"the element type '{descr}' is not supported, only float16/32/64, int8/16/32/64, uint8/16/32/64 and bool",
                "convert it first: array.astype('float32')");
        }

        return (type.Value, order == '>' || (order is '=' or '|' && !BitConverter.IsLittleEndian));
    }

    private static int[] ParseShape(List<long> shape, string source)
    {
        int[] axes = new int[shape.Count];
        for (int i = 0; i < axes.Length; i++)
        {
            axes[i] = shape[i] is >= 0 and <= int.MaxValue ? (int)shape[i] : -1;
        }

        if (axes.Length > MaximumRank)
        {
            throw new DataFormatException(
                source, "offset 10", $"the array has {axes.Length} axes, more than the {MaximumRank} that NumPy allows",
                "the file is damaged, or the array must be reshaped");
        }

        if (shape.Contains(0) && shape.FirstOrDefault(static length => length > int.MaxValue) is > 0 and long longest)
        {
            throw new DataFormatException(
                source, "offset 10",
                $"the shape ({string.Join(", ", shape)}) has an axis of {longest} positions, more than the {int.MaxValue} that an axis can have here",
                "there are no elements: save an array of shape (0,)");
        }

        if (NumericArray.CountOf(axes) < 0)
        {
            throw new DataFormatException(
                source, "offset 10", $"the shape ({string.Join(", ", shape)}) is negative or larger than an array of .NET can be ({Array.MaxLength} elements)",
                "the file is damaged, or must be split into smaller arrays");
        }

        return axes;
    }

    private static void ReadHeader(Stream stream, Span<byte> destination, string source)
    {
        if (stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) < destination.Length)
        {
            throw EndsWithinHeader(source);
        }
    }

    private static DataFormatException EndsWithinHeader(string source) =>
        new(source, null, "the file ends within its header", "the file is truncated: write or download it again");

    private static string WayOut(ReadOnlySpan<byte> start) =>
        start.StartsWith("PK"u8) ? "it looks like an .npz archive: save the array alone with numpy.save"
        : start is [0x80, ..] ? "it looks like a pickle: save the array with numpy.save"
        : "save the array with numpy.save";
}
