using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What the dropouts of whole channels of one, two and three spatial axes have in common.</summary>
public abstract class ChannelDropout : DropoutLayer
{
    private readonly int _axes;

    private protected ChannelDropout(int axes, double probability, RandomSource? random)
        : base(probability, random) => _axes = axes;

    private protected override void Check(Tensor x)
    {
        if (x.Rank != _axes + 1 && x.Rank != _axes + 2)
        {
            throw new ArgumentException(
                $"{Name} expects [batch, channels, ...] with {_axes} spatial {(_axes == 1 ? "axis" : "axes")}, or the same without the batch, but got " +
                $"{x.Shape}; reshape it, or use the dropout of another number of axes.", nameof(x));
        }
    }

    private protected override Tensor Drop(Tensor x) => Scaled(x, Channels(x, x.Rank - _axes));
}
