using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Data.Transforms;

/// <summary>Pictures with a rectangle of the picture before them in the batch, the last before the first, and labels in the shares of the areas.</summary>
/// <remarks>
/// <para>
/// A λ of Beta(α, α) and a centre <c>(i, j)</c>, each pixel equally probable, give the rectangle for the batch: <c>⌊H·√(1 − λ)/2⌋</c> rows on each side of
/// <c>i</c>, <c>⌊W·√(1 − λ)/2⌋</c> columns on each side of <c>j</c>, as far as the picture reaches. What a picture keeps of its label is
/// <c>1 − pixels/(H·W)</c>, of the pixels that the rectangle really has.
/// </para>
/// <para>
/// Sources: Yun and others, "CutMix: regularization strategy to train strong classifiers with localizable features" (2019); torchvision's <c>CutMix</c>, whose
/// pairs and rectangles these are. A batch of one picture stays as it is.
/// </para>
/// </remarks>
public sealed class CutMix : IBatchTransform
{
    private readonly double _alpha;
    private readonly int _classes;

    /// <summary>Makes the transform.</summary>
    /// <param name="alpha">Both parameters of the beta distribution, 0.001 to 1,000,000. 1 gives every area equally often.</param>
    /// <param name="classes">The number of classes, for targets that are class indices; 0 if they are probabilities.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <example>
    /// <code>
    /// // The second picture is all ones: the share of ones that the first got is what its label has of the second class.
    /// Tensor pictures = F.Concat([Tensor.Zeros([1, 1, 8, 8]), Tensor.Ones([1, 1, 8, 8])], 0);
    /// (Tensor x, Tensor t) = new CutMix(alpha: 1, classes: 2).Apply(pictures, Tensor.From([0L, 1]), TransformKey.Of(seed: 0, epoch: 0, item: 0));
    /// Console.WriteLine(F.Mean(x.Select(0, 0)).Item&lt;float&gt;() == t[0, 1].Item&lt;float&gt;()); // True
    /// </code>
    /// </example>
    public CutMix(double alpha = 1, int classes = 0)
    {
        _alpha = SoftLabels.CheckAlpha(alpha, nameof(CutMix));
        _classes = SoftLabels.CheckClasses(classes, nameof(CutMix));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Shapes or types do not fit.</exception>
    public (Tensor Inputs, Tensor Targets) Apply(Tensor inputs, Tensor targets, Philox random)
    {
        Tensor labels = SoftLabels.Of(inputs, targets, _classes, nameof(CutMix));
        int height = inputs.Shape[2], width = inputs.Shape[3];
        (int top, int bottom, int left, int right) = Box(height, width, random);
        long pixels = (long)(bottom - top) * (right - left);
        if (inputs.Shape[0] == 1 || pixels == 0)
        {
            return (inputs, labels);
        }

        bool[] inside = new bool[height * width];
        for (int i = top; i < bottom; i++)
        {
            inside.AsSpan((i * width) + left, right - left).Fill(true);
        }

        Tensor mixed = F.Where(Tensor.From(inside, [height, width]), F.Roll(inputs, 1, 0), inputs);
        return (mixed, SoftLabels.Mix(labels, 1 - (pixels / ((double)height * width))));
    }

    /// <summary>The rectangle: rows from top to below bottom, columns from left to below right.</summary>
    internal (int Top, int Bottom, int Left, int Right) Box(int height, int width, Philox random)
    {
        double half = Math.Sqrt(1 - BetaSampler.Draw(_alpha, TransformKey.Part(random, 0))) / 2;
        int i = Draws.Below(random, 0, height), j = Draws.Below(random, 1, width);
        int rows = (int)(half * height), columns = (int)(half * width);
        return (Math.Max(0, i - rows), Math.Min(height, i + rows), Math.Max(0, j - columns), Math.Min(width, j + columns));
    }
}
