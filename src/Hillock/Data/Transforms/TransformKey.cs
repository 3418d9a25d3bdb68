using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>Keys of random transforms: a function of the seed, the epoch and the item alone, so that no worker, order or time shows in the data.</summary>
public static class TransformKey
{
    private const ulong Parts = 0x50617274_00000000; // "Part"

    /// <summary>The key of an item in an epoch.</summary>
    /// <param name="seed">The seed of the training.</param>
    /// <param name="epoch">The epoch, at least 0.</param>
    /// <param name="item">The row of the data set, or the number of the batch; at least 0.</param>
    /// <returns>
    /// A generator whose seed is number <paramref name="item"/> of 64 bits in the stream of the epoch. Two of a million items share a key with a
    /// probability of 3e-8.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    /// <example>
    /// <code>
    /// RandomHorizontalFlip flip = new RandomHorizontalFlip();
    /// Tensor picture = Tensor.From([1f, 2, 3], [1, 3]);
    /// Console.WriteLine(flip.Apply(picture, TransformKey.Of(seed: 7, epoch: 0, item: 2)).Flatten()); // float32 [3] [3, 2, 1]
    /// Console.WriteLine(flip.Apply(picture, TransformKey.Of(seed: 7, epoch: 2, item: 2)).Flatten()); // float32 [3] [1, 2, 3]
    /// </code>
    /// </example>
    public static Philox Of(ulong seed, int epoch, long item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        return RandomStreams.Key(seed, RandomStreams.Items, epoch, (ulong)item);
    }

    /// <summary>The key of a part of a transform, for transforms that are made of others: parts do not share random numbers.</summary>
    /// <param name="random">The key of the whole.</param>
    /// <param name="part">The part, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is negative.</exception>
    public static Philox Part(Philox random, int part)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        return new Philox(random.WithStream(random.Stream ^ Parts).Bits64((ulong)part));
    }

    /// <summary>Transforms each picture of a batch with the key of its item.</summary>
    /// <param name="transform">The transform; its results must be of one shape.</param>
    /// <param name="pictures">The pictures, <c>[N, C, H, W]</c> or <c>[N, H, W]</c>.</param>
    /// <param name="seed">The seed of the training.</param>
    /// <param name="epoch">The epoch, at least 0.</param>
    /// <param name="items">Which rows of the data set the pictures are.</param>
    /// <returns>The results along a new first axis.</returns>
    /// <exception cref="ArgumentException">There are not as many items as pictures, no pictures, or the results differ in shape.</exception>
    public static Tensor ApplyToEach(this IImageTransform transform, Tensor pictures, ulong seed, int epoch, ReadOnlySpan<int> items)
    {
        ArgumentNullException.ThrowIfNull(transform);
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Rank is not (3 or 4) || pictures.Shape[0] == 0 || pictures.Shape[0] != items.Length)
        {
            throw new ArgumentException(
                $"ApplyToEach expects pictures [N, C, H, W] or [N, H, W] and an item for each of them, at least one, but got {pictures.Shape} and " +
                $"{items.Length} items; add an axis by Unsqueeze(0) for a single picture.", nameof(pictures));
        }

        Tensor[] results = new Tensor[items.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = transform.Apply(pictures.Select(0, i), Of(seed, epoch, items[i]));
            if (!results[i].Shape.Equals(results[0].Shape))
            {
                throw new ArgumentException(
                    $"ApplyToEach expects results of one shape but picture 0 became {results[0].Shape} and picture {i} became {results[i].Shape}; end with a " +
                    "Resize or a crop of a given height and width.", nameof(transform));
            }
        }

        return Tensor.Stack(results);
    }
}
