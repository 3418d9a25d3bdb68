using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Functional;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>Compares gradients with central differences for a function of leaves that a module holds, which are changed where they are.</summary>
internal static class LeafGradientCheck
{
    private const double Step = 1e-5;

    /// <summary>Checks the gradients of a number, and those of the sum of these gradients with fixed weights.</summary>
    public static void BothOrders(Func<Tensor> function, IReadOnlyList<Tensor> leaves, double absolute = 1e-6, double relative = 1e-5)
    {
        Compare("first", function, leaves, absolute, relative);
        Compare("second", () => Slope(function, leaves), leaves, absolute, relative);
    }

    private static Tensor Slope(Func<Tensor> function, IReadOnlyList<Tensor> leaves)
    {
        Tensor?[] first = Gradients.Of([function()], leaves, createGraph: true);
        Tensor sum = Tensor.Scalar(0, DataType.Float64);
        for (int i = 0; i < first.Length; i++)
        {
            sum = first[i] is { } gradient ? sum + F.Sum(gradient * TorchCase.Weights(gradient.Shape, i + 1)) : sum;
        }

        return sum;
    }

    private static void Compare(string order, Func<Tensor> function, IReadOnlyList<Tensor> leaves, double absolute, double relative)
    {
        Tensor?[] gradients = Gradients.Of([function()], leaves);
        for (int i = 0; i < leaves.Count; i++)
        {
            double[] analytic = gradients[i]?.ToArray<double>() ?? new double[leaves[i].Length];

            // Some elements of every leaf: each costs two runs.
            for (int j = i % 3; j < analytic.Length; j += Math.Max(1, analytic.Length / 7))
            {
                Span<double> memory = leaves[i].AsSpan<double>();
                double before = memory[j];
                memory[j] = before + Step;
                double above = function().Item<double>();
                memory[j] = before - Step;
                double below = function().Item<double>();
                memory[j] = before;
                double numeric = (above - below) / (2 * Step);
                Assert.True(
                    Math.Abs(numeric - analytic[j]) <= absolute + (relative * Math.Abs(numeric)),
                    FormattableString.Invariant($"Element {j} of leaf {i}, {order} order: {analytic[j]:R} but the difference is {numeric:R}."));
            }
        }
    }
}
