using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Data;
using Hillock.Data.Transforms;
using Hillock.Images;
using Hillock.Serialization.Description;
using Hillock.Tensors;

namespace Hillock.Cli.PictureFiles;

/// <summary>Pictures of one size in memory: grey where all files are, otherwise colours; transparency is left out.</summary>
/// <param name="List">Their files.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Height">The rows.</param>
/// <param name="Width">The columns.</param>
/// <param name="Pixels">The bytes of each, plane after plane.</param>
internal sealed record PictureSet(PictureList List, int Channels, int Height, int Width, byte[][] Pixels)
{
    /// <summary>The height and width of pictures of different sizes, where none is asked for.</summary>
    public const int UsualSize = 64;

    // Bytes, the numbers that a network takes, and a batch's worth of room for both.
    private const int BytesOfAPixel = 6;

    /// <summary>Reads a folder to train on.</summary>
    /// <param name="list">The files.</param>
    /// <param name="size">The height and width; null for those of the pictures, or the usual ones where they differ.</param>
    /// <param name="done">Is told after each picture, with the share that is read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CommandException">Some cannot be read, or all do not fit into memory.</exception>
    public static PictureSet Read(PictureList list, int? size, Action<double>? done, CancellationToken cancellationToken)
    {
        if (size is { } given)
        {
            return Read(list, given, given, isOwn: false, done, cancellationToken)!;
        }

        Shape first = First(list);
        return Read(list, first[1], first[2], isOwn: true, done, cancellationToken)
            ?? Read(list, UsualSize, UsualSize, isOwn: false, done, cancellationToken)!;
    }

    /// <summary>Reads pictures as others were read.</summary>
    public static PictureSet ReadLike(PictureSet like, PictureList list, Action<double>? done, CancellationToken cancellationToken)
    {
        int read = 0;
        (byte[]?[] pixels, IReadOnlyDictionary<int, Exception> faults) = PictureReader.ReadAll(
            list.Files, path => PictureReader.Read(path, like.Channels, like.Height, like.Width).ToArray<byte>(),
            () => done?.Invoke((double)Interlocked.Increment(ref read) / list.Files.Count), cancellationToken);
        PictureReader.RequireAll(list, faults);
        return like with { List = list, Pixels = pixels! };
    }

    /// <summary>Mean and deviation of each channel over some pictures; a channel of one value is divided by 1.</summary>
    public PictureScaling Scaling(ReadOnlySpan<int> pictures)
    {
        int plane = Height * Width;
        double[] mean = new double[Channels], deviation = new double[Channels];
        for (int channel = 0; channel < Channels; channel++)
        {
            // Sums of whole numbers are exact.
            Int128 sum = 0, squares = 0, count = (Int128)pictures.Length * plane;
            foreach (int picture in pictures)
            {
                long ownSum = 0, ownSquares = 0;
                foreach (byte pixel in Pixels[picture].AsSpan(channel * plane, plane))
                {
                    ownSum += pixel;
                    ownSquares += pixel * pixel;
                }

                (sum, squares) = (sum + ownSum, squares + ownSquares);
            }

            mean[channel] = (double)sum / (double)count;
            Int128 spread = (count * squares) - (sum * sum);
            deviation[channel] = spread == 0 ? 1 : Math.Sqrt((double)spread) / (double)count;
        }

        return new PictureScaling(mean, deviation);
    }

    /// <summary>Some pictures as a network takes them.</summary>
    public Tensor Inputs(PictureScaling scaling, ReadOnlySpan<int> pictures)
    {
        Tensor inputs = Tensor.Empty([pictures.Length, Channels, Height, Width]);
        int length = Channels * Height * Width;
        for (int i = 0; i < pictures.Length; i++)
        {
            scaling.Apply(Pixels[pictures[i]], inputs.AsSpan<float>().Slice(i * length, length), Height * Width);
        }

        GC.KeepAlive(inputs);
        return inputs;
    }

    /// <summary>The classes of some pictures.</summary>
    public Tensor Targets(ReadOnlySpan<int> pictures)
    {
        long[] classes = new long[pictures.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = List.Labels[pictures[i]];
        }

        return Tensor.From(classes);
    }

    private static Shape First(PictureList list)
    {
        foreach (string path in list.Files)
        {
            try
            {
                return Picture.Read(path).Shape;
            }
            catch (Exception exception) when (exception is DataFormatException or IOException or UnauthorizedAccessException)
            {
                // is told together with others
            }
        }

        return Shape.Create([1, UsualSize, UsualSize]);
    }

    // Null where the sizes are to be the pictures' own but differ.
    private static PictureSet? Read(PictureList list, int height, int width, bool isOwn, Action<double>? done, CancellationToken cancellationToken)
    {
        RequireRoom(list, height, width);
        int read = 0;
        bool differs = false;
        (byte[]?[] pixels, IReadOnlyDictionary<int, Exception> faults) = PictureReader.ReadAll(list.Files, path =>
        {
            if (Volatile.Read(ref differs))
            {
                return []; // all are read anew
            }

            Tensor picture = Picture.Read(path);
            if (isOwn && (picture.Shape[1] != height || picture.Shape[2] != width))
            {
                Volatile.Write(ref differs, true);
                return [];
            }

            return new Resize((height, width)).Apply(Shown(picture), default).ToArray<byte>();
        }, () => done?.Invoke((double)Interlocked.Increment(ref read) / list.Files.Count), cancellationToken);
        if (differs)
        {
            return null;
        }

        PictureReader.RequireAll(list, faults);
        int plane = height * width, channels = pixels.Any(one => one!.Length > plane) ? 3 : 1;
        return new PictureSet(
            list, channels, height, width, [.. pixels.Select(one => one!.Length == channels * plane ? one : [.. one, .. one, .. one])]);
    }

    // Without transparency.
    private static Tensor Shown(Tensor picture) => picture.Shape[0] switch
    {
        2 => picture.Slice(0, 0, 1).Contiguous(),
        4 => picture.Slice(0, 0, 3).Contiguous(),
        _ => picture,
    };

    private static void RequireRoom(PictureList list, int height, int width)
    {
        long numbers = 3L * height * width * list.Files.Count, most = Math.Min(Array.MaxLength, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BytesOfAPixel);
        if (numbers > most)
        {
            int fitting = Math.Max(1, (int)Math.Sqrt(most / 3.0 / list.Files.Count));
            throw new CommandException(string.Create(
                CultureInfo.InvariantCulture,
                $"{list.Source}: {Plural.Of(list.Files.Count, "picture")} of {height} × {width} pixels {Plural.Word(list.Files.Count, "does", "do")} " +
                $"not fit into memory; give --size {fitting} or less."));
        }
    }
}
