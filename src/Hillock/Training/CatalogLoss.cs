using Hillock.Functional;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>A loss of the catalogue as a module.</summary>
/// <param name="loss">The loss.</param>
/// <param name="values">The values of its parameters.</param>
/// <param name="oneHot">How classes become numbers; null where the targets are used as they are.</param>
internal sealed class CatalogLoss(LossInfo loss, double[] values, OneHot? oneHot) : Loss(Reduction.Mean)
{
    private protected override Tensor ForwardCore(Tensor predictions, Tensor targets) =>
        loss.Compute(new LossInputs(predictions, oneHot?.Of(targets, predictions.DataType) ?? targets) { Reduction = Reduction }, values);
}

/// <summary>Classes as rows of numbers: 1 for the class and <paramref name="Other"/> for the others.</summary>
/// <param name="Classes">The number of classes.</param>
/// <param name="Other">The number of the classes that it is not.</param>
internal sealed record OneHot(int Classes, double Other)
{
    internal Tensor Of(Tensor targets, DataType type)
    {
        long[] classes = targets.ToArray<long>();
        var rows = new float[classes.Length * Classes];
        Array.Fill(rows, (float)Other);
        for (int i = 0; i < classes.Length; i++)
        {
            rows[(i * Classes) + (int)classes[i]] = 1;
        }

        return Tensor.From(rows, [classes.Length, Classes]).To(type);
    }
}
