namespace Hillock.Tensors;

/// <summary>A tensor as it was when an operation was recorded.</summary>
internal struct SavedTensor(Tensor tensor)
{
    private readonly int _version = tensor.Storage.Version;
    private Tensor? _tensor = tensor;

    /// <summary>The tensor, if it still is what it was.</summary>
    /// <exception cref="InvalidOperationException">The graph has been freed, or the tensor was changed in place.</exception>
    internal readonly Tensor Get(Node node)
    {
        Tensor tensor = _tensor ?? throw new InvalidOperationException(
            $"Backward went through {node.Name} a second time, and its saved tensors are freed; pass retainGraph: true to the first Backward.");
        if (tensor.Storage.Version != _version)
        {
            throw new InvalidOperationException(
                $"A tensor of shape {tensor.Shape} that the gradient of {node.Name} needs has been changed in place since " +
                $"(version {tensor.Storage.Version}, expected {_version}); change a Clone, or change it after Backward.");
        }

        return tensor;
    }

    internal void Free() => _tensor = null;
}
