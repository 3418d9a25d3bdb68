using Hillock.Tensors;

namespace Hillock.Modules;

public abstract partial class Module
{
    /// <summary>All parameters and buffers by name, in PyTorch's order and layout.</summary>
    /// <returns>Views that share memory with the module: <see cref="Tensor.Clone"/> what is to stay as it is.</returns>
    public OrderedDictionary<string, Tensor> StateDict()
    {
        OrderedDictionary<string, Tensor> state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        CollectState("", state);
        return state;
    }

    /// <summary>Copies values into the parameters and buffers, converting their types. Either all are copied or none.</summary>
    /// <param name="state">The values by name, as <see cref="StateDict"/> gives them or a file holds them.</param>
    /// <param name="strict">Whether the names must be exactly the module's; otherwise those in common are copied.</param>
    /// <returns>Which names were copied, which the state lacks, and which the module does not have.</returns>
    /// <exception cref="ArgumentException">
    /// A name is missing or unknown although <paramref name="strict"/>, or a shape differs. The message lists the faults, and the rename that names may need.
    /// </exception>
    /// <exception cref="InvalidOperationException">A buffer is an expanded view, or a value's memory has been released.</exception>
    public LoadedState LoadStateDict(IReadOnlyDictionary<string, Tensor> state, bool strict = true)
    {
        (Action copy, LoadedState names) = PrepareState(state, strict, nameof(state));
        copy();
        return names;
    }

    /// <summary>Does all of <see cref="LoadStateDict"/> that can fail.</summary>
    /// <returns>What copies the values, and what becomes of the names.</returns>
    internal (Action Copy, LoadedState Names) PrepareState(IReadOnlyDictionary<string, Tensor> state, bool strict, string argument)
    {
        ArgumentNullException.ThrowIfNull(state, argument);
        OrderedDictionary<string, Tensor> own = StateDict();
        Dictionary<string, Shape?> shapes = new(StringComparer.Ordinal);
        foreach ((string name, Tensor? value) in state)
        {
            shapes.Add(name, value?.Shape);
        }

        if (StateFit.Fault(Name, own, shapes, strict) is { } fault)
        {
            throw new ArgumentException(fault, argument);
        }

        // A state may be made of this module's own memory, in another order: it counts as it is before the first copy.
        HashSet<Array> memory = new HashSet<Array>(own.Values.Select(target => target.Storage.Memory(out _)), ReferenceEqualityComparer.Instance);
        List<(Tensor Target, Tensor Value)> values = new List<(Tensor Target, Tensor Value)>();
        foreach ((string name, Tensor target) in own)
        {
            if (state.TryGetValue(name, out Tensor? value))
            {
                target.RefuseRepeated($"LoadStateDict of \"{name}\"");
                values.Add((target, memory.Contains(value.Storage.Memory(out _)) ? value.Detach().Clone() : value));
            }
        }

        if (Narrowing.Fault(
            own.Where(pair => state.ContainsKey(pair.Key)).Select(
                pair => (pair.Key, state[pair.Key].DataType, (Func<Tensor>)(() => state[pair.Key]), pair.Value.DataType))) is { } beyond)
        {
            throw new ArgumentException($"The state does not fit {Name}: {beyond}.", argument);
        }

        return (Copy, StateFit.Names(own, shapes));

        void Copy()
        {
            foreach ((Tensor target, Tensor value) in values)
            {
                target.CopyFrom(value);
            }
        }
    }

    /// <summary>Adds the buffers of this module and all below it to a list, one that several modules share more than once.</summary>
    internal void CollectBuffers(List<Tensor> buffers)
    {
        foreach ((_, Tensor value) in _buffers)
        {
            buffers.Add(value);
        }

        foreach ((_, Module child) in _children)
        {
            child.CollectBuffers(buffers);
        }
    }

    private void CollectState(string prefix, OrderedDictionary<string, Tensor> state)
    {
        foreach (Parameter parameter in _parameters)
        {
            state.Add(prefix + parameter.Name, parameter.Value.Detach());
        }

        foreach ((string name, Tensor value) in _buffers)
        {
            state.Add(prefix + name, value.Detach());
        }

        foreach ((string name, Module child) in _children)
        {
            child.CollectState($"{prefix}{name}.", state);
        }
    }
}
