using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Group normalisation <c>(x − E[x])/√(Var[x] + ε)·w + b</c> over groups of neighbouring channels of each sample.</summary>
    /// <param name="x">The input, <c>[batch, channels, …]</c>, of a floating-point type.</param>
    /// <param name="groups">How many groups the channels form; divides their number.</param>
    /// <param name="weight">The factor <c>w</c> of each channel, <c>[channels]</c>; null for ones.</param>
    /// <param name="bias">The summand <c>b</c> of each channel, <c>[channels]</c>; null for zeros.</param>
    /// <param name="epsilon">Added to the variance, which is that of the elements themselves (divided by their number).</param>
    /// <returns>A tensor of the shape and type of <paramref name="x"/>; everything in between is of double precision. With gradients of any order.</returns>
    /// <remarks>
    /// Equal elements give exactly <c>b</c>. A NaN or an infinity makes its whole group NaN. Source: Wu, He, "Group normalization" (2018).
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or the channels do not divide into the groups.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no groups, or <paramref name="epsilon"/> is negative or not finite.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From(new float[,] { { 1, 3, 10, 30 } });
    /// Console.WriteLine(F.GroupNorm(x, 2, epsilon: 0)[0]); // float32 [4] [-1,  1, -1,  1]
    /// </code>
    /// </example>
    public static Tensor GroupNorm(Tensor x, int groups, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
    {
        const string Name = nameof(GroupNorm);
        CheckChannels(x, epsilon, Name);
        CheckChannelParameter(x, weight, nameof(weight), Name);
        CheckChannelParameter(x, bias, nameof(bias), Name);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        return x.Shape[1] % groups == 0
            ? NormalizedPlanes(x, weight, bias, groups, epsilon, null).Y
            : throw new ArgumentException(
                $"{Name} expects channels that divide into {groups} groups but got {x.Shape[1]} channels of {x.Shape}.", nameof(groups));
    }

    /// <summary>Instance normalisation <c>(x − E[x])/√(Var[x] + ε)·w + b</c>: each channel of each sample by itself.</summary>
    /// <param name="x">The input, <c>[batch, channels, …]</c> with more than one element in a channel, of a floating-point type.</param>
    /// <param name="weight">The factor <c>w</c> of each channel, <c>[channels]</c>; null for ones.</param>
    /// <param name="bias">The summand <c>b</c> of each channel, <c>[channels]</c>; null for zeros.</param>
    /// <param name="epsilon">Added to the variance, which is that of the elements themselves (divided by their number).</param>
    /// <returns>A tensor of the shape and type of <paramref name="x"/>; everything in between is of double precision. With gradients of any order.</returns>
    /// <remarks>Source: Ulyanov, Vedaldi, Lempitsky, "Instance normalization: the missing ingredient for fast stylization" (2016).</remarks>
    /// <exception cref="ArgumentException">The shapes or types do not fit, or a channel has one element, of which nothing would be left.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative or not finite.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From(new float[,,] { { { 1, 3 }, { 10, 30 } } });
    /// Console.WriteLine(F.InstanceNorm(x, epsilon: 0).Flatten()); // float32 [4] [-1,  1, -1,  1]
    /// </code>
    /// </example>
    public static Tensor InstanceNorm(Tensor x, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
    {
        const string Name = nameof(InstanceNorm);
        CheckChannels(x, epsilon, Name);
        CheckChannelParameter(x, weight, nameof(weight), Name);
        CheckChannelParameter(x, bias, nameof(bias), Name);
        CheckSpatial(x, Name);
        return NormalizedPlanes(x, weight, bias, Math.Max(1, x.Shape[1]), epsilon, null).Y;
    }

    /// <summary>Refuses an input whose channels have one element: normalised, it would always be 0.</summary>
    internal static void CheckSpatial(Tensor x, string name)
    {
        if (x.Shape[1] > 0 && x.Shape[0] > 0 && x.Length / x.Shape[0] / x.Shape[1] == 1)
        {
            throw new ArgumentException(
                $"{name} expects more than one element in each channel of a sample, since it subtracts their mean, but got {x.Shape}; use GroupNorm or " +
                "LayerNorm.",
                nameof(x));
        }
    }

    /// <summary>Normalises through [batch, channels, length]; 16-bit types are computed in float32.</summary>
    internal static (Tensor Y, Tensor Statistics) NormalizedPlanes(
        Tensor x, Tensor? weight, Tensor? bias, int groups, double epsilon, Tensor? statistics)
    {
        DataType type = Widening.Wider(x.DataType, DataType.Float32);
        int batch = x.Shape[0], channels = x.Shape[1], planes = batch * channels;
        Tensor flat = x.To(type).Reshape(batch, channels, planes == 0 ? 0 : x.Length / planes);
        (Tensor y, Tensor measured) = PlaneNormalization.Forward(flat, weight?.To(type), bias?.To(type), groups, epsilon, statistics);
        return (Reshape(y, x.Shape).To(x.DataType), measured);
    }

    internal static void CheckChannels(Tensor x, double epsilon, string name)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DataType.IsFloatingPoint())
        {
            throw new ArgumentException($"{name} expects an input of a floating-point type but got {x.DataType.Name()}; convert it with To.", nameof(x));
        }

        if (x.Rank < 2)
        {
            throw new ArgumentException(
                $"{name} expects an input [batch, channels, ...] but got {x.Shape}; {(x.Rank == 1 ? "Unsqueeze(0) adds the batch" : "Reshape it")}.",
                nameof(x));
        }

        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(epsilon), epsilon, $"{name} expects a finite epsilon of at least 0 but got {epsilon.ToString(CultureInfo.InvariantCulture)}.");
        }
    }

    internal static void CheckChannelParameter(Tensor x, Tensor? parameter, string argument, string name)
    {
        if (parameter is null)
        {
            return;
        }

        if (parameter.Rank != 1 || parameter.Shape[0] != x.Shape[1])
        {
            throw new ArgumentException(
                $"{name} expects a {argument} of [{x.Shape[1]}], one number for each channel of {x.Shape}, but got {parameter.Shape}.", argument);
        }

        if (parameter.DataType != x.DataType)
        {
            throw new ArgumentException(
                $"{name} expects a {argument} of the input's type {x.DataType.Name()} but got {parameter.DataType.Name()}; convert with To.", argument);
        }
    }
}
