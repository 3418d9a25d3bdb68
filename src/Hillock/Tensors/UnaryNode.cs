namespace Hillock.Tensors;

/// <summary>A recorded operation on one tensor.</summary>
internal abstract class UnaryNode(Tensor x) : Node
{
    protected readonly Node X = x.Node!;

    internal override int ParentCount => 1;

    internal override Node? Parent(int index) => X;
}
