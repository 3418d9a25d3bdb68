namespace Hillock.Data;

/// <summary>Fashion-MNIST: articles of clothing, 28 × 28 grey pictures, 60,000 to train on and 10,000 to test on.</summary>
/// <remarks>
/// The files are looked for in the folder <c>fashion-mnist</c> of the cache and fetched if they are not there (<see cref="DownloadOptions"/>). They are
/// verified each time, by their SHA-256; of unpacked files, for which none is published, the length and the form alone. Source: Xiao, Rasul, Vollgraf,
/// "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms" (2017).
/// </remarks>
/// <example>
/// <code>
/// BytePictures training = FashionMnist.Load(train: true);
/// BytePictures test = FashionMnist.Load(train: false, new DownloadOptions { Cache = "data", Offline = true });
/// </code>
/// </example>
public static class FashionMnist
{
    private static readonly IdxSet Set =
        new("fashion-mnist", ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]);

    /// <summary>Training pictures, their labels, test pictures, their labels.</summary>
    private static readonly PackedFile[] Packed =
    [
        File("train-images-idx3-ubyte.gz", 26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84", 47_040_016),
        File("train-labels-idx1-ubyte.gz", 29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845", 60_008),
        File("t10k-images-idx3-ubyte.gz", 4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073", 7_840_016),
        File("t10k-labels-idx1-ubyte.gz", 5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5", 10_008),
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

    private static PackedFile File(string name, long length, string sha256, long unpackedLength) =>
        new(
            new RemoteFile(
                name, length, sha256,
                [
                    new Uri("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/" + name),
                    new Uri("https://storage.googleapis.com/tensorflow/tf-keras-datasets/" + name),
                    new Uri("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/" + name),
                ]),
            unpackedLength, null);
}
