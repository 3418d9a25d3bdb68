namespace Hillock.Kernels;

/// <summary>What the rows of a cross-entropy have in common.</summary>
/// <param name="IgnoreIndex">Rows with this target are left out.</param>
/// <param name="Smoothing">The share of the target that is spread over all classes.</param>
/// <param name="Scale">The factor of the gradients.</param>
/// <param name="WeightSum">The sum of the class weights, or the number of classes without weights.</param>
internal readonly record struct CrossEntropySettings(long IgnoreIndex, double Smoothing, double Scale, double WeightSum)
{
    /// <summary>What the softmax is multiplied by in the gradient of a row.</summary>
    /// <param name="weight">The weight of the row's class.</param>
    /// <param name="classes">The number of classes.</param>
    internal double Factor(double weight, int classes) =>
        Smoothing == 0 ? Scale * weight : Scale * (((1 - Smoothing) * weight) + (Smoothing / classes * WeightSum));

    /// <summary>What is subtracted from that at the row's class.</summary>
    /// <param name="weight">The weight of the row's class.</param>
    /// <param name="classes">The number of classes.</param>
    internal double Share(double weight, int classes) =>
        Smoothing == 0 ? Scale * weight : Scale * (((1 - Smoothing) * weight) + (Smoothing / classes * weight));

    /// <summary>The gradient at the row's class.</summary>
    /// <param name="sum">The sum of exponentials, that of the class apart.</param>
    /// <param name="weight">The weight of the row's class.</param>
    /// <param name="classes">The number of classes.</param>
    internal double AtTarget(SplitSum sum, double weight, int classes) => Smoothing == 0
        ? -sum.Others / sum.All * Factor(weight, classes)
        : (sum.Own / sum.All * Factor(weight, classes)) - Share(weight, classes);

    /// <summary>What is subtracted from it at another class, of a weight of its own.</summary>
    /// <param name="weight">The weight of the class.</param>
    /// <param name="classes">The number of classes.</param>
    internal double Spread(double weight, int classes) => Smoothing == 0 ? 0 : Scale * Smoothing / classes * weight;
}
