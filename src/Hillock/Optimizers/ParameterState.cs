using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>What an optimizer remembers of one parameter.</summary>
internal sealed class ParameterState(Tensor parameter, ParameterGroup group)
{
    internal readonly Tensor Parameter = parameter;
    internal readonly ParameterGroup Group = group;

    /// <summary>The steps taken; a step without a gradient does not count.</summary>
    internal long Steps;

    /// <summary>Momentum, or the mean of gradients.</summary>
    internal Tensor? First;

    /// <summary>The mean of squared gradients.</summary>
    internal Tensor? Second;

    /// <summary>β₁ and β₂ to the power of <see cref="Steps"/>, multiplied step by step: a power function would differ between machines.</summary>
    internal double Power1 = 1;
    internal double Power2 = 1;

    internal static Tensor Zeros(Tensor like) => TensorPool.Keep(Tensor.ZerosLike(like));
}
