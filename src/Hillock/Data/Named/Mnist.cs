namespace Hillock.Data;

/// <summary>MNIST: handwritten digits, 28 × 28 grey pictures, 60,000 to train on and 10,000 to test on.</summary>
/// <remarks>
/// The files are looked for in the folder <c>mnist</c> of the cache, packed or unpacked, and fetched if they are not there (<see cref="DownloadOptions"/>).
/// They are verified each time. Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition" (1998).
/// </remarks>
/// <example>
/// <code>
/// BytePictures training = await Mnist.LoadAsync(train: true, cancellationToken: cancellationToken);
/// using DataLoader loader = new(training, new DataLoaderOptions { BatchSize = 64, Shuffle = true });
/// </code>
/// </example>
public static class Mnist
{
    private static readonly IdxSet Set = new("mnist", ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);

    /// <summary>Training pictures, their labels, test pictures, their labels.</summary>
    private static readonly PackedFile[] Packed =
    [
        File(
            "train-images-idx3-ubyte.gz", 9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
            47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        File(
            "train-labels-idx1-ubyte.gz", 28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
            60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        File(
            "t10k-images-idx3-ubyte.gz", 1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
            7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        File(
            "t10k-labels-idx1-ubyte.gz", 4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
            10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
    ];

    /// <summary>The files: training pictures, their labels, test pictures, their labels.</summary>
    public static IReadOnlyList<RemoteFile> Files { get; } = [.. Packed.Select(static packed => packed.File)];

    /// <summary>Reads one half; see <see cref="LoadAsync"/>.</summary>
    /// <inheritdoc cref="LoadAsync"/>
    public static BytePictures Load(bool train = true, DownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => LoadAsync(train, options, cancellationToken), cancellationToken).GetAwaiter().GetResult();

    /// <summary>Reads one half, and fetches it first if it is not there.</summary>
    /// <param name="train">Whether the 60,000 pictures to train on; otherwise the 10,000 to test on.</param>
    /// <param name="options">Where the files are, and how they are fetched; the usual way when null.</param>
    /// <param name="cancellationToken">Ends it; what came stays for the next attempt.</param>
    /// <returns>The pictures, <c>[1, 28, 28]</c> each.</returns>
    /// <exception cref="DownloadException">A file is not there and could not be fetched, or may not be.</exception>
    /// <exception cref="DataFormatException">A file is there but is another one.</exception>
    /// <exception cref="IOException">A file cannot be read, or the cache not be written to.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static Task<BytePictures> LoadAsync(bool train = true, DownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        Set.LoadAsync(Packed[train ? 0 : 2], Packed[train ? 1 : 3], options, cancellationToken);

    private static PackedFile File(string name, long length, string sha256, long unpackedLength, string unpackedSha256) =>
        new(
            new RemoteFile(
                name, length, sha256,
                [new Uri("https://ossci-datasets.s3.amazonaws.com/mnist/" + name), new Uri("https://storage.googleapis.com/cvdf-datasets/mnist/" + name)]),
            unpackedLength, unpackedSha256);
}
