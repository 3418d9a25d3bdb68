using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What the poolings of largest elements to a given size along one, two and three axes have in common.</summary>
public abstract class AdaptiveMaxPoolLayer : AdaptivePoolLayer
{
    private protected AdaptiveMaxPoolLayer(int axes, PerAxis outputSize)
        : base(axes, outputSize)
    {
    }

    /// <summary>Computes the largest elements, and where they stand.</summary>
    /// <param name="x">The input, <c>[batch, channels, …]</c>, or without a batch.</param>
    /// <param name="indices">The place of each result in its plane of the input: Int64.</param>
    /// <returns>The largest elements.</returns>
    /// <exception cref="ArgumentException">The rank or type does not fit, or a spatial axis of the input is empty.</exception>
    public Tensor Forward(Tensor x, out Tensor indices)
    {
        Module? caller = Enter();
        try
        {
            Tensor largest = Compute(x, out indices);
            Traced(indices);
            return Traced(largest);
        }
        finally
        {
            Exit(caller);
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => Axes switch
    {
        1 => F.AdaptiveMaxPool1d(x, OutputSize),
        2 => F.AdaptiveMaxPool2d(x, OutputSize),
        _ => F.AdaptiveMaxPool3d(x, OutputSize),
    };

    private Tensor Compute(Tensor x, out Tensor indices) => Axes switch
    {
        1 => F.AdaptiveMaxPool1d(x, OutputSize, out indices),
        2 => F.AdaptiveMaxPool2d(x, OutputSize, out indices),
        _ => F.AdaptiveMaxPool3d(x, OutputSize, out indices),
    };
}
