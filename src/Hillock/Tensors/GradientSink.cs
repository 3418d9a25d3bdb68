using System.Diagnostics.CodeAnalysis;

namespace Hillock.Tensors;

/// <summary>Takes the gradients that a node computes.</summary>
internal abstract class GradientSink
{
    /// <summary>The number of the backward pass on its thread.</summary>
    internal abstract long Pass { get; }

    /// <summary>Whether the gradient of the argument with this node is wanted.</summary>
    internal abstract bool Needs([NotNullWhen(true)] Node? parent);

    /// <summary>Passes on a gradient of the argument's shape and type.</summary>
    internal abstract void Add(Node parent, Tensor gradient);

    /// <summary>
    /// Passes on a gradient that the node computed before and will not need again once its graph is freed, so that a leaf may keep it uncopied.
    /// </summary>
    internal virtual void Give(Node parent, Tensor gradient) => Add(parent, gradient);

    /// <summary>Passes on the gradient of one of several results to the node of them all, which runs when every younger node is done.</summary>
    internal abstract void AddPart(Node node, int part, int parts, Tensor gradient);

    /// <summary>What arrived by <see cref="AddPart"/>; null for a result without a gradient. Valid until the node is done.</summary>
    internal abstract Tensor?[] TakeParts(Node node);
}
