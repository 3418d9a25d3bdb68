using System.Globalization;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What the kinds of dropout have in common: in evaluation, and with the probability 0, the input is passed on as it is.</summary>
public abstract class DropoutLayer : Module, IRandomModule
{
    private readonly Philox _random;
    private readonly RandomPasses _passes = new();

    RandomPasses IRandomModule.Passes => _passes;

    private protected DropoutLayer(double probability, RandomSource? random)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, $"{Name} expects a probability from 0 to 1 but got {probability.ToString(CultureInfo.InvariantCulture)}.");
        }

        Probability = probability;
        _random = (random ?? RandomSource.Shared).Next();
    }

    /// <summary>The probability to be dropped.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    protected override string Details => $"p={Format(Probability)}, inplace=False";

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        Check(x);
        if (!x.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"{Name} expects an input of a floating-point type, as it scales what it keeps, but got {x.DataType.Name()}; use To(DataType.Float32) first.",
                nameof(x));
        }

        return !IsTraining || Probability == 0 ? x : Drop(x);
    }

    /// <summary>Refuses shapes that the layer does not take.</summary>
    private protected virtual void Check(Tensor x)
    {
    }

    /// <summary>The result while training.</summary>
    private protected abstract Tensor Drop(Tensor x);

    /// <summary>Draws for each position 0, or the factor by which the kept ones are multiplied, <c>1/(1 − probability)</c>, as float32.</summary>
    private protected Tensor Draw(Shape shape)
    {
        Tensor mask = Tensor.Empty(shape);
        DropoutFactors.Fill(_random, _passes.Next(), Probability, mask.Span<float>());
        GC.KeepAlive(mask);
        return mask;
    }

    /// <summary>The input multiplied by 0 or the factor that belongs to it.</summary>
    /// <param name="x">The input.</param>
    /// <param name="positions">The shape of what falls together; it broadcasts to the input's.</param>
    private protected Tensor Scaled(Tensor x, Shape positions)
    {
        Tensor mask = Draw(positions);

        // A factor rounded to fewer bits than the elements have would change the scale of all alike.
        return x.DataType == DataType.Float64
            ? F.Multiply(x, F.Where(F.Equal(mask, 0), 0, Tensor.Full(positions, 1 / (1 - Probability), DataType.Float64)))
            : F.Multiply(x.To(DataType.Float32), mask).To(x.DataType);
    }

    /// <summary>The positions of whole channels: <c>[N, C, 1, …]</c>, or <c>[C, 1, …]</c> without a batch.</summary>
    /// <param name="x">The input.</param>
    /// <param name="own">The axes in front, which have positions of their own.</param>
    private protected static Shape Channels(Tensor x, int own)
    {
        int[] dimensions = new int[x.Rank];
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = i < own ? x.Shape[i] : 1;
        }

        return Shape.Create(dimensions);
    }
}
