using System.Buffers.Binary;

namespace Hillock.Images;

/// <summary>Looks a JPEG file through: segments, sizes and whether its coded pixels can be all there (ITU-T T.81).</summary>
internal static class JpegWalk
{
    private const int MostScans = 100;

    internal static ReadOnlySpan<byte> Signature => [0xFF, 0xD8, 0xFF];

    internal static PictureHeader Read(ReadOnlySpan<byte> file, string source, long maximumPixels)
    {
        FileWalk walk = new FileWalk(file, source, "JPEG");
        MemoryStream kept = new MemoryStream(file.Length);
        kept.Write(walk.Take(2));
        ReadOnlySpan<byte> frame = default;
        int orientation = 1, scans = 0;
        long coded = 0;
        while (true)
        {
            FileWalk start = walk;
            int marker = Marker(ref walk);
            if (marker == 0xD9)
            {
                kept.Write([0xFF, 0xD9]);
                break;
            }

            ReadOnlySpan<byte> length = walk.Take(2);
            int count = BinaryPrimitives.ReadUInt16BigEndian(length);
            if (count < 2)
            {
                throw start.Fault($"a segment of {count} bytes; its length alone has 2");
            }

            ReadOnlySpan<byte> data = walk.Take(count - 2);
            bool isNeeded = marker is 0xC4 or 0xDB or 0xDD or 0xE0 or 0xEE or 0xDA;
            if (marker is 0xC0 or 0xC1 or 0xC2)
            {
                if (!frame.IsEmpty)
                {
                    throw start.Fault("a second header of a frame");
                }

                CheckFrame(start, data, maximumPixels);
                frame = data;
                isNeeded = true;
            }
            else if (marker is >= 0xC3 and <= 0xCF and not 0xC4 and not 0xC8)
            {
                throw start.Fault(
                    $"coding of kind {marker - 0xC0} (lossless, hierarchical or arithmetic) is not supported",
                    "save it as baseline or progressive JPEG, or as PNG");
            }
            else if (marker == 0xE1 && data.StartsWith("Exif\0\0"u8))
            {
                orientation = ExifOrientation.Of(data[6..]);
            }

            if (isNeeded)
            {
                kept.Write([0xFF, (byte)marker]);
                kept.Write(length);
                kept.Write(data);
            }

            if (marker == 0xDA)
            {
                if (frame.IsEmpty || ++scans > MostScans)
                {
                    throw start.Fault(frame.IsEmpty ? "a scan before the header of its frame" : $"more than {MostScans} scans");
                }

                ReadOnlySpan<byte> scan = walk.Take(ScanLength(walk.Rest));
                coded += scan.Length;
                kept.Write(scan);
            }
        }

        if (frame.IsEmpty || coded * 8 < Blocks(frame))
        {
            throw walk.Fault(frame.IsEmpty ? "there is no picture in it" : $"{coded} bytes of coded pixels, which cannot be all of the picture");
        }

        int channels = frame[5] == 1 ? 1 : 3;
        return new PictureHeader(
            BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), channels, orientation,
            kept.GetBuffer().AsMemory(0, (int)kept.Length));
    }

    // The next marker that has something to say; fill bytes may stand before it.
    private static int Marker(ref FileWalk walk)
    {
        while (true)
        {
            FileWalk start = walk;
            if (walk.Take(1)[0] != 0xFF)
            {
                throw start.Fault("a segment is expected to begin here, with 0xFF");
            }

            int marker;
            do
            {
                marker = walk.Take(1)[0];
            }
            while (marker == 0xFF);

            if (marker is 0 or 0xD8)
            {
                throw start.Fault($"a marker 0x{marker:X2} between segments");
            }

            if (marker is not 1 and not (>= 0xD0 and <= 0xD7))
            {
                return marker;
            }
        }
    }

    private static void CheckFrame(FileWalk place, ReadOnlySpan<byte> data, long maximumPixels)
    {
        if (data.Length < 6 || data.Length != 6 + (3 * data[5]))
        {
            throw place.Fault("the header of the frame has another length than its components need");
        }

        if (data[0] != 8 || data[5] is not (1 or 3 or 4))
        {
            throw place.Fault($"{data[5]} components of {data[0]} bits; 1, 3 or 4 of 8 bits are supported", "save it with 8 bits, or as PNG");
        }

        place.CheckSize(BinaryPrimitives.ReadUInt16BigEndian(data[3..]), BinaryPrimitives.ReadUInt16BigEndian(data[1..]), maximumPixels);
        for (int i = 0; i < data[5]; i++)
        {
            int sampling = data[7 + (3 * i)];
            if (sampling >> 4 is < 1 or > 4 || (sampling & 15) is < 1 or > 4)
            {
                throw place.Fault($"component {i} has {sampling >> 4} × {sampling & 15} samples a unit, and 1 to 4 are allowed");
            }
        }
    }

    // Coded pixels reach to the first marker that is no restart; a zero after 0xFF makes it a byte of theirs.
    private static int ScanLength(ReadOnlySpan<byte> rest)
    {
        int offset = 0;
        while (true)
        {
            int next = rest[offset..].IndexOf((byte)0xFF);
            if (next < 0 || offset + next + 1 >= rest.Length)
            {
                return rest.Length;
            }

            offset += next;
            if (rest[offset + 1] is not 0 and not (>= 0xD0 and <= 0xD7))
            {
                return offset;
            }

            offset += 2;
        }
    }

    // Blocks of 8 × 8 of all components: each needs a bit at least for its mean.
    private static long Blocks(ReadOnlySpan<byte> frame)
    {
        long height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        int mostX = 1, mostY = 1;
        for (int i = 0; i < frame[5]; i++)
        {
            mostX = Math.Max(mostX, frame[7 + (3 * i)] >> 4);
            mostY = Math.Max(mostY, frame[7 + (3 * i)] & 15);
        }

        long blocks = 0;
        for (int i = 0; i < frame[5]; i++)
        {
            int sampling = frame[7 + (3 * i)];
            blocks += Ceiling(Ceiling(width * (sampling >> 4), mostX), 8) * Ceiling(Ceiling(height * (sampling & 15), mostY), 8);
        }

        return blocks;
    }

    private static long Ceiling(long value, long divisor) => (value + divisor - 1) / divisor;
}
