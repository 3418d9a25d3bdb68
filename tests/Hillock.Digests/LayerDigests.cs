using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Digests;

/// <summary>Digests of convolutions, of poolings, of normalisations of channels and of recurrent layers, with their gradients.</summary>
internal static class LayerDigests
{
    public static IEnumerable<(string Name, string Hash)> All() =>
        ((DataType[])[DataType.Float32, DataType.Float64]).SelectMany(type => (IEnumerable<(string, string)>)
            [.. Convolutions(type), .. Poolings(type), .. Norms(type), .. Recurrences(type), .. SmallLayers(type)]);

    private static IEnumerable<(string Name, string Hash)> Convolutions(DataType type)
    {
        foreach ((int channels, int outputs, int size, int kernel, int stride, int groups) in ((int, int, int, int, int, int)[])
            [
                (3, 5, 9, 3, 1, 1), (32, 40, 14, 3, 1, 1), (16, 24, 15, 3, 2, 2), (12, 12, 11, 5, 1, 12), (20, 36, 8, 1, 1, 1), (20, 20, 21, 3, 1, 20),
                (27, 36, 9, 3, 1, 9), (4, 200, 3, 3, 1, 1),
            ])
        {
            Tensor x = Numbers([3, channels, size, size], 31, type), w = Numbers([outputs, channels / groups, kernel, kernel], 32, type);
            Tensor b = Numbers([outputs], 33, type), up = Numbers([channels, outputs, 2, 2], 34, type);
            Tensor y = F.Conv2d(x, w, b, stride, kernel / 2, groups: groups);
            Tensor z = F.ConvTranspose2d(x, up, b, 2);
            F.Sum(y * y).Backward();
            F.Sum(z * z).Backward();
            yield return DigestSuite.Hash<double>(
                $"convolution/{channels}x{size}x{size}-{outputs}k{kernel}s{stride}g{groups}/{type}",
                [.. Values(y), .. Values(z), .. Gradient(x), .. Gradient(w), .. Gradient(b), .. Gradient(up)]);
        }
    }

    private static IEnumerable<(string Name, string Hash)> Poolings(DataType type)
    {
        foreach ((int height, int width) in ((int, int)[])[(9, 7), (12, 18), (11, 83)])
        {
            (string Name, Func<Tensor, Tensor> Function)[] functions =
            [
                ("max", x => F.MaxPool2d(x, 2)), ("max-overlapping", x => F.MaxPool2d(x, 3, 2, 1)), ("max-dilated", x => F.MaxPool2d(x, 3, 1, 1, 2)),
                ("average", x => F.AvgPool2d(x, 2)), ("average-overlapping", x => F.AvgPool2d(x, 3, 2, 1, countIncludePad: false)),
                ("average-dense", x => F.AvgPool2d(x, 3, 1, 1)), ("lp", x => F.LpPool2d(x, 2, 2)), ("lp-extreme", x => F.LpPool2d(x * 1e200, 2, 2)),
                ("adaptive-average", x => F.AdaptiveAvgPool2d(x, (4, 5))), ("adaptive-max", x => F.AdaptiveMaxPool2d(x, (4, 5))),
                ("unpooled", x => F.MaxUnpool2d(F.MaxPool2d(x, 3, out Tensor indices), indices, 3, outputSize: (height, width))),
            ];
            foreach ((string name, Func<Tensor, Tensor> function) in functions)
            {
                Tensor x = Numbers([3, 17, height, width], 39, type), y = function(x);
                F.Sum(y * y).Backward();
                yield return DigestSuite.Hash<double>(
                    $"pooling/{name}/{height}x{width}/{type}", [.. Values(y), .. Values(function(x.Detach())), .. Gradient(x)]);
            }
        }
    }

    private static IEnumerable<(string Name, string Hash)> Norms(DataType type)
    {
        foreach ((int batch, int channels, int length, int groups) in ((int, int, int, int)[])[(5, 6, 1, 0), (7, 4, 33, 0), (40, 12, 300, 0), (5, 8, 49, 2)])
        {
            Tensor x = Numbers([batch, channels, length], 35, type), w = Numbers([channels], 36, type), b = Numbers([channels], 37, type);
            Tensor y = groups == 0 ? F.BatchNorm(x, null, null, w, b, training: true) : F.GroupNorm(x, groups, w, b);
            F.Sum(y * y * y).Backward();
            yield return DigestSuite.Hash<double>(
                $"{(groups == 0 ? "batch" : "group")}-norm/{batch}x{channels}x{length}/{type}", [.. Values(y), .. Gradient(x), .. Gradient(w), .. Gradient(b)]);
        }
    }

    private static IEnumerable<(string Name, string Hash)> Recurrences(DataType type)
    {
        foreach ((string name, Func<RandomSource, Module> make) in ((string, Func<RandomSource, Module>)[])
            [
                ("lstm", source => new Lstm(20, 33, random: source, dataType: type)), ("gru", source => new Gru(20, 33, random: source, dataType: type)),
                ("rnn", source => new Rnn(20, 33, random: source, dataType: type)),
            ])
        {
            Module module = make(new RandomSource(3));
            Tensor x = Numbers([7, 19, 20], 38, type), y = module.Forward(x);
            F.Sum(y * y).Backward();
            yield return DigestSuite.Hash<double>($"{name}/7x19x20/{type}", [.. Values(y), .. Gradient(x), .. module.Parameters().SelectMany(Gradient)]);
        }
    }

    /// <summary>Grids, windows, paddings, bags, parametrized weights and dropouts.</summary>
    private static IEnumerable<(string Name, string Hash)> SmallLayers(DataType type)
    {
        Tensor index = Tensor.From(Enumerable.Range(0, 300).Select(i => (long)(i * 7 % 40)).ToArray(), [50, 6]);
        (string Name, Shape Shape, Func<Tensor, Tensor> Function)[] functions =
        [
            ("bilinear-grid", [2, 3, 19, 37], x => F.Interpolate(x, (33, 50), mode: InterpolationMode.Bilinear)),
            ("bicubic-grid", [2, 3, 19, 37], x => F.Interpolate(x, scaleFactor: 1.3, mode: InterpolationMode.Bicubic)),
            ("trilinear-grid", [1, 2, 5, 6, 19], x => F.Interpolate(x, (9, 4, 40), mode: InterpolationMode.Trilinear, alignCorners: true)),
            ("nearest-grid", [2, 3, 19, 37], x => F.Interpolate(x, (50, 20))),
            ("windows", [2, 3, 19, 37], x => F.Fold(F.Unfold(x, 3, padding: 1) * 0.3, (19, 37), 3, padding: 1)),
            ("strided-windows", [2, 3, 19, 37], x => F.Fold(F.Unfold(x, (3, 2), stride: 2) * 0.3, (19, 37), (3, 2), stride: 2)),
            ("reflection", [2, 3, 19, 37], x => new ReflectionPad2d((3, 5, 2, 1)).Forward(x)),
            ("pixel-shuffle", [2, 36, 7, 9], x => F.PixelShuffle(x, 3)),
            ("bag-mean", [40, 33], x => F.EmbeddingBag(index, x)), ("bag-max", [40, 33], x => F.EmbeddingBag(index, x, mode: BagMode.Max)),
            ("alpha-dropout", [40, 33], x => new AlphaDropout(0.2, new RandomSource(4)).Forward(x)),
            ("channel-dropout", [40, 33, 5], x => new Dropout1d(0.2, new RandomSource(4)).Forward(x)),
            ("bilinear-map", [50, 20], x => F.Bilinear(x, x, Numbers([7, 20, 20], 39, type).Detach())),
            ("weight-norm", [50, 20], x => new WeightNorm(new Linear(20, 33, random: new RandomSource(5), dataType: type)).Forward(x)),
            ("spectral-norm", [50, 20], x =>
            {
                Linear layer = new(20, 33, random: new RandomSource(5), dataType: type);
                return new SpectralNorm(layer, 3, random: new RandomSource(6)).Forward(x);
            }),
        ];
        foreach ((string name, Shape shape, Func<Tensor, Tensor> function) in functions)
        {
            Tensor x = Numbers(shape, 40, type), y = function(x);
            F.Sum(y * y).Backward();
            yield return DigestSuite.Hash<double>($"{name}/{type}", [.. Values(y), .. Gradient(x)]);
        }

        // What follows on a convolution and on a sum is done to the blocks of their results.
        Sequential chain =
        [
            new Conv2d(3, 16, 3, padding: 1, random: new RandomSource(7), dataType: type), new BatchNorm2d(16, dataType: type), new Activation<Silu>(),
            new Residual(new Sequential(new Conv2d(16, 16, 1, random: new RandomSource(8), dataType: type), new BatchNorm2d(16, dataType: type))),
            new Activation<Gelu>(), new Residual(new Activation<Tanh>()), new LearnableActivation<PRelu>(dataType: type),
        ];
        chain.Evaluate();
        chain.RequireGrad(false);
        yield return DigestSuite.Hash<double>($"chain/{type}", Values(chain.Forward(Numbers([2, 3, 93, 101], 41, type).Detach())));
    }

    private static double[] Values(Tensor x) => x.Detach().ToArray<double>();

    private static double[] Gradient(Tensor x) => x.Gradient!.ToArray<double>();

    private static Tensor Numbers(Shape shape, ulong stream, DataType type) =>
        Tensor.From(Inputs.Moderate(shape.Length, 30, stream), shape).To(type).WithGradient();
}
