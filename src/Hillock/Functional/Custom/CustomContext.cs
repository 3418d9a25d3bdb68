using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>What one call of a <see cref="CustomFunction"/> leaves for its backward.</summary>
/// <remarks>
/// Saved tensors are not copied. One that is changed in place before the backward reads it is refused there, and so is one whose graph has been freed.
/// </remarks>
public sealed class CustomContext
{
    private readonly List<(Tensor Tensor, bool IsConstant)> _given = [];
    private SavedTensor[] _saved = [];
    private bool[] _isIntermediate = [];
    private CustomNode? _node;
    private GradientSink? _sink;

    internal CustomContext()
    {
    }

    /// <summary>One backward's view of what a call saved: the tensors are shared, what is wanted is its own, so that passes run beside each other.</summary>
    private CustomContext(CustomContext call, GradientSink sink)
    {
        _saved = call._saved;
        _isIntermediate = call._isIntermediate;
        _node = call._node;
        _sink = sink;
    }

    /// <summary>The saved tensors, in the order in which they were saved. To be read in <c>Backward</c>.</summary>
    /// <exception cref="InvalidOperationException">
    /// It is read outside of <c>Backward</c>; a tensor was changed in place; the graph has been freed; or the gradients are to be differentiated, and a tensor
    /// is neither an input nor a result, so that nobody knows its derivative.
    /// </exception>
    public IReadOnlyList<Tensor> Saved
    {
        get
        {
            CustomNode node =
                _node is { } own && _sink is not null
                    ? own
                    : throw new InvalidOperationException("Saved tensors are there in Backward alone; in Forward use the tensors themselves.");
            Tensor[] tensors = new Tensor[_saved.Length];
            for (int i = 0; i < tensors.Length; i++)
            {
                tensors[i] = _saved[i].Get(node);
                if (_isIntermediate[i] && GradientMode.Enabled)
                {
                    throw new InvalidOperationException(
                        $"The gradients of {node.Name} are to be differentiated but its saved tensor {i} of shape {tensors[i].Shape} is neither an input " +
                        "nor a result, so its derivative would be lost; " +
                        "save the inputs and compute it in Backward, return it as a further result, or use SaveConstant if its derivative is 0.");
                }
            }

            return tensors;
        }
    }

    /// <summary>
    /// Saves tensors for <c>Backward</c>: inputs and results themselves (not views or copies of them), through which gradients of higher order flow.
    /// </summary>
    /// <param name="tensors">The tensors.</param>
    /// <exception cref="InvalidOperationException">It is called outside of <c>Forward</c>.</exception>
    public void Save(params ReadOnlySpan<Tensor> tensors) => Save(tensors, isConstant: false);

    /// <summary>Saves tensors that count as constants in gradients of higher order, such as a mask: their derivative is 0 wherever it exists.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <exception cref="InvalidOperationException">It is called outside of <c>Forward</c>.</exception>
    public void SaveConstant(params ReadOnlySpan<Tensor> tensors) => Save(tensors, isConstant: true);

    /// <summary>Whether the gradient of an input is wanted. To be asked in <c>Backward</c>.</summary>
    /// <param name="input">The input, from 0.</param>
    /// <exception cref="InvalidOperationException">It is called outside of <c>Backward</c>.</exception>
    public bool NeedsGradient(int input) => _node is { } node && _sink is { } sink
        ? sink.Needs(node.Parent(input))
        : throw new InvalidOperationException("Which gradients are wanted is known in Backward alone.");

    /// <summary>Ends the forward: from now on the saved tensors are those of the graph.</summary>
    internal void Seal(CustomNode node, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> returned, IReadOnlyList<Tensor> results)
    {
        _node = node;
        _saved = new SavedTensor[_given.Count];
        _isIntermediate = new bool[_given.Count];
        for (int i = 0; i < _saved.Length; i++)
        {
            (Tensor tensor, bool isConstant) = _given[i];
            int result = IndexOf(returned, tensor);
            bool isInput = IndexOf(inputs, tensor) >= 0;
            _saved[i] = new SavedTensor(isConstant ? tensor.Detach() : !isInput && result >= 0 ? results[result] : tensor);
            _isIntermediate[i] = !isConstant && !isInput && result < 0 && tensor.DataType.IsFloatingPoint();
        }

        _given.Clear();
    }

    /// <summary>Begins a backward, in a context of its own.</summary>
    internal CustomContext Enter(GradientSink sink) => new(this, sink);

    /// <summary>Ends the backward that this context was made for.</summary>
    internal void Leave() => _sink = null;

    internal void Free()
    {
        foreach (ref SavedTensor saved in _saved.AsSpan())
        {
            saved.Free();
        }
    }

    private void Save(ReadOnlySpan<Tensor> tensors, bool isConstant)
    {
        if (_node is not null)
        {
            throw new InvalidOperationException("Tensors are saved in Forward alone; in Backward they can be kept in variables.");
        }

        foreach (Tensor tensor in tensors)
        {
            ArgumentNullException.ThrowIfNull(tensor, nameof(tensors));
            _given.Add((tensor, isConstant));
        }
    }

    private static int IndexOf(IReadOnlyList<Tensor> tensors, Tensor tensor)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            if (ReferenceEquals(tensors[i], tensor))
            {
                return i;
            }
        }

        return -1;
    }
}
