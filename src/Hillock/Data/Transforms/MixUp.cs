using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>
/// Mixtures of neighbouring pictures of a batch and of their labels: <c>λ·x[n] + (1 − λ)·x[n − 1]</c>, the last before the first, with one λ of Beta(α, α) for
/// the batch.
/// </summary>
/// <remarks>
/// Sources: Zhang, Cisse, Dauphin and Lopez-Paz, "mixup: beyond empirical risk minimization" (2018); torchvision's <c>MixUp</c>, whose pairs these are: the batch is
/// in random order already. A batch of one picture stays as it is.
/// </remarks>
public sealed class MixUp : IBatchTransform
{
    private readonly double _alpha;
    private readonly int _classes;

    /// <summary>Makes the transform.</summary>
    /// <param name="alpha">Both parameters of the beta distribution, 0.001 to 1,000,000. 1 gives every λ equally often, less mostly λ near 0 and 1.</param>
    /// <param name="classes">The number of classes, for targets that are class indices; 0 if they are probabilities.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <example>
    /// <code>
    /// Tensor pictures = Tensor.From([0f, 1], [2, 1, 1, 1]);
    /// (Tensor x, Tensor t) = new MixUp(alpha: 1, classes: 2).Apply(pictures, Tensor.From([0L, 1]), TransformKey.Of(seed: 0, epoch: 0, item: 0));
    /// Console.WriteLine(F.Max(F.Abs(x.Flatten() - t.Select(1, 1))).Item&lt;float&gt;()); // 0
    /// Console.WriteLine(F.CrossEntropy(Tensor.Zeros([2, 2]), t).Item&lt;float&gt;() == MathF.Log(2)); // True
    /// </code>
    /// </example>
    public MixUp(double alpha = 1, int classes = 0)
    {
        _alpha = SoftLabels.CheckAlpha(alpha, nameof(MixUp));
        _classes = SoftLabels.CheckClasses(classes, nameof(MixUp));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Shapes or types do not fit, or the inputs are bytes, which have no room for mixtures.</exception>
    public (Tensor Inputs, Tensor Targets) Apply(Tensor inputs, Tensor targets, Philox random)
    {
        Tensor labels = SoftLabels.Of(inputs, targets, _classes, nameof(MixUp));
        if (!inputs.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"MixUp expects inputs of a floating-point type but got {inputs.DataType.Name()}; convert them by To(DataType.Float32) / 255.", nameof(inputs));
        }

        if (inputs.Shape[0] == 1)
        {
            return (inputs, labels);
        }

        double share = BetaSampler.Draw(_alpha, random);
        return ((inputs * share) + (F.Roll(inputs, 1, 0) * (1 - share)), SoftLabels.Mix(labels, share));
    }
}
