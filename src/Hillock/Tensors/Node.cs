namespace Hillock.Tensors;

/// <summary>One recorded operation: what the backward pass needs to pass a gradient from the result on to the arguments.</summary>
/// <remarks>
/// A node refers to the nodes of its arguments, not to the arguments, so an operation whose backward needs no values keeps none
/// alive. <see cref="Backward"/> uses differentiable operations alone, so that it is itself recorded when asked for. It changes nothing of the node: passes of
/// several threads go through one at a time each with its own gradients, and only the one that frees a node has it to itself.
/// </remarks>
internal abstract class Node
{
    private static long Created;

    /// <summary>Grows from argument to result: the order of the backward pass, reversed.</summary>
    internal readonly long Sequence = Interlocked.Increment(ref Created);

    // The backward passes that are going through it and leave it as it is; −1 while one that frees it does.
    private int _passes;

    /// <summary>Whether a backward pass has been through here and let go of what was saved.</summary>
    internal bool IsFreed { get; private set; }

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

    /// <summary><see cref="Backward"/>, together with other passes that leave the node as it is, or alone if it is freed behind it.</summary>
    internal void Pass(Tensor gradient, GradientSink sink, bool frees)
    {
        Enter(frees);
        try
        {
            Backward(gradient, sink);
            if (frees)
            {
                Free();
                IsFreed = true;
            }
        }
        finally
        {
            if (frees)
            {
                Volatile.Write(ref _passes, 0);
            }
            else
            {
                Interlocked.Decrement(ref _passes);
            }
        }
    }

    /// <summary>Lets go of saved tensors.</summary>
    internal virtual void Free()
    {
    }

    /// <summary>
    /// Waits until no pass frees the node, or where this one is to free it, until none is going through. A pass holds one node at a time, so they cannot wait
    /// for each other.
    /// </summary>
    private void Enter(bool frees)
    {
        SpinWait spin = default;
        while (true)
        {
            int passes = Volatile.Read(ref _passes);
            if ((frees ? passes == 0 : passes >= 0) && Interlocked.CompareExchange(ref _passes, frees ? -1 : passes + 1, passes) == passes)
            {
                return;
            }

            spin.SpinOnce();
        }
    }
}
