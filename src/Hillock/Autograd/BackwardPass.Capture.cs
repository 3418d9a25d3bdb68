using Hillock.Tensors;

namespace Hillock.Autograd;

internal sealed partial class BackwardPass
{
    private HashSet<Node>? _wanted;
    private Dictionary<Node, int>? _captures;
    private Tensor?[]? _captured;
    private int[]? _captureOfInput;

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
        HashSet<Node> seen = new HashSet<Node>();
        Stack<Node> stack = new Stack<Node>();
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
        List<Node> ordered = new List<Node>(seen);
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

    /// <summary>The inputs' gradients, each in memory of its own, which passes to the scope outside of the pass.</summary>
    internal Tensor?[] TakeCaptured(int count)
    {
        Tensor?[] result = new Tensor?[count];
        for (int i = 0; i < count; i++)
        {
            if (_captured![_captureOfInput![i]] is { } captured)
            {
                // A second input with the same node finds that the memory leaves already, and gets a copy.
                result[i] = Own(captured);
                result[i]!.Storage.Leaves = _scope is not null;
            }
        }

        LetGoOfCaptured();
        return result;
    }

    private void LetGoOfCaptured()
    {
        foreach (Tensor? captured in _captured ?? [])
        {
            if (captured is not null)
            {
                LetGo(captured);
            }
        }

        _wanted = null;
        _captures = null;
        _captured = null;
        _captureOfInput = null;
    }
}
