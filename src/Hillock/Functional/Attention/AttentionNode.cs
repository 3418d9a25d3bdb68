using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// An attention, whose weights the backward pass computes again, tile by tile. A gradient that is itself to be differentiated is made of differentiable
/// operations on all scores instead.
/// </summary>
internal sealed class AttentionNode : Node
{
    private readonly Node?[] _parents;
    private readonly SavedTensor[] _saved;
    private AttentionArguments? _arguments;
    private Tensor? _outputs;
    private Tensor? _largest;
    private Tensor? _inverse;

    internal AttentionNode(AttentionArguments arguments, Tensor outputs, Tensor largest, Tensor inverse)
    {
        _arguments = arguments;
        _outputs = outputs;
        _largest = largest;
        _inverse = inverse;
        _parents = [.. arguments.Differentiable.Select(tensor => tensor.Node)];
        _saved = [.. arguments.All.Append(outputs).Select(tensor => new SavedTensor(tensor))];
    }

    internal override int ParentCount => _parents.Length;

    internal override Node? Parent(int index) => _parents[index];

    internal override void Backward(Tensor gradient, GradientSink sink)
    {
        AttentionArguments arguments = Arguments();
        if (GradientMode.Enabled)
        {
            new AttentionComposition(arguments).Backward(gradient, null, _parents, sink);
        }
        else if (_outputs!.DataType == DataType.Float64)
        {
            Compute<double>(arguments, gradient, sink);
        }
        else
        {
            Compute<float>(arguments, gradient, sink);
        }
    }

    internal override void Free()
    {
        foreach (ref SavedTensor saved in _saved.AsSpan())
        {
            saved.Free();
        }

        _arguments = null;
        _outputs = null;
        _largest = null;
        _inverse = null;
    }

    private AttentionArguments Arguments()
    {
        foreach (SavedTensor saved in _saved)
        {
            saved.Get(this);
        }

        return _arguments!;
    }

    private void Compute<T>(AttentionArguments arguments, Tensor gradient, GradientSink sink)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        DataType type = DataTypes.Of<T>();
        Tensor queries = AttentionOperands.Plain(arguments.Queries, type);
        Tensor keys = AttentionOperands.Plain(arguments.Keys, type);
        Tensor values = AttentionOperands.Plain(arguments.Values, type);
        Tensor upstream = AttentionOperands.Plain(gradient, type);
        (Tensor Packed, Tensor Queries, Tensor Keys, Tensor Values)? packed = PackedHeads.Gradients(_parents, type, out Node? packedNode);
        Tensor? dQueries = packed?.Queries ?? (sink.Needs(_parents[0]) ? AttentionOperands.Like(queries, queries.Shape, type) : null);
        Tensor? dKeys = packed?.Keys ?? (sink.Needs(_parents[1]) ? AttentionOperands.Like(keys, keys.Shape, type) : null);
        Tensor? dValues = packed?.Values ?? (sink.Needs(_parents[2]) ? AttentionOperands.Like(values, values.Shape, type) : null);
        bool byBias = false;
        for (int i = 3; i < _parents.Length; i++)
        {
            byBias |= sink.Needs(_parents[i]);
        }

        Tensor? dScores = byBias ? Tensor.Zeros(arguments.Scores, type) : null;
        using (TensorPins pins = new TensorPins())
        {
            AttentionProblem<T> problem = AttentionOperands.Problem<T>(arguments, queries, keys, values, _outputs!, _largest!, _inverse!, pins);
            AttentionBackward<T>.Run(problem, new(Operand(upstream), Operand(dQueries), Operand(dKeys), Operand(dValues), Operand(dScores)));
            AttentionOperand<T> Operand(Tensor? x) => x is null ? default : AttentionOperands.Matrices<T>(x, pins);
        }

        if (packed is { } all)
        {
            // The gradient of the projection as one tensor, past the nodes of its three parts.
            if (sink.Needs(packedNode))
            {
                sink.Add(packedNode, all.Packed.To(arguments.Queries.DataType));
            }
        }
        else
        {
            Send(0, dQueries, arguments.Queries);
            Send(1, dKeys, arguments.Keys);
            Send(2, dValues, arguments.Values);
        }

        for (int i = 3; i < _parents.Length; i++)
        {
            Tensor bias = arguments.Biases[i - 3];
            Send(i, sink.Needs(_parents[i]) ? F.Multiply(F.SumTo(dScores!, bias.Shape), arguments.Options.Beta) : null, bias);
        }

        void Send(int index, Tensor? gradient, Tensor of)
        {
            if (gradient is not null)
            {
                sink.Add(_parents[index]!, gradient.To(of.DataType));
            }
        }
    }
}
