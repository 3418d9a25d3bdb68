using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>Every loss over the shapes, reductions and options of PyTorch's own tests; a case's name starts with their numbers in the checklist.</summary>
[Trait("Speed", "slow")]
public class TorchLossTests
{
    public static TheoryData<string> Cases => [.. LossCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_OfFloat64_IsPyTorchs(string name) => Check(name, DataType.Float64, 1e-12);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_OfFloat32_IsPyTorchs(string name) => Check(name, DataType.Float32, 1e-6);

    private static void Check(string name, DataType type, double tolerance)
    {
        LossCase one = LossCase.Of(name);
        Tensor[] inputs = one.Inputs(type);
        Tensor[] own = [.. inputs.Where(input => input.RequiresGrad)];
        Tensor loss = TorchLosses.Compute(one, inputs);
        LossCase.Compare(one.Value, loss, tolerance, "loss");
        Tensor upstream = LossCase.Weights(loss.Shape, 40, type);

        // As training computes them: each of the loss alone, nothing recorded.
        Tensor?[] gradients = Gradients.Of([loss], own, [upstream]);
        for (int i = 0; i < own.Length; i++)
        {
            LossCase.Compare(one.Gradients[i], gradients[i]!, tolerance, $"gradient {i}");
        }

        Tensor?[] recorded = Gradients.Of([TorchLosses.Compute(one, inputs)], own, [upstream], createGraph: true);
        Tensor total = Tensor.Scalar(0, type);
        for (int i = 0; i < own.Length; i++)
        {
            LossCase.Compare(one.Gradients[i], recorded[i]!, tolerance, $"recorded gradient {i}");
            total += F.Sum(recorded[i]! * LossCase.Weights(own[i].Shape, 41 + i, type));
        }

        Tensor?[] second = total.RequiresGrad ? Gradients.Of([total], own, [Tensor.OnesLike(total)]) : new Tensor?[own.Length];
        for (int i = 0; i < one.Second.Length; i++)
        {
            LossCase.Compare(one.Second[i], second[i] ?? Tensor.ZerosLike(own[i]), 4 * tolerance, $"second derivative {i}");
        }
    }
}
