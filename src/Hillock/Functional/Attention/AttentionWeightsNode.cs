using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The weights of an attention, which hold memory for all scores anyway: their gradients are made of operations on all scores.</summary>
internal sealed class AttentionWeightsNode : Node
{
    private readonly Node?[] _parents;
    private readonly SavedTensor[] _saved;
    private AttentionArguments? _arguments;

    internal AttentionWeightsNode(AttentionArguments arguments)
    {
        _arguments = arguments;
        _parents = [.. arguments.Differentiable.Select(tensor => tensor.Node)];
        _saved = [.. arguments.All.Select(tensor => new SavedTensor(tensor))];
    }

    internal override int ParentCount => _parents.Length;

    internal override Node? Parent(int index) => _parents[index];

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        foreach (SavedTensor saved in _saved)
        {
            saved.Get(this);
        }

        new AttentionComposition(_arguments!).Backward(null, gradient, _parents, sink);
    }

    internal override void Free()
    {
        foreach (ref SavedTensor saved in _saved.AsSpan())
        {
            saved.Free();
        }

        _arguments = null;
    }
}
