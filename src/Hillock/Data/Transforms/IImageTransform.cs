using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>Makes a picture of a picture: a pure function of the picture and of random numbers that a key names.</summary>
/// <remarks>
/// <para>
/// A picture is a tensor <c>[C, H, W]</c>, or <c>[H, W]</c> for one channel, of <see cref="DataType.UInt8"/> (0 to 255) or a floating-point type (black is 0, white
/// is 1); other shapes and types are refused. The result has the type of the picture. Transforms hold no state that changes: one may be used by many threads, and
/// the same picture and key give the same bits in any order and on any machine. <see cref="TransformKey"/> makes the key of a seed, an epoch and an item.
/// </para>
/// <para>
/// The picture is not changed; the result may be a view of it, or the picture itself. Transforms are made of functions of <c>F</c>: a picture that requires
/// gradients gets them. For training data nothing is recorded, because data requires none.
/// </para>
/// </remarks>
public interface IImageTransform
{
    /// <summary>The transformed picture.</summary>
    /// <param name="picture">The picture, <c>[C, H, W]</c> or <c>[H, W]</c>.</param>
    /// <param name="random">The key. Transforms without a random part do not look at it.</param>
    /// <returns>A picture of the same type.</returns>
    Tensor Apply(Tensor picture, Philox random);
}
