namespace Hillock.Tensors;

/// <summary>A recorded operation on two tensors.</summary>
internal abstract class BinaryNode(Tensor x, Tensor y) : Node
{
    protected readonly Node? X = x.Node;
    protected readonly Node? Y = y.Node;

    internal override int ParentCount => 2;

    internal override Node? Parent(int index) => index == 0 ? X : Y;
}
