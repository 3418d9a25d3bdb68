namespace Hillock.Data;

/// <summary>CIFAR-10: colour pictures of 32 × 32 in ten classes, 50,000 to train on and 10,000 to test on.</summary>
/// <remarks>
/// The files of the binary version are looked for in the folder <c>cifar-10/cifar-10-batches-bin</c> of the cache. If they are not there, the archive
/// (170 MB) is fetched to <c>cifar-10</c> and unpacked; it may be deleted afterwards. All files are verified each time. Source: Krizhevsky, "Learning
/// multiple layers of features from tiny images" (2009).
/// </remarks>
/// <example>
/// <code>
/// BytePictures test = Cifar10.Load(train: false);
/// </code>
/// </example>
public static class Cifar10
{
    private const long BatchBytes = 30_730_000;

    private static readonly string[] Training = ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"];
    private static readonly string[] Test = ["test_batch.bin"];

    /// <summary>The archive.</summary>
    public static RemoteFile Archive { get; } = new(
        "cifar-10-binary.tar.gz", 170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
        [
            new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
            new Uri("https://cave.cs.toronto.edu/kriz/cifar-10-binary.tar.gz"),
            new Uri("https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/cifar-10-binary.tar.gz"),
        ]);

    private static readonly CifarSet Set = new(
        "cifar-10", Archive, "cifar-10-batches-bin",
        new Dictionary<string, (long Length, string Sha256)>
        {
            [Training[0]] = (BatchBytes, "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
            [Training[1]] = (BatchBytes, "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
            [Training[2]] = (BatchBytes, "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
            [Training[3]] = (BatchBytes, "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
            [Training[4]] = (BatchBytes, "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
            [Test[0]] = (BatchBytes, "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"),
        },
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]);

    /// <summary>Reads one part; see <see cref="LoadAsync"/>.</summary>
    /// <inheritdoc cref="LoadAsync"/>
    public static BytePictures Load(bool train = true, DownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => LoadAsync(train, options, cancellationToken), cancellationToken).GetAwaiter().GetResult();

    /// <summary>Reads one part, and fetches it first if it is not there.</summary>
    /// <param name="train">Whether the 50,000 pictures to train on; otherwise the 10,000 to test on.</param>
    /// <param name="options">Where the files are, and how they are fetched; the usual way when null.</param>
    /// <param name="cancellationToken">Ends it; what came stays for the next attempt.</param>
    /// <returns>The pictures, <c>[3, 32, 32]</c> each: red, green, blue.</returns>
    /// <exception cref="DownloadException">The archive is not there and could not be fetched, or may not be.</exception>
    /// <exception cref="DataFormatException">A file is there but is another one.</exception>
    /// <exception cref="IOException">A file cannot be read, or the cache not be written to.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static Task<BytePictures> LoadAsync(bool train = true, DownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        Set.LoadAsync(train ? Training : Test, options, cancellationToken);
}
