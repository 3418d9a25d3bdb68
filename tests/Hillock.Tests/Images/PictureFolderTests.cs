using Hillock.Data;
using Hillock.Images;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Images;

/// <summary>Folders by class: order, what is passed over, damage in the middle.</summary>
public class PictureFolderTests
{
    [Fact]
    public void Order_IsOrdinal_AndOthersArePassedOver()
    {
        using TemporaryFolder folder = Classes("b", "B2", "a");
        byte[] picture = PictureSamples.Bytes("rgb8.png");
        string[] names =
        [
            "b/z.PNG", "b/Z.jpeg", "b/deep/er/y.JPG", "b/.hidden.png", "b/note.txt", "b/.secret/x.png", "B2/1.png", "a/10.png", "a/2.png", "loose.png",
        ];
        foreach (string name in names)
        {
            Put(folder, name, picture);
        }

        Directory.CreateDirectory(folder.Path(".git"));
        PictureFolder pictures = PictureFolder.Open(folder.FullName, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["B2", "a", "b"], pictures.Classes);
        Assert.Equal(["B2/1.png", "a/10.png", "a/2.png", "b/Z.jpeg", "b/z.PNG", "b/deep/er/y.JPG"], Relative(folder, pictures.Files));
        Assert.Equal([0, 1, 1, 2, 2, 2], pictures.Labels);
        Assert.Equal(Shape.Create([3, 23, 29]), pictures.Read(5).Shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => pictures.Read(6));
        Assert.Equal("loose.png", Relative(folder, PictureFolder.List(folder.FullName, TestContext.Current.CancellationToken))[0]);
    }

    [Fact]
    public void Links_AreFollowedToFilesAndClasses_NotInCircles()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // links need a right there
        }

        using TemporaryFolder folder = Classes("a"), elsewhere = Classes("c");
        Put(folder, "a/1.png", PictureSamples.Bytes("rgb8.png"));
        Put(elsewhere, "c/2.png", PictureSamples.Bytes("rgb8.png"));
        File.CreateSymbolicLink(folder.Path("a/link.png"), folder.Path("a/1.png"));
        Directory.CreateSymbolicLink(folder.Path("a/round"), folder.FullName);
        Directory.CreateSymbolicLink(folder.Path("c"), elsewhere.Path("c"));
        PictureFolder pictures = PictureFolder.Open(folder.FullName, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["a/1.png", "a/link.png", "c/2.png"], Relative(folder, pictures.Files));
    }

    /// <summary>Cut off, lying about its size or hostile in the middle of an epoch: its path, or it is left out; never a hang or a picture of it.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Dataset_NamesDamagedPictures_OrLeavesThemOut(int workers)
    {
        using TemporaryFolder folder = Classes("a", "b");
        byte[] good = PictureSamples.Bytes("rgb8.png"), wide = [.. good];
        for (int i = 0; i < 8; i++)
        {
            Put(folder, $"{(i % 2 == 0 ? "a" : "b")}/{i}.png", good);
        }

        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(wide.AsSpan(16), 60_000);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(wide.AsSpan(29), Crc32.Append(0, wide.AsSpan(12, 17)));
        Put(folder, "a/2.png", good[..^40]);
        Put(folder, "b/3.png", wide);
        Put(folder, "b/5.png", [.. good[..8], .. new byte[5000]]);
        PictureFolder pictures = PictureFolder.Open(folder.FullName, cancellationToken: TestContext.Current.CancellationToken);
        DataLoaderOptions options = new() { BatchSize = 3, Workers = workers };
        using DataLoader strict = new(pictures.AsDataset(), options);
        DataLoaderException fault = Assert.Throws<DataLoaderException>(() => strict.Epoch(0, TestContext.Current.CancellationToken).Count());
        Assert.Contains("2.png", fault.Message, StringComparison.Ordinal);
        Assert.IsType<DataFormatException>(fault.InnerException);
        using DataLoader lenient = new(pictures.AsDataset(), options with { Skips = fault => fault.InnerException is DataFormatException });
        (Tensor Inputs, Tensor Targets)[] batches = [.. lenient.Epoch(0, TestContext.Current.CancellationToken)];
        Assert.Equal([0L, 0, 0, 1, 1], batches.SelectMany(batch => batch.Targets.ToArray<long>()));
        Assert.Equal(Shape.Create([2, 3, 23, 29]), batches[0].Inputs.Shape);
        Assert.Equal(PictureSamples.Pixels(Picture.Read(good)), batches[0].Inputs.Select(0, 1).ToArray<byte>());
        Assert.Equal(3, lenient.Skipped.Count);
        Assert.Equal(1, pictures.AsDataset(PictureChannels.Gray)[0].Inputs.Shape[0]);
        Assert.Throws<DataFormatException>(() => pictures.AsDataset(maximumPixels: 9)[0]);
    }

    [Fact]
    public void Classes_ThatCannotBeMeantAreRefused()
    {
        using TemporaryFolder none = new(), one = Classes("a"), empty = Classes("a", "b"), capitals = Classes("Cat", "cat");
        Put(empty, "a/1.png", PictureSamples.Bytes("rgb8.png"));
        Refused(none, "there is none");
        Refused(one, "there is one, a");
        Assert.Contains("class b", Refused(empty, "there are no pictures").Message, StringComparison.Ordinal);
        PictureFolder pictures = PictureFolder.Open(empty.FullName, allowEmptyClasses: true, TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], pictures.Classes);
        if (Directory.GetDirectories(capitals.FullName).Length == 2)
        {
            Put(capitals, "Cat/1.png", []);
            Refused(capitals, "differ in capitals only");
        }

        Assert.Throws<DirectoryNotFoundException>(() => PictureFolder.Open(none.Path("x"), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<OperationCanceledException>(() => PictureFolder.Open(empty.FullName, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Damage_EndsTheReadingOrIsListed()
    {
        using TemporaryFolder folder = Classes("a", "b");
        byte[] picture = PictureSamples.Bytes("rgb8.png");
        Put(folder, "a/1.png", picture);
        Put(folder, "a/2.png", picture[..100]);
        Put(folder, "b/3.png", PictureSamples.Bytes("gray8.png"));
        Put(folder, "b/4.png", picture);
        PictureFolder pictures = PictureFolder.Open(folder.FullName, cancellationToken: TestContext.Current.CancellationToken);
        File.Delete(folder.Path("b/4.png")); // the folder shrinks
        DataFormatException fault = Assert.Throws<DataFormatException>(() => pictures.Load(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(folder.Path("a/2.png"), fault.DataSource);

        LabelledPictures loaded = pictures.Load(new PictureLoadOptions { SkipUnreadable = true }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Shape.Create([2, 3, 23, 29]), loaded.Images.Shape);
        (_, byte[] gray) = PictureSamples.Expected("gray8.png");
        Assert.Equal([.. PictureSamples.Expected("rgb8.png").Pixels, .. gray, .. gray, .. gray], PictureSamples.Pixels(loaded.Images));
        Assert.Equal([0L, 1L], loaded.Labels.AsReadOnlySpan<long>().ToArray());
        GC.KeepAlive(loaded.Labels);
        Assert.Equal([folder.Path("a/2.png"), folder.Path("b/4.png")], loaded.Skipped.Select(skipped => skipped.Path));
        Assert.IsType<DataFormatException>(loaded.Skipped[0].Reason);
        Assert.IsType<FileNotFoundException>(loaded.Skipped[1].Reason);
        Assert.Throws<OperationCanceledException>(() => pictures.Load(cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Sizes_ThatDifferAreNamed()
    {
        using TemporaryFolder folder = Classes("a", "b");
        Put(folder, "a/1.png", PictureSamples.Bytes("rgb8.png"));
        Put(folder, "b/2.png", PictureSamples.Bytes("small-interlaced.png"));
        PictureFolder pictures = PictureFolder.Open(folder.FullName, cancellationToken: TestContext.Current.CancellationToken);
        DataFormatException fault = Assert.Throws<DataFormatException>(
            () => pictures.Load(new PictureLoadOptions { SkipUnreadable = true }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("[3, 5, 5], and [3, 23, 29] in " + folder.Path("a/1.png"), fault.Message, StringComparison.Ordinal);
    }

    private static TemporaryFolder Classes(params string[] names)
    {
        TemporaryFolder folder = new();
        Array.ForEach(names, name => Directory.CreateDirectory(folder.Path(name)));
        return folder;
    }

    private static void Put(TemporaryFolder folder, string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.Path(name))!);
        folder.Write(name, content);
    }

    private static string[] Relative(TemporaryFolder folder, IEnumerable<string> files) =>
        [.. files.Select(file => Path.GetRelativePath(folder.FullName, file).Replace('\\', '/'))];

    private static DataFormatException Refused(TemporaryFolder folder, string problem)
    {
        DataFormatException exception = Assert.Throws<DataFormatException>(
            () => PictureFolder.Open(folder.FullName, cancellationToken: TestContext.Current.CancellationToken));
        Assert.StartsWith(folder.FullName, exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        return exception;
    }
}
