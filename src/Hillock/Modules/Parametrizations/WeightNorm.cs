using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// A layer whose weight is learned as length and direction: <c>W = g·v/‖v‖</c>, with a length for each position of an axis. The parameters are
/// <c>weight_g</c> and <c>weight_v</c>, as of PyTorch's <c>weight_norm</c>.
/// </summary>
/// <remarks>
/// A direction of zeros gives NaN, as in PyTorch. The parameters of a frozen layer are frozen. Source: Salimans, Kingma, "Weight normalization: a simple
/// reparameterization to accelerate training of deep neural networks" (2016).
/// </remarks>
/// <example>
/// <code>
/// var layer = new WeightNorm(new Linear(3, 2));
/// Console.WriteLine(string.Join(", ", layer.StateDict().Keys)); // bias, weight_g, weight_v
/// Console.WriteLine(layer.Forward(Tensor.Ones([4, 3])).Shape); // [4, 2]
/// </code>
/// </example>
public sealed class WeightNorm : ParametrizedLayer
{
    private readonly int[] _axes;

    /// <summary>Puts the normalisation around a layer, whose weight stays as it is until lengths or directions change.</summary>
    /// <param name="layer">The layer: a linear one, a convolution, an embedding, or one of your own.</param>
    /// <param name="axis">The axis whose positions have a length each, negatives counting from the last; null for one length for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight has no such axis.</exception>
    public WeightNorm(IWeightedLayer layer, int? axis = 0)
        : base(layer)
    {
        int? own = axis is { } given ? layer.Weight.Shape.Axis(given) : null;
        Axis = own;
        _axes = AxesBut(layer.Weight, own);
        bool isFrozen = !layer.Weight.RequiresGrad;
        Length = RegisterParameter("weight_g", Norm(layer.Weight.Detach(), own).Clone());
        Direction = RegisterParameter("weight_v", layer.Weight);
        if (isFrozen)
        {
            (Length.RequiresGrad, Direction.RequiresGrad) = (false, false);
        }
    }

    internal int? Axis { get; }

    /// <summary>The lengths <c>g</c>: 1 along all axes of the weight but one, or a single number.</summary>
    public Tensor Length { get; }

    /// <summary>The direction <c>v</c>, of the weight's shape.</summary>
    public Tensor Direction { get; }

    /// <inheritdoc/>
    public override Tensor Weight =>
        F.Multiply(Direction, F.Divide(Length, Norm(Direction, Length.Rank == 0 ? null : 0)));

    private Tensor Norm(Tensor v, int? axis) => axis is null ? F.Norm(v)
        : _axes.Length == 0 ? F.Abs(v)
        : F.Norm(v, 2, _axes, keepDims: true);
}
