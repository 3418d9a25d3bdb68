using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Hillock.Data;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data.Downloads;

/// <summary>Data sets by name, made small: where their files are found, how they are unpacked, and what becomes of them.</summary>
public sealed class NamedSetTests : IDisposable
{
    private const string Inner = "batches";

    // Two pictures of 2 × 3, and their labels.
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 1, 0];

    private readonly TemporaryFolder _cache = new();

    private DownloadOptions Options => new() { Cache = _cache.FullName, RetryDelay = TimeSpan.Zero };

    [Fact]
    public async Task Idx_IsFetchedAndRead()
    {
        (PackedFile images, PackedFile labels) = (Packed("images.gz", Images), Packed("labels.gz", Labels));
        byte[][] packed = [Gzip(Images), Gzip(Labels)];
        using LoopbackServer server = new(request => new Answer(200, request.Path.EndsWith("images.gz", StringComparison.Ordinal) ? packed[0] : packed[1]));
        IdxSet set = new("small", ["no", "yes"]);
        BytePictures pictures = await set.LoadAsync(images, labels, Options with { Mirrors = [server.Root] }, TestContext.Current.CancellationToken);
        Assert.Equal((2, 1, 2, 3), (pictures.Count, pictures.Channels, pictures.Height, pictures.Width));
        Assert.Equal([1, 0], pictures.Labels.ToArray());
        Assert.Equal(Images[16..], pictures.Pixels.ToArray());
        Assert.Equal(["no", "yes"], pictures.ClassNames);
        Assert.True(File.Exists(_cache.Path("small/images.gz")));

        // It is there now.
        await set.LoadAsync(images, labels, Options with { Offline = true }, TestContext.Current.CancellationToken);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Idx_ThatWasPlacedUnpacked_IsVerifiedAndRead()
    {
        (PackedFile images, PackedFile labels) = (Packed("images.gz", Images), Packed("labels.gz", Labels));
        Directory.CreateDirectory(_cache.Path("small"));
        File.WriteAllBytes(_cache.Path("small/images"), Images);
        File.WriteAllBytes(_cache.Path("small/labels"), Labels);
        IdxSet set = new("small", ["no", "yes"]);
        DownloadOptions offline = Options with { Offline = true };
        BytePictures pictures = await set.LoadAsync(images, labels, offline, TestContext.Current.CancellationToken);
        Assert.Equal(Images[16..], pictures.Pixels.ToArray());

        File.WriteAllBytes(_cache.Path("small/images"), [.. Images[..^1], 0]);
        Assert.Contains("SHA-256", (await Assert.ThrowsAsync<DataFormatException>(
            () => set.LoadAsync(images, labels, offline, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);

        // Where no checksum is known, the length and the form.
        pictures = await set.LoadAsync(images with { Sha256 = null }, labels, offline, TestContext.Current.CancellationToken);
        Assert.Equal(0, pictures.Pixels[^1]);
        File.WriteAllBytes(_cache.Path("small/images"), Images[1..]);
        await Assert.ThrowsAsync<DataFormatException>(
            () => set.LoadAsync(images with { Sha256 = null }, labels, offline, TestContext.Current.CancellationToken));
        File.WriteAllBytes(_cache.Path("small/images"), Images);
        Assert.Contains("the label 1 is not one of 0 to 0", (await Assert.ThrowsAsync<DataFormatException>(
            () => new IdxSet("small", ["only"]).LoadAsync(images, labels, offline, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        Assert.Contains("bytes of [count, height, width]", (await Assert.ThrowsAsync<DataFormatException>(
            () => set.LoadAsync(labels, labels, offline, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cifar_IsFetchedUnpackedAndRead()
    {
        byte[] one = Records(0, 3), two = Records(3, 2);
        byte[] archive = Archive(("", "./readme.html", [1, 2, 3]), ("", Inner + "/one.bin", one), ("", $"./{Inner}/two.bin", two));
        using LoopbackServer server = new(_ => new Answer(200, archive));
        CifarSet set = Set(server, archive, one, two);
        BytePictures pictures = await set.LoadAsync(["one.bin", "two.bin"], Options, TestContext.Current.CancellationToken);
        Assert.Equal((5, 3, 32, 32), (pictures.Count, pictures.Channels, pictures.Height, pictures.Width));
        Assert.Equal([0, 1, 2, 3, 4], pictures.Labels.ToArray());
        Assert.Equal([.. one.Chunk(3073).Concat(two.Chunk(3073)).SelectMany(record => record[1..])], pictures.Pixels.ToArray());

        // The archive is not needed any more.
        File.Delete(_cache.Path("small/small.tar.gz"));
        pictures = await set.LoadAsync(["two.bin"], Options with { Offline = true }, TestContext.Current.CancellationToken);
        Assert.Equal([3, 4], pictures.Labels.ToArray());
        Assert.Single(server.Requests);
        Assert.Equal(["one.bin", "two.bin"], Directory.GetFiles(_cache.Path("small/" + Inner)).Select(Path.GetFileName).Order());

        File.WriteAllBytes(_cache.Path($"small/{Inner}/two.bin"), [.. two[..^1], 9]);
        Assert.Contains("SHA-256", (await Assert.ThrowsAsync<DataFormatException>(
            () => set.LoadAsync(["two.bin"], Options, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    /// <summary>What an entry is called decides whether it is wanted, never where it goes.</summary>
    [Fact]
    public void Archive_WritesNothingButTheKnownFiles()
    {
        byte[] one = Records(0, 1);
        byte[] archive = Archive(
            ("", "../evil", [1]), ("", "/tmp/hillock-evil", [1]), ("", $"{Inner}/../../evil", [1]), ("", $"{Inner}/other.bin", [1]), ("d", $"{Inner}/sub", []),
            ("../target", $"{Inner}/one.bin", []), ("", $"{Inner}/one.bin", one));
        string folder = _cache.Path("a/b");
        TarFiles.Extract(_cache.Write("x.tar.gz", archive), folder, Wanted(one), TestContext.Current.CancellationToken);
        Assert.Equal([_cache.Path("a"), _cache.Path("x.tar.gz")], Directory.GetFileSystemEntries(_cache.FullName).Order());
        Assert.Equal([folder], Directory.GetFileSystemEntries(_cache.Path("a")));
        Assert.Equal([Path.Combine(folder, "one.bin")], Directory.GetFileSystemEntries(folder));
        Assert.Equal(one, File.ReadAllBytes(Path.Combine(folder, "one.bin")));
        Assert.Null(new FileInfo(Path.Combine(folder, "one.bin")).LinkTarget);
        Assert.False(File.Exists("/tmp/hillock-evil"));
    }

    [Fact]
    public void Archive_ThatIsDamagedOrAnother_IsRefused()
    {
        byte[] one = Records(0, 1);
        byte[] good = Archive(("", $"{Inner}/one.bin", one));
        byte[] other = [.. one[..^1], 9];
        foreach ((byte[] archive, string fault) in new (byte[], string)[]
        {
            (Archive(("", "x", [1])), "there is no batches/one.bin in it"),
            (Archive(("", $"{Inner}/one.bin", one[1..])), "is expected to have 3073 bytes but has 3072"),
            (Archive(("", $"{Inner}/one.bin", other)), "is expected to have the SHA-256"),
            (good[..(good.Length / 2)], ""),
            (Gzip([.. Enumerable.Repeat((byte)'x', 5000)]), ""),
            ([], ""),
        })
        {
            string folder = _cache.Path("a");
            DataFormatException exception = Assert.Throws<DataFormatException>(
                () => TarFiles.Extract(_cache.Write("x.tar", archive), folder, Wanted(one), TestContext.Current.CancellationToken));
            Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(folder));
        }

        Assert.Throws<OperationCanceledException>(
            () => TarFiles.Extract(_cache.Write("x.tar.gz", good), _cache.Path("a"), Wanted(one), new CancellationToken(true)));
    }

    [Fact]
    public void Pictures_AreScaledItemByItemAndTogether()
    {
        BytePictures pictures = new(Images.AsSpan(16), Labels.AsSpan(8), 1, 2, 3, ["a", "b"]);
        Assert.Equal(Shape.Create([1, 2, 3]), pictures[1].Inputs.Shape);
        Assert.Equal([.. Images[22..].Select(value => (float)(value / 255.0))], pictures[1].Inputs.ToArray<float>());
        Assert.Equal(0, pictures[1].Targets.Item<long>());
        TensorDataset all = pictures.ToTensors();
        Assert.Equal(Shape.Create([2, 1, 2, 3]), all.Inputs.Shape);
        Assert.Equal([.. Images[16..].Select(value => (float)(value / 255.0))], all.Inputs.ToArray<float>());
        Assert.Equal([1L, 0], all.Targets.ToArray<long>());
        using DataLoader loader = new(pictures, new DataLoaderOptions { BatchSize = 2 });
        Assert.Equal(all.Inputs.ToArray<float>(), loader.Epoch(0, TestContext.Current.CancellationToken).Single().Item1.ToArray<float>());

        Assert.Throws<ArgumentOutOfRangeException>(() => pictures[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => pictures[-1]);
        Assert.Contains("have 12 pixels but there are 11", Assert.Throws<ArgumentException>(
            () => new BytePictures(Images.AsSpan(17), Labels.AsSpan(8), 1, 2, 3, ["a", "b"])).Message, StringComparison.Ordinal);
        Assert.Contains("picture 0 has 1", Assert.Throws<ArgumentException>(
            () => new BytePictures(Images.AsSpan(16), Labels.AsSpan(8), 1, 2, 3, ["a"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BytePictures([], [], 0, 1, 1, ["a"]));
    }

    /// <summary>Offline the message names the first file that is missing.</summary>
    [Fact]
    public async Task Sets_ThatAreNotThere_SayWhatToPlaceWhere()
    {
        DownloadOptions offline = Options with { Offline = true };
        foreach ((Func<Task> load, string file) in new (Func<Task>, string)[]
        {
            (() => Mnist.LoadAsync(true, offline, TestContext.Current.CancellationToken), "mnist/train-labels-idx1-ubyte.gz"),
            (() => Mnist.LoadAsync(false, offline, TestContext.Current.CancellationToken), "mnist/t10k-labels-idx1-ubyte.gz"),
            (() => FashionMnist.LoadAsync(false, offline, TestContext.Current.CancellationToken), "fashion-mnist/t10k-labels-idx1-ubyte.gz"),
            (() => Cifar10.LoadAsync(false, offline, TestContext.Current.CancellationToken), "cifar-10/cifar-10-binary.tar.gz"),
        })
        {
            DownloadException exception = await Assert.ThrowsAsync<DownloadException>(load);
            Assert.Equal(_cache.Path(file), exception.Path.Replace('\\', '/'));
            Assert.Contains(exception.File.Sha256, exception.Message, StringComparison.Ordinal);
        }

        Assert.Throws<DownloadException>(() => Mnist.Load(options: offline, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<DownloadException>(() => FashionMnist.Load(options: offline, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<DownloadException>(() => Cifar10.Load(options: offline, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFileSystemEntries(_cache.FullName));
    }

    /// <summary>The real files; how often each digit is among the test pictures is told on the page of MNIST's authors and in many papers.</summary>
    [Fact]
    [Trait("Speed", "slow")]
    public void Mnist_OfARealFolder_IsRead()
    {
        string? folder = Environment.GetEnvironmentVariable("HILLOCK_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "HILLOCK_DATA is not set; set it to a folder with the public data sets to run this test.");
        BytePictures test = Mnist.Load(false, new DownloadOptions { Cache = folder, Offline = true }, TestContext.Current.CancellationToken);
        Assert.Equal((10_000, 28, 28), (test.Count, test.Height, test.Width));
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], Enumerable.Range(0, 10).Select(digit => test.Labels.Count((byte)digit)));
    }

    public void Dispose() => _cache.Dispose();

    private static PackedFile Packed(string name, byte[] content) => new(
        new RemoteFile(name, Gzip(content).Length, Sha256(Gzip(content)), []), content.Length, Sha256(content));

    private static CifarSet Set(LoopbackServer server, byte[] archive, byte[] one, byte[] two) => new(
        "small", new RemoteFile("small.tar.gz", archive.Length, Sha256(archive), [new Uri(server.Root, "small.tar.gz")]), Inner,
        new Dictionary<string, (long Length, string Sha256)> { ["one.bin"] = (one.Length, Sha256(one)), ["two.bin"] = (two.Length, Sha256(two)) },
        ["a", "b", "c", "d", "e"]);

    private static Dictionary<string, (long Length, string Sha256)> Wanted(byte[] one) => new() { [Inner + "/one.bin"] = (one.Length, Sha256(one)) };

    private static byte[] Records(int first, int count) =>
        [.. Enumerable.Range(first, count).SelectMany(label => Enumerable.Range(0, 3073).Select(i => i == 0 ? (byte)label : (byte)((i * 5) + label)))];

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }

    // A link's target, "d" for a folder, or nothing for a file.
    private static byte[] Archive(params (string Link, string Name, byte[] Content)[] entries)
    {
        using MemoryStream stream = new();
        using (TarWriter writer = new(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach ((string link, string name, byte[] content) in entries)
            {
                UstarTarEntry entry = new(
                    link switch { "" => TarEntryType.RegularFile, "d" => TarEntryType.Directory, _ => TarEntryType.SymbolicLink }, name);
                if (link.Length == 0)
                {
                    entry.DataStream = new MemoryStream(content);
                }
                else if (link != "d")
                {
                    entry.LinkName = link;
                }

                writer.WriteEntry(entry);
            }
        }

        return Gzip(stream.ToArray());
    }
}
