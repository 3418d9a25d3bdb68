using Hillock.Autograd;
using Hillock.Data.Transforms;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data.Transforms;

public class ColourTests
{
    private static readonly string[] Operations =
        ["brightness", "contrast", "saturation", "hue", "sharpness", "autocontrast", "solarize", "posterize", "grayscale", "equalize", "change"];

    public static TheoryData<int> Cases =>
        [.. Enumerable.Range(0, TransformOracle.All.Length).Where(i => Operations.Contains(TransformOracle.All[i].Operation))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Result_IsTorchvisions(int number)
    {
        TransformOracle item = TransformOracle.All[number];
        Func<Tensor, Tensor> function = item.Operation switch
        {
            "sharpness" => x => Colours.Sharpness(x, item.Number("factor")),
            "autocontrast" => Colours.AutoContrast,
            "equalize" => Equalization.Apply,
            "solarize" => x => Colours.Solarize(x, item.Number("threshold")),
            "posterize" => x => Colours.Posterize(x, (int)item.Number("bits")),
            "change" => x => new RandAugment(fill: item.Number("fill")).Change(x, (int)item.Number("kind"), item.Number("sign")),
            _ => x => Named(item).Apply(x, TransformKey.Of(0, 0, 0)),
        };
        bool isExact = item.Operation is "solarize" or "posterize" or "equalize";

        // Extremes move in 16-bit types, and with them where values turn over.
        TransformAssert.Agrees(item, new Fixed(function), bytes: isExact ? 0 : 1, isSmooth: item.Operation is not ("solarize" or "autocontrast" or "hue"));
        if (item.Picture.DataType != DataType.UInt8)
        {
            TransformAssert.Near(item.Expected, function(item.Picture.To(DataType.Float32)), 5e-6, item.ToString());
        }
    }

    [Fact]
    public void ColorJitter_DrawsFactorsUniformly_AndOrdersAtRandom()
    {
        // A gray of ½ times a factor around 1 stays below white.
        Tensor x = Tensor.Full([1, 1, 1], 0.5, DataType.Float64);
        ColorJitter jitter = new(brightness: 0.4);
        const int draws = 5000;
        double sum = 0, square = 0;
        for (int i = 0; i < draws; i++)
        {
            double factor = jitter.Apply(x, TransformKey.Of(1, 0, i)).Item<double>() * 2;
            Assert.InRange(factor, 0.6, 1.4);
            sum += factor - 1;
            square += (factor - 1) * (factor - 1);
        }

        double variance = 0.16 / 3, fourth = 0.0256 / 5;
        Assert.InRange(Math.Abs(sum / draws), 0, 5 * Math.Sqrt(variance / draws));
        Assert.InRange(Math.Abs((square / draws) - variance), 0, 5 * Math.Sqrt((fourth - (variance * variance)) / draws));

        // First brightness to white and then no contrast: the mean of white; the other way the mean, brightened.
        Tensor two = Tensor.From([0.2, 0.8], [1, 1, 2]);
        ColorJitter both = new(brightness: (2, 2), contrast: (0, 0), saturation: null, hue: null);
        int first = 0;
        for (int i = 0; i < draws; i++)
        {
            double value = both.Apply(two, TransformKey.Of(2, 0, i)).ToArray<double>()[0];
            Assert.True(Math.Abs(value - 0.7) < 1e-12 || Math.Abs(value - 1) < 1e-12, $"{value}");
            first += value < 0.9 ? 1 : 0;
        }

        Assert.InRange(Math.Abs(first - (draws / 2)), 0, 5 * Math.Sqrt(draws * 0.25));
    }

    [Fact]
    public void ColorJitter_OfGrayPictures_LeavesSaturationAndHue()
    {
        Tensor x = Tensor.RandomUniform([1, 3, 4], new Philox(1));
        ColorJitter jitter = new(saturation: 0.5, hue: 0.5);
        Assert.Equal(x.ToArray<float>(), jitter.Apply(x, TransformKey.Of(0, 0, 1)).ToArray<float>());
        TransformAssert.IsPure(Tensor.RandomUniform([3, 4, 5], new Philox(2)), new ColorJitter(0.4, 0.4, 0.4, 0.1), TransformKey.Of(0, 0, 2));
        TransformAssert.IsPure(x, new ColorJitter(0.4, 0.4, 0.4, 0.1), TransformKey.Of(0, 0, 2));
    }

    [Fact]
    public void Gradients_AreThoseOfDifferences()
    {
        Tensor x = (Tensor.RandomUniform([3, 4, 5], new Philox(3), dataType: DataType.Float64) * 0.8) + 0.1;
        foreach (Func<Tensor, Tensor> function in (Func<Tensor, Tensor>[])
            [y => Colours.Brightness(y, 0.7), y => Colours.Contrast(y, 0.7), y => Colours.Saturation(y, 0.7), y => Colours.Hue(y, 0.1), y => Colours.Gray(y),
             y => Colours.Sharpness(y, 0.5)])
        {
            GradientCheck.First(leaves => function(leaves[0]), [x]).ThrowIfFailed();
        }
    }

    [Fact]
    public void RandAugment_DrawsEveryChangeEquallyOften()
    {
        Tensor x = (Tensor.RandomUniform([3, 20, 26], new Philox(4)) * 250).To(DataType.UInt8);
        RandAugment one = new(changes: 1, fill: 7);

        // What each change gives by itself tells which one was drawn; a sign that does not matter gives the same twice.
        Dictionary<string, int> kinds = [];
        for (int kind = 0; kind < RandAugment.Kinds; kind++)
        {
            kinds[Key(one.Change(x, kind, 1))] = kind;
            kinds[Key(one.Change(x, kind, -1))] = kind;
        }

        // Nine with a sign, five without.
        Assert.Equal((2 * 9) + 5, kinds.Count);
        int[] counts = new int[RandAugment.Kinds];
        const int draws = 7000;
        for (int i = 0; i < draws; i++)
        {
            counts[kinds[Key(one.Apply(x, TransformKey.Of(5, 0, i)))]]++;
        }

        Assert.All(counts, count => Assert.InRange(Math.Abs(count - (draws / 14.0)), 0, 5 * Math.Sqrt(draws * (1 / 14.0) * (13 / 14.0))));
        TransformAssert.IsPure(x, new RandAugment(changes: 4), TransformKey.Of(0, 0, 3));
        Assert.Same(x, new RandAugment(changes: 0).Apply(x, default));

        static string Key(Tensor picture) => Convert.ToHexString(picture.ToArray<byte>());
    }

    /// <summary>Numbers become the levels of their bytes over 255; few pixels, and pictures of one level, stay.</summary>
    [Fact]
    public void Equalization_OfNumbers_IsThatOfTheirLevels()
    {
        TransformOracle item = TransformOracle.All.First(item => item.Operation == "equalize");
        foreach (DataType type in (DataType[])[DataType.Float64, DataType.Float32])
        {
            Tensor result = Equalization.Apply((item.Picture.To(DataType.Float64) / 255).To(type));
            TransformAssert.Near(item.Expected, result * 255, 1e-4, $"{type}");
            Assert.Equal(type, result.DataType);
        }

        Tensor few = Tensor.From(new byte[] { 3, 9, 200 }, [1, 3]), one = Tensor.Full([1, 30, 30], 7, DataType.UInt8);
        Assert.Equal([3, 9, 200], Equalization.Apply(few).ToArray<byte>());
        Assert.All(Equalization.Apply(one).ToArray<byte>(), level => Assert.Equal(7, level));
    }

    [Fact]
    public void UnfitArguments_AreNamed()
    {
        Assert.Equal("brightness", Assert.ThrowsAny<ArgumentException>(() => new ColorJitter(brightness: -1)).ParamName);
        Assert.Equal("hue", Assert.ThrowsAny<ArgumentException>(() => new ColorJitter(hue: 0.6)).ParamName);
        Assert.Equal("contrast", Assert.ThrowsAny<ArgumentException>(() => new ColorJitter(null, (2, 1), null, null)).ParamName);
        Assert.Equal("channels", Assert.ThrowsAny<ArgumentException>(() => new Grayscale(2)).ParamName);
        Assert.Equal("changes", Assert.ThrowsAny<ArgumentException>(() => new RandAugment(-1)).ParamName);
        Assert.Equal("magnitude", Assert.ThrowsAny<ArgumentException>(() => new RandAugment(1, 31)).ParamName);
        Assert.Equal("bins", Assert.ThrowsAny<ArgumentException>(() => new RandAugment(1, 0, 1)).ParamName);
        foreach (IImageTransform transform in (IImageTransform[])[new ColorJitter(0.1), new Grayscale(), new RandAugment()])
        {
            string message = Assert.Throws<ArgumentException>(() => transform.Apply(Tensor.Zeros([4, 2, 2]), default)).Message;
            Assert.Contains("[4, 2, 2]", message, StringComparison.Ordinal);
        }
    }

    private static IImageTransform Named(TransformOracle item)
    {
        if (item.Operation == "grayscale")
        {
            return new Grayscale((int)item.Number("channels"));
        }

        (double, double) range = (item.Number("factor"), item.Number("factor"));
        return item.Operation switch
        {
            "brightness" => new ColorJitter(range, null, null, null),
            "contrast" => new ColorJitter(null, range, null, null),
            "saturation" => new ColorJitter(null, null, range, null),
            _ => new ColorJitter(null, null, null, range),
        };
    }

    private sealed class Fixed(Func<Tensor, Tensor> function) : IImageTransform
    {
        public Tensor Apply(Tensor picture, Philox random) => function(picture);
    }
}
