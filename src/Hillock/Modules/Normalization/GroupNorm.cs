using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Group normalisation <c>(x − E[x])/√(Var[x] + ε)·w + b</c> over groups of neighbouring channels; see <see cref="F.GroupNorm"/>.</summary>
/// <example>
/// <code>
/// Console.WriteLine(new GroupNorm(2, 6).Forward(Tensor.Ones([1, 6, 4, 4])).Shape); // [1, 6, 4, 4]
/// </code>
/// </example>
public sealed class GroupNorm : Module
{
    /// <summary>Makes the layer; weights start as ones and biases as zeros.</summary>
    /// <param name="numGroups">How many groups the channels form.</param>
    /// <param name="numChannels">The number of channels, a multiple of <paramref name="numGroups"/>.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether to learn a factor and a summand of each channel.</param>
    /// <param name="dataType">The type of the parameters.</param>
    /// <exception cref="ArgumentException">The channels do not divide into the groups.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no groups or channels, or <paramref name="epsilon"/> is negative or not finite.</exception>
    public GroupNorm(int numGroups, int numChannels, double epsilon = 1e-5, bool affine = true, DataType dataType = DataType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numGroups, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numChannels, 1);
        Check.NonNegative(epsilon);
        if (numChannels % numGroups != 0)
        {
            throw new ArgumentException(
                $"GroupNorm expects channels that divide into {numGroups} groups but got {numChannels}; take a number of groups that divides {numChannels}.",
                nameof(numChannels));
        }

        NumGroups = numGroups;
        NumChannels = numChannels;
        Epsilon = epsilon;
        if (affine)
        {
            Weight = RegisterParameter("weight", Tensor.Ones(numChannels, dataType));
            Bias = RegisterParameter("bias", Tensor.Zeros(numChannels, dataType));
        }
    }

    /// <summary>The number of groups.</summary>
    public int NumGroups { get; }

    /// <summary>The number of channels.</summary>
    public int NumChannels { get; }

    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>The factors, <c>[numChannels]</c>, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>The summands, <c>[numChannels]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override string Details =>
        FormattableString.Invariant($"{NumGroups}, {NumChannels}, eps={Format(Epsilon)}, affine={Format(Weight is not null)}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => x.Rank >= 2 && x.Shape[1] != NumChannels
        ? throw new ArgumentException(
            $"{Name} expects an input [batch, channels, ...] with {NumChannels} channels but got {x.Shape}" +
            $"{ChannelNormalization.WayOut(x, 1, NumChannels)}.", nameof(x))
        : F.GroupNorm(x, NumGroups, Weight, Bias, Epsilon);
}
