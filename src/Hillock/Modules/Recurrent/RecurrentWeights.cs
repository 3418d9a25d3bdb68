using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The parameters of one layer in one direction.</summary>
internal sealed record RecurrentWeights(Tensor Input, Tensor Hidden, Tensor? InputBias, Tensor? HiddenBias, Tensor? Projection)
{
    /// <summary>Runs the layer; 16-bit numbers are widened for it.</summary>
    internal (Tensor Outputs, Tensor Hidden, Tensor? Cell) Run(
        RecurrentKind kind, bool reverse, Tensor x, Tensor? hidden, Tensor? cell, Tensor? lengths)
    {
        DataType given = x.DataType, type = given == DataType.Float64 ? given : DataType.Float32;
        hidden ??= Tensor.Zeros([x.Shape[1], Hidden.Shape[1]], type);
        if (kind == RecurrentKind.Lstm)
        {
            cell ??= Tensor.Zeros([x.Shape[1], Hidden.Shape[0] / 4], type);
        }

        (Tensor outputs, Tensor last, Tensor? lastCell) = RecurrentLayer.Run(new RecurrentArguments(
            kind, reverse, x.To(type), hidden.To(type), cell?.To(type), Input.To(type), Hidden.To(type), InputBias?.To(type), HiddenBias?.To(type),
            Projection?.To(type), lengths));
        return (outputs.To(given), last.To(given), lastCell?.To(given));
    }
}
