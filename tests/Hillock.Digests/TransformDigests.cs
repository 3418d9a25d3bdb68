using Hillock.Data.Transforms;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Digests;

/// <summary>Digests of pictures after each transform, and of mixtures.</summary>
internal static class TransformDigests
{
    public static IEnumerable<(string Name, string Hash)> All()
    {
        (string Name, IImageTransform Transform)[] transforms =
        [
            ("bilinear", new Resize((13, 21))), ("bicubic", new Resize((40, 50), ResizeMode.Bicubic)), ("area", new Resize((9, 11), ResizeMode.Area)),
            ("resized-crop", new RandomResizedCrop(16)), ("rotation", new RandomRotation(40, WarpMode.Bilinear)), ("crop", new RandomCrop(20, padding: 3)),
            ("affine", new RandomAffine((-20, 20), (0.2, 0.1), (0.7, 1.3), (-9, 9), mode: WarpMode.Bilinear)), ("colours", new ColorJitter(0.4, 0.4, 0.4, 0.2)),
            ("grayscale", new Grayscale(3)), ("erasing", new RandomErasing(1)), ("cutout", new Cutout(7, 2)), ("augment", new RandAugment(3)),
            ("normalized", new NormalizeChannels([0.4, 0.5, 0.6], [0.2, 0.3, 0.4])),
        ];
        foreach (DataType type in (DataType[])[DataType.UInt8, DataType.Float32, DataType.Float64])
        {
            Tensor picture = Tensor.RandomUniform([3, 25, 33], new Philox(61), dataType: DataType.Float64);
            picture = type == DataType.UInt8 ? (picture * 255).To(type) : picture.To(type);
            foreach ((string name, IImageTransform transform) in transforms)
            {
                if (type == DataType.UInt8 && transform is NormalizeChannels)
                {
                    continue;
                }

                IEnumerable<double> all = Enumerable.Range(0, 8).SelectMany(i => transform.Apply(picture, TransformKey.Of(62, 1, i)).ToArray<double>());
                yield return DigestSuite.Hash<double>($"transform/{name}/{type}", [.. all]);
            }
        }

        Tensor pictures = Tensor.RandomUniform([6, 3, 15, 17], new Philox(63)), classes = Tensor.From([0L, 1, 2, 3, 4, 0]);
        foreach (IBatchTransform mixture in (IBatchTransform[])[new MixUp(0.3, classes: 5), new CutMix(classes: 5)])
        {
            (Tensor inputs, Tensor targets) = mixture.Apply(pictures, classes, TransformKey.Of(64, 0, 0));
            yield return DigestSuite.Hash<double>($"transform/{mixture.GetType().Name}", [.. inputs.ToArray<double>(), .. targets.ToArray<double>()]);
        }
    }
}
