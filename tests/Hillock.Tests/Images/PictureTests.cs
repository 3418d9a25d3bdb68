using Hillock.Data;
using Hillock.Images;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Images;

/// <summary>Pictures against PIL, channels, and writing.</summary>
public class PictureTests
{
    public static TheoryData<string> Png => [.. PictureSamples.Names.Where(name => name.EndsWith(".png", StringComparison.Ordinal))];

    /// <summary>How far pixels may be from libjpeg's, at most and on average: colours of half the resolution are not smoothed.</summary>
    public static TheoryData<string, int, double> Jpeg
    {
        get
        {
            TheoryData<string, int, double> data = [];
            foreach (string name in PictureSamples.Names.Where(name => name.EndsWith(".jpg", StringComparison.Ordinal)))
            {
                (int most, double mean) = name switch
                {
                    "420.jpg" or "422.jpg" or "cmyk.jpg" => (50, 4.0),
                    "444.jpg" or "progressive.jpg" or "restarts.jpg" => (4, 0.6),
                    _ => (1, 0.1),
                };
                data.Add(name, most, mean);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Png))]
    public void Png_IsExact(string name)
    {
        (int[] shape, byte[] expected) = PictureSamples.Expected(name);
        Tensor picture = Picture.Read(PictureSamples.PathOf(name));
        Assert.Equal(DataType.UInt8, picture.DataType);
        Assert.Equal(Shape.Create(shape), picture.Shape);
        Assert.Equal(expected, PictureSamples.Pixels(picture));
    }

    [Theory]
    [MemberData(nameof(Jpeg))]
    public void Jpeg_IsCloseToLibjpeg(string name, int most, double mean)
    {
        (int[] shape, byte[] expected) = PictureSamples.Expected(name);
        Tensor picture = Picture.Read(PictureSamples.PathOf(name));
        Assert.Equal(Shape.Create(shape), picture.Shape);
        int[] distances = [.. PictureSamples.Pixels(picture).Zip(expected, (found, right) => Math.Abs(found - right))];
        Assert.True(distances.Max() <= most && distances.Average() <= mean, $"{name}: at most {distances.Max()}, on average {distances.Average():F3}");
    }

    [Fact]
    public void Samples_AreThere() => Assert.Equal((35, 16), (Png.Count, Jpeg.Count));

    [Fact]
    public void Channels_AreConverted()
    {
        (_, byte[] luma) = PictureSamples.Expected("luma");
        string colors = PictureSamples.PathOf("rgb8.png");
        Assert.Equal(luma, PictureSamples.Pixels(Picture.Read(colors, PictureChannels.Gray)));
        Assert.Equal([.. luma, .. Enumerable.Repeat((byte)255, luma.Length)], PictureSamples.Pixels(Picture.Read(colors, PictureChannels.GrayAlpha)));
        (_, byte[] rgba) = PictureSamples.Expected("rgba8.png");
        Assert.Equal(rgba[..^luma.Length], PictureSamples.Pixels(Picture.Read(PictureSamples.PathOf("rgba8.png"), PictureChannels.Rgb)));
        (_, byte[] gray) = PictureSamples.Expected("gray8.png");
        Assert.Equal([.. gray, .. gray, .. gray], PictureSamples.Pixels(Picture.Read(PictureSamples.PathOf("gray8.png"), PictureChannels.Rgb)));
        Assert.Equal(4, Picture.Read(PictureSamples.PathOf("gray8.png"), PictureChannels.RgbAlpha).Shape[0]);
        Assert.Equal("channels", Assert.Throws<ArgumentOutOfRangeException>(() => Picture.Read(colors, (PictureChannels)9)).ParamName);
    }

    [Theory]
    [InlineData("gray8.png")]
    [InlineData("gray-alpha8.png")]
    [InlineData("rgb8.png")]
    [InlineData("rgba8.png")]
    public void Written_IsReadAgain(string name)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("picture.png", "what was there");
        Tensor picture = Picture.Read(PictureSamples.PathOf(name));
        Picture.WritePng(path, picture);
        Tensor again = Picture.Read(path);
        Assert.Equal(picture.Shape, again.Shape);
        Assert.Equal(PictureSamples.Pixels(picture), PictureSamples.Pixels(again));
        Assert.Equal([path], folder.Files());
    }

    [Fact]
    public void Numbers_AreRoundedTo255ths()
    {
        using MemoryStream stream = new();
        Picture.WritePng(stream, Tensor.From([0f, 1f, 0.5f, -3f, 7f, 0.1f], [2, 3]));
        Tensor picture = Picture.Read(stream.ToArray());
        Assert.Equal(Shape.Create([1, 2, 3]), picture.Shape);
        Assert.Equal([0, 255, 128, 0, 255, 26], PictureSamples.Pixels(picture));
    }

    [Fact]
    public void Views_AreWrittenAsTheyLook()
    {
        using MemoryStream stream = new();
        Picture.WritePng(stream, Tensor.From(new byte[] { 1, 2, 3, 4, 5, 6 }, [2, 3]).Transpose(0, 1));
        Assert.Equal([1, 4, 2, 5, 3, 6], PictureSamples.Pixels(Picture.Read(stream.ToArray())));
    }

    [Fact]
    public void Writing_RefusesWhatIsNoPicture()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("picture.png", "what was there");
        Tensor[] wrong =
        [
            Tensor.Zeros([5, 2, 2]), Tensor.Zeros([4]), Tensor.Zeros([1, 3, 2, 2]), Tensor.Zeros([3, 0, 2]), Tensor.From([float.NaN], [1, 1]),
            Tensor.Zeros([2, 2], DataType.Int64),
        ];
        Assert.All(wrong, tensor => Assert.Equal("picture", Assert.Throws<ArgumentException>(() => Picture.WritePng(path, tensor)).ParamName));
        Assert.Equal("what was there", File.ReadAllText(path));
        Assert.Throws<DirectoryNotFoundException>(() => Picture.WritePng(folder.Path("none/picture.png"), Tensor.Zeros([2, 2])));
        Assert.Single(folder.Files());
    }

    [Fact]
    public void Streams_NeedNotBeSeekable()
    {
        using ForwardStream stream = new(PictureSamples.Bytes("rgb8.png"));
        Assert.Equal(PictureSamples.Expected("rgb8.png").Pixels, PictureSamples.Pixels(Picture.Read(stream)));
    }
}
