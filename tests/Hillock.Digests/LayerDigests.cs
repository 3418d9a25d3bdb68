using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Digests;

/// <summary>Digests of convolutions, of normalisations of channels and of recurrent layers, with their gradients.</summary>
internal static class LayerDigests
{
    public static IEnumerable<(string Name, string Hash)> All() =>
        ((DataType[])[DataType.Float32, DataType.Float64]).SelectMany(type => (IEnumerable<(string, string)>)
            [.. Convolutions(type), .. Norms(type), .. Recurrences(type)]);

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

    private static double[] Values(Tensor x) => x.Detach().ToArray<double>();

    private static double[] Gradient(Tensor x) => x.Gradient!.ToArray<double>();

    private static Tensor Numbers(Shape shape, ulong stream, DataType type) =>
        Tensor.From(Inputs.Moderate(shape.Length, 30, stream), shape).To(type).WithGradient();
}
