using System.Collections.Concurrent;
using System.Globalization;
using Hillock.Charts.CommandLine;
using Hillock.Data;

namespace Hillock.Cli.Comparisons;

/// <summary>Data sets of pictures that are known by name, and fetched if they are not in the cache.</summary>
internal static class NamedPictures
{
    private delegate Task<BytePictures> Loading(bool train, DownloadOptions options, CancellationToken cancellationToken);

    private static readonly Dictionary<string, (Loading Load, bool Train, int[] Size)> Sets = new()
    {
        ["mnist"] = (Mnist.LoadAsync, true, [1, 28, 28]),
        ["mnist-test"] = (Mnist.LoadAsync, false, [1, 28, 28]),
        ["fashion-mnist"] = (FashionMnist.LoadAsync, true, [1, 28, 28]),
        ["fashion-mnist-test"] = (FashionMnist.LoadAsync, false, [1, 28, 28]),
        ["cifar-10"] = (Cifar10.LoadAsync, true, [3, 32, 32]),
        ["cifar-10-test"] = (Cifar10.LoadAsync, false, [3, 32, 32]),
    };

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => Sets.Keys;

    /// <summary>What was read by this process.</summary>
    internal static ConcurrentDictionary<string, BytePictures> Loaded { get; } = new();

    /// <summary>Whether a source is such a name; a file or a folder of the name comes first.</summary>
    public static bool IsNamed(string? source) => source is not null && Sets.ContainsKey(source) && !Path.Exists(source);

    /// <summary>The channels, the height and the width.</summary>
    public static int[] Size(string name) => [.. Sets[name].Size];

    /// <summary>Fetches and verifies a data set, with a bar; does nothing for other sources.</summary>
    /// <param name="source">The source.</param>
    /// <param name="error">Where the bar is shown.</param>
    /// <param name="cancellationToken">Ends it; what came is kept for the next attempt.</param>
    public static void Fetch(string? source, TextWriter error, CancellationToken cancellationToken)
    {
        if (IsNamed(source) && !Loaded.ContainsKey(source!))
        {
            ProgressBar.Run(error, source!, bar => Loaded[source!] = Load(source!, bar is null ? null : new Bar(bar), cancellationToken));
        }
    }

    /// <summary>Reads a data set as a table: a row a picture, its pixels from 0 to 255.</summary>
    public static TabularData Read(string name, CancellationToken cancellationToken)
    {
        BytePictures pictures = Loaded.TryGetValue(name, out BytePictures? loaded) ? loaded : Loaded[name] = Load(name, null, cancellationToken);
        float[] features = new float[pictures.Pixels.Length];
        int[] classes = new int[pictures.Count];
        for (int i = 0; i < features.Length; i++)
        {
            features[i] = pictures.Pixels[i];
        }

        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = pictures.Labels[i];
        }

        return TabularData.Classification(features, TabularColumn.Numbered(features.Length / classes.Length), classes, pictures.ClassNames, "label", name);
    }

    private static BytePictures Load(string name, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        (Loading load, bool train, _) = Sets[name];
        return Task.Run(() => load(train, new DownloadOptions { Progress = progress }, cancellationToken), cancellationToken).GetAwaiter().GetResult();
    }

    private sealed class Bar(ProgressBar bar) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => bar.Report(
            value.Received / (double)Math.Max(1, value.Length),
            string.Create(CultureInfo.InvariantCulture, $"fetching {value.Name}, {value.Received / 1e6:F1} of {value.Length / 1e6:F1} MB"));
    }
}
