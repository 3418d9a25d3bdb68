using Hillock.Autograd;
using Hillock.Tensors;

namespace Hillock.Tests.Laws;

/// <summary>What came out of a case: the result, the gradients, and their derivatives along the directions.</summary>
internal sealed class LawRun
{
    private LawRun(Tensor value, Tensor?[] gradients, Tensor?[] second)
    {
        Value = value;
        Gradients = gradients;
        Second = second;
    }

    public Tensor Value { get; }

    public Tensor?[] Gradients { get; }

    public Tensor?[] Second { get; }

    /// <summary>Calls the function on given inputs and differentiates twice.</summary>
    public static LawRun Of(LawCase one, TensorFunction function, IReadOnlyList<Tensor> inputs)
    {
        if (!one.IsDifferentiable)
        {
            return new(function.Apply(inputs), [], []);
        }

        int[] at = [.. Enumerable.Range(0, inputs.Count).Where(i => one.Kinds[i] == 'x')];
        Tensor[] leaves = [.. inputs.Select((x, i) => one.Kinds[i] == 'x' ? x.Detach().WithGradient() : x)];
        Tensor[] by = [.. at.Select(i => leaves[i])];
        Tensor y = function.Apply(leaves);
        if (!y.RequiresGrad)
        {
            return new(y, new Tensor?[by.Length], new Tensor?[by.Length]);
        }

        Tensor?[] gradients = Hillock.Autograd.Gradients.Of([y], by, [one.Weights(y.Shape, 0, y.DataType)], createGraph: true);
        int[] recorded = [.. Enumerable.Range(0, by.Length).Where(i => gradients[i] is { RequiresGrad: true })];
        Tensor?[] second = recorded.Length == 0
            ? new Tensor?[by.Length]
            : Hillock.Autograd.Gradients.Of(
                [.. recorded.Select(i => gradients[i]!)], by, [.. recorded.Select(i => one.Weights(by[i].Shape, at[i] + 1, by[i].DataType))]);
        return new(y.Detach(), [.. gradients.Select(g => g?.Detach())], second);
    }

    /// <summary>Everything as doubles, in order; a gradient that does not exist is 0.</summary>
    public double[][] ToArrays(LawCase one, IReadOnlyList<Tensor> inputs)
    {
        Tensor[] by = [.. inputs.Where((_, i) => one.Kinds[i] == 'x')];
        return
        [
            Doubles(Value),
            .. Gradients.Concat(Second).Select((g, i) => g is null ? new double[by[i % by.Length].Length] : Doubles(g)),
        ];
    }

    internal static double[] Doubles(Tensor x) => x.Detach().To(DataType.Float64).ToArray<double>();
}
