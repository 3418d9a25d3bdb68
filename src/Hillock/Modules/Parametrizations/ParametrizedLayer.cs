using Hillock.Autograd;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>A layer whose weight is computed of other parameters at each call.</summary>
/// <remarks>
/// It stands in the layer's place and has its other parameters under the names that they have there, so that the state is that of PyTorch's
/// <c>torch.nn.utils</c>. The layer itself becomes a part of it and is not to be used otherwise.
/// </remarks>
public abstract class ParametrizedLayer : Module
{
    private readonly IWeightedLayer _layer;

    private protected ParametrizedLayer(IWeightedLayer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _layer = layer;
        Layer = layer as Module ?? throw new ArgumentException(
            $"{GetType().Name} expects a layer that is a module but got {layer.GetType().Name}; derive it from Module.", nameof(layer));
        Adopt(Layer, layer.Weight);
    }

    /// <summary>The layer, with the direction or the unscaled weight for its own.</summary>
    public Module Layer { get; }

    /// <summary>The weight as computed now, with gradients.</summary>
    public abstract Tensor Weight { get; }

    /// <inheritdoc/>
    protected override string Details => Layer.ToString();

    /// <summary>Writes the computed weight into the layer and returns it, for use without this module: PyTorch's <c>remove_weight_norm</c> and so on.</summary>
    public Module Remove()
    {
        using (Gradients.Disabled())
        {
            Tensor weight = Weight;
            _layer.Weight.Detach().CopyFrom(weight);
        }

        return Layer;
    }

    /// <summary>The layer's result with a weight.</summary>
    private protected Tensor ForwardWith(Tensor x, Tensor weight) => _layer.ForwardWith(x, weight);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => ForwardWith(x, Weight);

    /// <summary>The axes of a weight but one; all for null.</summary>
    private protected static int[] AxesBut(Tensor weight, int? axis) => [.. Enumerable.Range(0, weight.Rank).Where(own => own != axis)];
}
