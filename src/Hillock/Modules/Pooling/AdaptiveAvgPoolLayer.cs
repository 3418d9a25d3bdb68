using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What the poolings of averages to a given size along one, two and three axes have in common.</summary>
public abstract class AdaptiveAvgPoolLayer : AdaptivePoolLayer
{
    private protected AdaptiveAvgPoolLayer(int axes, PerAxis outputSize)
        : base(axes, outputSize)
    {
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => Axes switch
    {
        1 => F.AdaptiveAvgPool1d(x, OutputSize),
        2 => F.AdaptiveAvgPool2d(x, OutputSize),
        _ => F.AdaptiveAvgPool3d(x, OutputSize),
    };
}
