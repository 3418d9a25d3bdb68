namespace Hillock.Tensors;

/// <summary>One recorded operation: what the backward pass needs to pass a gradient from the result on to the arguments.</summary>
/// <remarks>
/// A node refers to the nodes of its arguments, not to the arguments, so an operation whose backward needs no values keeps none
/// alive. <see cref="Backward"/> uses differentiable operations alone, so that it is itself recorded when asked for.
/// </remarks>
internal abstract class Node
{
    private static long Created;

    /// <summary>Grows from argument to result: the order of the backward pass, reversed.</summary>
    internal readonly long Sequence = Interlocked.Increment(ref Created);

    /// <summary>The sum of the gradients that have arrived in the backward pass under way.</summary>
    internal Tensor? Pending;

    /// <summary>Whether a backward pass has been through here and let go of what was saved.</summary>
    internal bool IsFreed;

    internal abstract int ParentCount { get; }

    /// <summary>The name of the operation, for messages: <c>MatMul</c>.</summary>
    internal virtual string Name
    {
        get
        {
            string name = GetType().Name;
            int end = name.IndexOf("Node", StringComparison.Ordinal);
            return end > 0 ? name[..end] : name;
        }
    }

    /// <summary>The node of an argument; null where it needs no gradient.</summary>
    internal abstract Node? Parent(int index);

    /// <summary>Sends each argument's gradient to the sink.</summary>
    /// <param name="gradient">The gradient of the result.</param>
    /// <param name="sink">Where to; ask <see cref="GradientSink.Needs"/> before computing.</param>
    internal abstract void Backward(Tensor gradient, GradientSink sink);

    /// <summary>Lets go of saved tensors.</summary>
    internal virtual void Free()
    {
    }
}
