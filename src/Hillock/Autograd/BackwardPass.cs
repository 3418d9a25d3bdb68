using Hillock.Functional;
using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Autograd;

/// <summary>One run from results to leaves.</summary>
/// <remarks>
/// <para>
/// A node is younger than its arguments' nodes, so taking the youngest that has a gradient waiting visits each node once, after
/// all that it passed its result to: no recursion, no counting of edges, and always the same order of additions. Memory of gradients
/// under way is handed back as soon as they have been passed on.
/// </para>
/// <para>
/// A pass keeps nothing in the graph, so any number of threads may each have one go over the same nodes. One that frees the graph has each node to itself;
/// another that comes after it finds the saved tensors gone, and says so.
/// </para>
/// <para>
/// Who may write to a gradient: nodes pass on the same memory to several arguments, views of it, and tensors that they go on reading. So
/// what a node passes on is held until the node is done, and is delivered only then. <see cref="Storage.References"/> counts all that hold
/// it, in passes of all threads: gradients waiting at nodes (the one that the user passed in too), gradients on their way. Sums are added up in place where the
/// sum alone holds its memory. What leaves the pass, a leaf's gradient or a result, goes through <see cref="Own"/>: nothing else can reach the memory that it
/// comes out with.
/// </para>
/// </remarks>
internal sealed partial class BackwardPass : GradientSink, IDisposable
{
    // The passes of a thread come one after the other: one object serves them all.
    [ThreadStatic]
    private static long Passes;

    [ThreadStatic]
    private static BackwardPass? Spare;

    private readonly WaitingNodes _waiting = new();
    private readonly List<Delivery> _deliveries = [];
    private readonly Dictionary<Node, Tensor?[]> _parts = [];
    private long _number;
    private bool _retainGraph;
    private bool _createGraph;
    private bool _modeBefore;
    private StorageScope? _scope;
    private Storage? _passed; // the gradient of the node that has just passed it on

    internal override long Pass => _number;

    internal static BackwardPass Begin(bool retainGraph, bool createGraph)
    {
        BackwardPass pass = Spare ?? new BackwardPass();
        Spare = null;
        pass._retainGraph = retainGraph;
        pass._createGraph = createGraph;
        pass._number = ++Passes;
        pass._modeBefore = GradientMode.Enabled;
        GradientMode.Enabled = createGraph;
        pass._scope = createGraph ? null : StorageScope.Open();
        return pass;
    }

    public void Dispose()
    {
        // Anything left is of a pass that failed.
        foreach (Delivery delivery in _deliveries)
        {
            LetGo(delivery.Gradient);
        }

        _deliveries.Clear();
        while (_waiting.Count > 0)
        {
            _waiting.Pop(out Tensor sum);
            LetGo(sum);
        }

        foreach (Tensor?[] parts in _parts.Values)
        {
            LetGo(parts);
        }

        _parts.Clear();
        LetGoOfCaptured();
        GradientMode.Enabled = _modeBefore;
        _scope?.Close();
        _scope = null;
        Spare = this;
    }

    internal void Seed(Tensor output, Tensor? gradient)
    {
        if (output.Node is null)
        {
            throw new InvalidOperationException(
                "Backward needs a tensor that requires a gradient; set RequiresGrad on a leaf before computing, Unfreeze a parameter of a network that is " +
                "frozen as a whole, and do not compute inside Gradients.Disabled().");
        }

        if (gradient is null)
        {
            if (output.Length != 1)
            {
                throw new ArgumentException(
                    $"Backward of a tensor of shape {output.Shape} expects the gradient of that shape; or reduce it to one number with Sum or Mean.",
                    nameof(gradient));
            }

            gradient = Tensor.Ones(output.Shape, output.DataType);
        }
        else if (!gradient.Shape.Equals(output.Shape))
        {
            throw new ArgumentException($"Backward expects a gradient of shape {output.Shape} but got {gradient.Shape}.", nameof(gradient));
        }
        else if (_createGraph && gradient.DataType == output.DataType)
        {
            // The graph to come saves it, and it may be a leaf's own gradient, which the next pass adds to.
            gradient = F.Copy(gradient);
        }

        if (Needs(output.Node))
        {
            Add(output.Node, gradient.To(output.DataType));
            Deliver();
        }
    }

    internal override bool Needs(Node? parent) => parent is not null && (_wanted is null || _wanted.Contains(parent));

    internal override void Add(Node parent, Tensor gradient) => _deliveries.Add(new(parent, Hold(gradient), IsGiven: false));

    internal override void Give(Node parent, Tensor gradient) => _deliveries.Add(new(parent, Hold(gradient), IsGiven: !_retainGraph && !_createGraph));

    internal override void AddPart(Node node, int part, int parts, Tensor gradient)
    {
        if (!_parts.TryGetValue(node, out Tensor?[]? all))
        {
            _parts.Add(node, all = new Tensor?[parts]);

            // Nothing is passed on as the node's own gradient: a number holds its place among those that wait.
            Tensor place = Hold(Tensor.Scalar(0f));
            _waiting.Sum(node) = place;
        }

        all[part] = Hold(gradient);
    }

    internal override Tensor?[] TakeParts(Node node) => _parts[node];

    internal void Run()
    {
        while (_waiting.Count > 0)
        {
            Node node = _waiting.Pop(out Tensor gradient);
            int mark = _scope?.Count ?? 0;
            try
            {
                if (_captures is not null && _captures.TryGetValue(node, out int index))
                {
                    _captured![index] = Hold(gradient);
                }

                node.Pass(gradient, this, frees: !_retainGraph);
                _passed = gradient.Storage;
                Deliver();
                _passed = null;
                _scope?.ReleaseSince(mark);
            }
            finally
            {
                _passed = null;
                LetGo(gradient);
                if (_parts.Count > 0 && _parts.Remove(node, out Tensor?[]? parts))
                {
                    LetGo(parts);
                }
            }
        }
    }

    private Tensor Hold(Tensor gradient)
    {
        Storage storage = gradient.Storage;
        if (IsOwn(storage))
        {
            storage.References++;
        }
        else
        {
            Interlocked.Increment(ref storage.References);
        }

        return gradient;
    }

    private void LetGo(Tensor gradient)
    {
        Storage storage = gradient.Storage;
        if (!IsOwn(storage))
        {
            Interlocked.Decrement(ref storage.References);
        }
        else if (--storage.References == 0 && !storage.Kept && !storage.Leaves)
        {
            storage.Release();
        }
    }

    private void LetGo(Tensor?[] parts)
    {
        foreach (Tensor? part in parts)
        {
            if (part is not null)
            {
                LetGo(part);
            }
        }
    }

    /// <summary>Whether memory was allocated in this pass, by this thread, of which no other thread's pass knows.</summary>
    private bool IsOwn(Storage storage) => _scope is not null && storage.Scope == _scope;

    /// <summary>
    /// Whether memory is of this pass and held once, so that nobody reads it but the one who asks. What a node passed on as another view of the gradient it was
    /// given is still held for that node, too, which is done with it.
    /// </summary>
    private bool IsAlone(Tensor gradient)
    {
        Storage storage = gradient.Storage;
        return storage is { Kept: false, Leaves: false } && storage.References == (storage == _passed ? 2 : 1) && IsOwn(storage)
            && gradient.IsContiguous && storage.Length == gradient.Length;
    }

    /// <summary>A gradient that leaves the pass: the tensor itself if nothing else can ever reach its memory, otherwise a copy.</summary>
    /// <remarks>The graph of a gradient to be differentiated has saved tensors of its own, which nobody counts: such a gradient is always copied.</remarks>
    private Tensor Own(Tensor gradient) => IsAlone(gradient) ? gradient : F.Copy(gradient);

    private void Deliver()
    {
        // What is delivered adds no further deliveries.
        for (int i = 0; i < _deliveries.Count; i++)
        {
            (Node node, Tensor gradient, bool isGiven) = _deliveries[i];
            if (node is LeafNode leaf && _captured is null)
            {
                Collect(leaf.Tensor, gradient, isGiven);
                LetGo(gradient);
                continue;
            }

            ref Tensor? sum = ref node is LeafNode ? ref _captured![_captures![node]] : ref _waiting.Sum(node);
            sum = sum is null ? gradient : Accumulate(sum, gradient);
        }

        _deliveries.Clear();
    }

    /// <summary>Adds a gradient to a sum; both are held, and so is the result.</summary>
    private Tensor Accumulate(Tensor sum, Tensor gradient)
    {
        if (IsAlone(sum))
        {
            Elementwise.InPlace(default(AddFunction), sum, gradient);
            LetGo(gradient);
            return sum;
        }

        Tensor result = Hold(F.Add(sum, gradient));
        LetGo(sum);
        LetGo(gradient);
        return result;
    }

    private void Collect(Tensor leaf, Tensor gradient, bool isGiven)
    {
        if (leaf.RawGradient is not { } sum)
        {
            // A node that is freed does not come back to what it has given away.
            bool isLeft = isGiven && gradient.Storage is { References: 1, Kept: false } storage && gradient.IsContiguous && storage.Length == gradient.Length;
            leaf.SetOwnGradient(isLeft ? gradient : Own(gradient));
        }
        else if (_createGraph || sum.Node is not null || sum.Storage.References > 0)
        {
            // A sum that the pass was started with, and still reads, stays as it is.
            leaf.SetOwnGradient(F.Add(sum, gradient));
        }
        else
        {
            Elementwise.InPlace(default(AddFunction), sum, gradient);
        }
    }

    /// <summary>A gradient on its way to a node.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Gradient">The gradient, which is held.</param>
    /// <param name="IsGiven">Whether the sender, whose own memory it is, will not need it again.</param>
    private readonly record struct Delivery(Node Node, Tensor Gradient, bool IsGiven);
}
