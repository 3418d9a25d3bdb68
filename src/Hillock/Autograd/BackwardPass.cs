using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Autograd;

/// <summary>One run from results to leaves.</summary>
/// <remarks>
/// A node is younger than its arguments' nodes, so taking the youngest that has a gradient waiting visits each node once, after
/// all that it passed its result to: no recursion, no counting of edges, and always the same order of additions. Memory of gradients
/// under way is handed back as soon as they have been passed on.
/// </remarks>
internal sealed class BackwardPass : GradientSink, IDisposable
{
    // The passes of a thread come one after the other: one object serves them all.
    [ThreadStatic]
    private static BackwardPass? Spare;

    private Node[] _waiting = new Node[16];
    private int _count;
    private bool _retainGraph;
    private bool _createGraph;
    private bool _modeBefore;
    private StorageScope? _scope;
    private HashSet<Node>? _wanted;
    private Dictionary<Node, int>? _captures;
    private Tensor?[]? _captured;
    private int[]? _captureOfInput;

    internal static BackwardPass Begin(bool retainGraph, bool createGraph)
    {
        BackwardPass pass = Spare ?? new BackwardPass();
        Spare = null;
        pass._retainGraph = retainGraph;
        pass._createGraph = createGraph;
        pass._modeBefore = GradientMode.Enabled;
        GradientMode.Enabled = createGraph;
        pass._scope = createGraph ? null : StorageScope.Open();
        return pass;
    }

    public void Dispose()
    {
        for (int i = 0; i < _count; i++)
        {
            _waiting[i].Pending = null;
        }

        if (_captured is not null)
        {
            foreach (Tensor? tensor in _captured)
            {
                // The results leave the scope for the one outside of it.
                if (tensor is not null && tensor.Storage.Scope == _scope && _scope is not null)
                {
                    tensor.Storage.References = 1;
                }
            }
        }

        Array.Clear(_waiting, 0, _count);
        _count = 0;
        _wanted = null;
        _captures = null;
        _captured = null;
        _captureOfInput = null;
        GradientMode.Enabled = _modeBefore;
        _scope?.Close();
        _scope = null;
        Spare = this;
    }

    /// <summary>Limits the run to what leads from the outputs to the inputs, and collects the inputs' gradients.</summary>
    internal void Capture(IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs)
    {
        _captures = [];
        _captureOfInput = new int[inputs.Count];
        for (int i = 0; i < inputs.Count; i++)
        {
            Node node = inputs[i].Node!;
            _captures.TryAdd(node, _captures.Count);
            _captureOfInput[i] = _captures[node];
        }

        _captured = new Tensor?[_captures.Count];
        var seen = new HashSet<Node>();
        var stack = new Stack<Node>();
        foreach (Tensor output in outputs)
        {
            if (output.Node is { } root && seen.Add(root))
            {
                stack.Push(root);
            }
        }

        while (stack.TryPop(out Node? node))
        {
            for (int i = 0; i < node.ParentCount; i++)
            {
                if (node.Parent(i) is { } parent && seen.Add(parent))
                {
                    stack.Push(parent);
                }
            }
        }

        // Arguments come before results, so one pass in the order of creation finds all that depend on an input.
        var ordered = new List<Node>(seen);
        ordered.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        _wanted = [];
        foreach (Node node in ordered)
        {
            bool wanted = _captures.ContainsKey(node);
            for (int i = 0; !wanted && i < node.ParentCount; i++)
            {
                wanted = node.Parent(i) is { } parent && _wanted.Contains(parent);
            }

            if (wanted)
            {
                _wanted.Add(node);
            }
        }
    }

    internal Tensor?[] TakeCaptured(int count)
    {
        var result = new Tensor?[count];
        for (int i = 0; i < count; i++)
        {
            result[i] = _captured![_captureOfInput![i]];
        }

        return result;
    }

    internal void Seed(Tensor output, Tensor? gradient)
    {
        if (output.Node is null)
        {
            throw new InvalidOperationException(
                "Backward needs a tensor that requires a gradient; set RequiresGrad on a leaf before computing, and do not compute inside Gradients.Disabled().");
        }

        if (gradient is null)
        {
            if (output.Length != 1)
            {
                throw new ArgumentException(
                    $"Backward of a tensor of shape {output.Shape} expects the gradient of that shape; or reduce it to one number with Sum or Mean.", nameof(gradient));
            }

            gradient = Tensor.Ones(output.Shape, output.DataType);
        }
        else if (!gradient.Shape.Equals(output.Shape))
        {
            throw new ArgumentException($"Backward expects a gradient of shape {output.Shape} but got {gradient.Shape}.", nameof(gradient));
        }

        if (Needs(output.Node))
        {
            Add(output.Node, gradient.To(output.DataType));
        }
    }

    internal override bool Needs(Node? parent) => parent is not null && (_wanted is null || _wanted.Contains(parent));

    internal override void Add(Node parent, Tensor gradient)
    {
        if (parent is LeafNode leaf)
        {
            if (_captured is null)
            {
                Collect(leaf.Tensor, gradient);
            }
            else
            {
                int index = _captures![parent];
                _captured[index] = _captured[index] is { } sum ? Accumulate(sum, gradient) : Hold(gradient);
            }
        }
        else if (parent.Pending is { } sum)
        {
            parent.Pending = Accumulate(sum, gradient);
        }
        else
        {
            parent.Pending = Hold(gradient);
            Push(parent);
        }
    }

    internal override void Give(Node parent, Tensor gradient)
    {
        Storage storage = gradient.Storage;
        if (parent is LeafNode { Tensor: { RawGradient: null } leaf } && _captured is null && !_retainGraph && !_createGraph
            && storage.References == 0 && gradient.IsContiguous && storage.Length == gradient.Length)
        {
            storage.Kept = true;
            leaf.SetCollectedGradient(gradient);
        }
        else
        {
            Add(parent, gradient);
        }
    }

    internal void Run()
    {
        while (_count > 0)
        {
            Node node = Pop();
            Tensor gradient = node.Pending!;
            node.Pending = null;
            int mark = _scope?.Count ?? 0;
            if (_captures is not null && _captures.TryGetValue(node, out int index))
            {
                _captured![index] = Hold(gradient);
            }

            node.Backward(gradient, this);
            if (!_retainGraph)
            {
                node.Free();
            }

            if (_scope is not null)
            {
                _scope.ReleaseSince(mark);
                LetGo(gradient);
            }
        }
    }

    private static Tensor Hold(Tensor gradient)
    {
        gradient.Storage.References++;
        return gradient;
    }

    private void LetGo(Tensor gradient)
    {
        Storage storage = gradient.Storage;
        if (--storage.References == 0 && storage.Scope == _scope && _scope is not null && !storage.Kept)
        {
            storage.Release();
        }
    }

    private Tensor Accumulate(Tensor sum, Tensor gradient)
    {
        Storage storage = sum.Storage;
        if (_scope is not null && storage.Scope == _scope && storage.References == 1 && !storage.Kept
            && sum.IsContiguous && storage.Length == sum.Length && storage != gradient.Storage)
        {
            Elementwise.InPlace(default(AddFunction), sum, gradient);
            return sum;
        }

        Tensor result = F.Add(sum, gradient);
        LetGo(sum);
        return Hold(result);
    }

    private void Collect(Tensor leaf, Tensor gradient)
    {
        Tensor? sum = leaf.RawGradient;
        if (_createGraph)
        {
            leaf.SetCollectedGradient(sum is null ? gradient : F.Add(sum, gradient));
            return;
        }

        if (sum is null)
        {
            // A gradient that nobody else holds needs no copy.
            Storage storage = gradient.Storage;
            bool own = storage.References == 0 && storage.Scope == _scope && !storage.Kept
                && gradient.IsContiguous && storage.Length == gradient.Length;
            sum = own ? gradient : gradient.Clone();
            sum.Storage.Kept = true;
            leaf.SetCollectedGradient(sum);
        }
        else if (sum.Node is not null)
        {
            sum = F.Add(sum, gradient);
            sum.Storage.Kept = true;
            leaf.SetCollectedGradient(sum);
        }
        else
        {
            sum.Storage.Version++;
            Elementwise.InPlace(default(AddFunction), sum, gradient);
        }
    }

    // A binary heap with the youngest node on top.
    private void Push(Node node)
    {
        if (_count == _waiting.Length)
        {
            Array.Resize(ref _waiting, 2 * _count);
        }

        int i = _count++;
        while (i > 0 && _waiting[(i - 1) / 2].Sequence < node.Sequence)
        {
            _waiting[i] = _waiting[(i - 1) / 2];
            i = (i - 1) / 2;
        }

        _waiting[i] = node;
    }

    private Node Pop()
    {
        Node top = _waiting[0];
        Node last = _waiting[--_count];
        _waiting[_count] = null!;
        int i = 0;
        while ((2 * i) + 1 < _count)
        {
            int child = (2 * i) + 1;
            if (child + 1 < _count && _waiting[child + 1].Sequence > _waiting[child].Sequence)
            {
                child++;
            }

            if (_waiting[child].Sequence <= last.Sequence)
            {
                break;
            }

            _waiting[i] = _waiting[child];
            i = child;
        }

        if (_count > 0)
        {
            _waiting[i] = last;
        }

        return top;
    }
}
