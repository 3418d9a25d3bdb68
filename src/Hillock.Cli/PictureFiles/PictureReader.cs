using System.Collections.Concurrent;
using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Cli.Comparisons;
using Hillock.Data;
using Hillock.Data.Transforms;
using Hillock.Images;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Cli.PictureFiles;

/// <summary>Reads pictures on several threads, each as it is asked for.</summary>
internal static class PictureReader
{
    private const int MostNamed = 3;

    /// <summary>Reads a picture with given channels, at a given size.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channels">1 for grey, 3 for colours; 2 and 4 with opacity.</param>
    /// <param name="height">The rows.</param>
    /// <param name="width">The columns.</param>
    /// <returns>Bytes, <c>[channels, height, width]</c>.</returns>
    public static Tensor Read(string path, int channels, int height, int width)
    {
        PictureChannels wanted = channels switch
        {
            1 => PictureChannels.Gray,
            2 => PictureChannels.GrayAlpha,
            3 => PictureChannels.Rgb,
            4 => PictureChannels.RgbAlpha,
            _ => throw new CommandException(
                string.Create(CultureInfo.InvariantCulture, $"the network takes {Plural.Of(channels, "channel")}, and pictures have 1 to 4; name a " +
                    $"file of such arrays.")),
        };
        return new Resize((height, width)).Apply(Picture.Read(path, wanted), default);
    }

    /// <summary>Reads many.</summary>
    /// <param name="files">Their paths.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="done">Is told after each; null for nobody.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The pictures in the order of the files, and what was wrong with those that are null.</returns>
    public static (T?[] Pictures, IReadOnlyDictionary<int, Exception> Faults) ReadAll<T>(
        IReadOnlyList<string> files, Func<string, T> read, Action? done, CancellationToken cancellationToken)
        where T : class
    {
        T?[] pictures = new T?[files.Count];
        ConcurrentDictionary<int, Exception> faults = [];
        ParallelOptions options = new() { MaxDegreeOfParallelism = Parallelism.Threads, CancellationToken = cancellationToken };
        Parallel.For(0, files.Count, options, i =>
        {
            try
            {
                using IDisposable held = PictureGate.Shared.Hold();
                pictures[i] = read(files[i]);
            }
            catch (Exception exception) when (exception is DataFormatException or IOException or UnauthorizedAccessException)
            {
                faults[i] = exception;
            }

            done?.Invoke();
        });
        return (pictures, faults);
    }

    /// <summary>Refuses pictures of which some cannot be read.</summary>
    /// <exception cref="CommandException">There is one.</exception>
    public static void RequireAll(PictureList list, IReadOnlyDictionary<int, Exception> faults)
    {
        if (faults.Count > 0)
        {
            IEnumerable<string> named = faults.OrderBy(static fault => fault.Key).Take(MostNamed)
                .Select(static fault => LibraryAdvice.Of(ErrorLine.Of(fault.Value)).TrimEnd('.'));
            string more = faults.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" (and {faults.Count - MostNamed} more)") : "";
            throw new CommandException(
                string.Create(CultureInfo.InvariantCulture, $"{list.Source}: {faults.Count} of {Plural.Of(list.Files.Count, "picture")} cannot be read: ") +
                $"{string.Join("; ", named)}{more}. Repair them or take them away.");
        }
    }
}
