using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;

namespace Hillock.Digests;

/// <summary>Digests of normalisations, multi-head attention and encoders.</summary>
internal static class TransformerDigests
{
    public static IEnumerable<(string Name, string Hash)> All() =>
        [
            .. ((DataType[])[DataType.Float32, DataType.Float64]).SelectMany(type => (IEnumerable<(string, string)>)[.. Norms(type), .. Attention(type)]),
            Training(),
        ];

    private static IEnumerable<(string Name, string Hash)> Norms(DataType type)
    {
        // The last is shared among threads, in rows and in columns.
        foreach ((int rows, int length) in ((int, int)[])[(9, 1), (40, 7), (33, 16), (5, 1000), (2, 5000), (600, 140)])
        {
            Tensor x = Numbers([rows, length], 27, 20, type), w = Numbers(length, 30, 21, type), b = Numbers(length, 30, 22, type),
                dy = Numbers([rows, length], 30, 23, type).Detach();
            foreach (bool layer in (bool[])[true, false])
            {
                Tensor y = layer ? F.LayerNorm(x, length, w, b) : F.RmsNorm(x, length, w) + b;
                y.Backward(dy);
                yield return DigestSuite.Hash<double>(
                    $"{(layer ? "layer" : "rms")}-norm/{rows}x{length}/{type}", [.. y.ToArray<double>(), .. Gradient(x), .. Gradient(w), .. Gradient(b)]);
            }
        }
    }

    private static IEnumerable<(string Name, string Hash)> Attention(DataType type)
    {
        foreach ((int batch, int length, int width, int heads) in ((int, int, int, int)[])[(2, 5, 6, 2), (1, 150, 48, 3), (3, 37, 64, 4)])
        {
            MultiheadAttention module = new(width, heads, 0.2, addBiasKV: length == 37, batchFirst: length != 150, random: new RandomSource(8), dataType: type);
            Tensor x = Numbers(length == 150 ? [length, batch, width] : [batch, length, width], 30, 24, type), memory = Numbers(x.Shape, 30, 25, type);
            Tensor padding = Tensor.From(Enumerable.Range(0, batch * length).Select(i => i % length > length - 2 - (i / length)).ToArray(), [batch, length]);
            (Tensor y, Tensor weights) = module.ForwardWithWeights(x, x, x, new CausalMask(), padding);
            Tensor z = module.Forward(y, memory, memory, null, padding);
            F.Sum(z * z).Backward();
            yield return DigestSuite.Hash<double>(
                $"multihead-attention/{batch}x{length}x{width}/{type}",
                [.. z.ToArray<double>(), .. weights.ToArray<double>(), .. Gradient(x), .. Gradient(memory), .. module.Parameters().SelectMany(Gradient)]);
        }
    }

    private static (string Name, string Hash) Training()
    {
        RandomSource source = new(9);
        TransformerEncoder encoder = new(
            2, _ => new TransformerEncoderLayer(24, 3, 40, 0.1, new Activation<Gelu>(), batchFirst: true, normFirst: true, random: source), new LayerNorm(24));
        Tensor x = Numbers([4, 20, 24], 30, 26, DataType.Float32).Detach(), target = Numbers([4, 20, 24], 30, 27, DataType.Float32).Detach();
        AdamW optimizer = new(encoder.Parameters(), 0.01);
        List<double> losses = [];
        for (int step = 0; step < 8; step++)
        {
            optimizer.ZeroGrad();
            Tensor loss = F.MeanSquaredError(encoder.Forward(x, new CausalMask()), target);
            loss.Backward();
            optimizer.Step();
            losses.Add(loss.Item<double>());
        }

        return DigestSuite.Hash<double>("encoder-training", [.. losses, .. encoder.Parameters().SelectMany(parameter => parameter.Detach().ToArray<double>())]);
    }

    private static double[] Gradient(Tensor x) => x.Gradient!.ToArray<double>();

    private static Tensor Numbers(Shape shape, int scale, ulong stream, DataType type) =>
        Tensor.From(Inputs.Moderate(shape.Length, scale, stream), shape).To(type).WithGradient();
}
