using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// A recorded <see cref="CustomFunction"/>. With one result it is the result's node; with several each has a <see cref="CustomResultNode"/>, which hands its
/// gradient on to this.
/// </summary>
internal sealed class CustomNode(CustomFunction function, CustomContext context, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> results) : Node
{
    private readonly Node?[] _parents = [.. inputs.Select(static input => input.Node)];
    private readonly (Shape Shape, DataType Type)[] _inputs = [.. inputs.Select(static input => (input.Shape, input.DataType))];
    private readonly (Shape Shape, DataType Type)[] _results = [.. results.Select(static result => (result.Shape, result.DataType))];

    internal override int ParentCount => _parents.Length;

    internal override string Name => function.Name;

    internal override Node? Parent(int index) => (uint)index < (uint)_parents.Length
        ? _parents[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"{Name} has {_parents.Length} inputs, numbered from 0.");

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        bool isHigher = GradientMode.Enabled;
        bool isOnce = function.IsOnceDifferentiable;
        Tensor[] gradients = [.. (_results.Length == 1 ? [gradient] : sink.TakeParts(this)).Select((part, i) => Given(part, i, isHigher && !isOnce))];
        int[] versions = [.. gradients.Select(static part => part.Storage.Version)];
        IReadOnlyList<Tensor?> computed = Run(sink, gradients, isHigher && !isOnce);
        for (int i = 0; i < gradients.Length; i++)
        {
            if (gradients[i].Storage.Version != versions[i])
            {
                throw new InvalidOperationException(
                    $"Backward of {Name} changed the gradient of result {i} in place, which others may still read; change a Clone of it.");
            }
        }

        if (computed is null || computed.Count != _parents.Length)
        {
            throw new InvalidOperationException(
                $"Backward of {Name} expects {_parents.Length} gradients, one for each input, but returned {(computed is null ? "null" : computed.Count)}; " +
                "return null for an input without one.");
        }

        for (int i = 0; i < _parents.Length; i++)
        {
            if (sink.Needs(_parents[i]))
            {
                Tensor own = Check(computed[i], i, isHigher && !isOnce);

                // What a backward records of its own accord is no part of a gradient that is not to be differentiated.
                own = !isHigher && own.Node is not null ? own.Detach() : own;
                sink.Add(
                    _parents[i]!, isHigher && isOnce ? own.Detach().By(new OnceNode(Name, [.. _parents, .. gradients.Select(static part => part.Node)])) : own);
            }
        }
    }

    internal override void Free() => context.Free();

    private IReadOnlyList<Tensor?> Run(GradientSink sink, Tensor[] gradients, bool isRecorded)
    {
        bool before = GradientMode.Enabled;
        CustomContext pass = context.Enter(sink);
        GradientMode.Enabled = isRecorded;
        try
        {
            return function.Backward(pass, gradients);
        }
        finally
        {
            GradientMode.Enabled = before;
            pass.Leave();
        }
    }

    /// <summary>
    /// A result's gradient: zeros if nothing depends on it; and where gradients are recorded one that always has a node, so that what is computed from it has
    /// one.
    /// </summary>
    private Tensor Given(Tensor? gradient, int result, bool isRecorded)
    {
        (Shape shape, DataType type) = _results[result];
        gradient ??= F.Expand(Tensor.Zeros(Shape.Scalar, type), shape);
        return isRecorded && type.IsFloatingPoint() ? gradient.Detach().By(new StraightThroughNode(gradient)) : gradient;
    }

    private Tensor Check(Tensor? gradient, int input, bool isRecorded)
    {
        (Shape shape, DataType type) = _inputs[input];
        if (gradient is null)
        {
            throw new InvalidOperationException(
                $"Backward of {Name} returned no gradient for input {input} of shape {shape}, which needs one; return it, or zeros (Tensor.Zeros({shape})) " +
                "if the results do not depend on the input.");
        }

        if (!gradient.Shape.Equals(shape))
        {
            throw new InvalidOperationException(
                $"Backward of {Name} expects a gradient of shape {shape} for input {input} but returned {gradient.Shape}; " +
                (gradient.Length > shape.Length
                    ? "sum it over the axes along which Forward broadcast the input."
                    : "it has an element for each of the input's."));
        }

        if (gradient.DataType != type)
        {
            throw new InvalidOperationException(
                $"Backward of {Name} expects a gradient of type {type.Name()} for input {input} but returned {gradient.DataType.Name()}; convert it with To.");
        }

        // A gradient is linear in those of the results, so unless it is 0 it depends on them, and has a node if they have.
        if (isRecorded && gradient.Node is null && Array.Exists(gradient.ToArray<double>(), static value => value != 0))
        {
            throw new InvalidOperationException(
                $"The gradients of {Name} are to be differentiated but that of input {input} was not computed by differentiable functions; " +
                "write Backward in functions of F, or say that it is differentiable once alone.");
        }

        return gradient;
    }
}

/// <summary>One of several results of a <see cref="CustomFunction"/>.</summary>
internal sealed class CustomResultNode(CustomNode whole, int part, int parts) : Node
{
    internal override int ParentCount => 1;

    internal override string Name => whole.Name;

    internal override Node? Parent(int index) => whole;

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        if (sink.Needs(whole))
        {
            sink.AddPart(whole, part, parts, gradient);
        }
    }
}

/// <summary>A gradient that cannot be differentiated: says so to whoever tries.</summary>
internal sealed class OnceNode(string name, Node?[] parents) : Node
{
    internal override int ParentCount => parents.Length;

    internal override string Name => name;

    internal override Node? Parent(int index) => parents[index];

    internal override void Backward(Tensor gradient, GradientSink sink) => throw new InvalidOperationException(
        $"{name} is differentiable once alone: its backward is not made of differentiable functions; write one that is, or leave createGraph out.");
}
