using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>Several transforms one after the other. Source: torchvision's <c>Compose</c>.</summary>
/// <remarks>Each has a key of its own, made of the key of the whole and its place, so that two of a kind draw different numbers.</remarks>
public sealed class Compose : IImageTransform
{
    private readonly IImageTransform[] _transforms;

    /// <summary>Puts transforms in a row.</summary>
    /// <param name="transforms">The transforms in order; none leaves the picture as it is.</param>
    /// <exception cref="ArgumentException">A transform is null.</exception>
    /// <example>
    /// <code>
    /// IImageTransform augment = new Compose(new RandomHorizontalFlip(), new RandomCrop(28, padding: 4), new NormalizeChannels([0.5], [0.25]));
    /// Tensor picture = Tensor.Full([1, 28, 28], 0.75);
    /// Console.WriteLine(augment.Apply(picture, TransformKey.Of(seed: 0, epoch: 0, item: 0)).Shape); // [1, 28, 28]
    /// </code>
    /// </example>
    public Compose(params ReadOnlySpan<IImageTransform> transforms)
    {
        _transforms = transforms.ToArray();
        int missing = Array.IndexOf(_transforms, null);
        if (missing >= 0)
        {
            throw new ArgumentException($"Compose expects transforms but number {missing} is null; leave it out.", nameof(transforms));
        }
    }

    /// <inheritdoc/>
    public Tensor Apply(Tensor picture, Philox random)
    {
        Pictures.Check(picture, nameof(Compose));
        for (int i = 0; i < _transforms.Length; i++)
        {
            picture = _transforms[i].Apply(picture, TransformKey.Part(random, i));
        }

        return picture;
    }
}
