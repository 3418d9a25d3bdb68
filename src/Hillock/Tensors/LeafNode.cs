namespace Hillock.Tensors;

/// <summary>Where a backward pass ends: a tensor that the user asked the gradient of.</summary>
internal sealed class LeafNode(Tensor tensor) : Node
{
    internal readonly Tensor Tensor = tensor;

    internal override int ParentCount => 0;

    internal override Node? Parent(int index) => null;

    internal override void Backward(Tensor gradient, GradientSink sink) => throw new InvalidOperationException("A leaf has no arguments.");
}
