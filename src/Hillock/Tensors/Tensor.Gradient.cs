namespace Hillock.Tensors;

public sealed partial class Tensor
{
    private bool _gradientSeen;

    /// <summary>How this tensor was computed, or where its gradient is collected; null where no gradient is needed.</summary>
    internal Node? Node { get; private set; }

    /// <summary>
    /// Whether a gradient flows to this tensor. Set it on a leaf (a tensor that no recorded operation computed) to have
    /// <c>Backward</c> collect its <see cref="Gradient"/>; it is true of everything computed from such a leaf.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// Set on a tensor of whole numbers or truth values, or cleared on one that was computed (<see cref="Detach"/> it instead).
    /// </exception>
    public bool RequiresGrad
    {
        get => Node is not null;
        set
        {
            if (value == RequiresGrad)
            {
                return;
            }

            if (!value && Node is not LeafNode)
            {
                throw new InvalidOperationException($"RequiresGrad of a computed tensor (by {Node!.Name}) cannot be cleared; use Detach().");
            }

            if (value && !DataType.IsFloatingPoint())
            {
                throw new InvalidOperationException(
                    $"Only floating-point tensors can require a gradient but this one is {DataType.Name()}; use To(DataType.Float32) first.");
            }

            Node = value ? new LeafNode(this) : null;
        }
    }

    /// <summary>Whether no recorded operation computed this tensor.</summary>
    public bool IsLeaf => Node is null or LeafNode;

    /// <summary>The gradient that <c>Backward</c> collected for this leaf; null before the first.</summary>
    /// <remarks>
    /// Its memory is the leaf's own: no other leaf's gradient, no tensor given to <c>Backward</c> and no graph shares it, and a tensor that is set is copied.
    /// Further backward passes add to it in place, and <c>ClipGradients</c> scales it in place. Only a gradient that is itself differentiable
    /// (<c>createGraph: true</c>) is replaced by the result instead.
    /// </remarks>
    /// <exception cref="ArgumentException">Set to a tensor of another shape or type.</exception>
    public Tensor? Gradient
    {
        get
        {
            _gradientSeen |= RawGradient is not null;
            return RawGradient;
        }

        set
        {
            if (value is not null && (!value.Shape.Equals(Shape) || value.DataType != DataType))
            {
                throw new ArgumentException($"Gradient expects {DataType.Name()} {Shape} but got {value.DataType.Name()} {value.Shape}.", nameof(value));
            }

            RawGradient = null;
            _gradientSeen = false;
            if (value is not null)
            {
                SetOwnGradient(value.Clone());
            }
        }
    }

    /// <summary>The gradient, read by the library: whoever stores the reference must use <see cref="Gradient"/>.</summary>
    internal Tensor? RawGradient { get; private set; }

    /// <summary>Forgets the gradient. Its memory goes back to the pool at once if nobody else has seen it.</summary>
    public void ZeroGrad()
    {
        if (!_gradientSeen && RawGradient is { Node: null } gradient)
        {
            gradient.Release();
        }

        RawGradient = null;
        _gradientSeen = false;
    }

    /// <summary>Marks a leaf and returns it: <c>Tensor.Zeros([3]).WithGradient()</c>.</summary>
    /// <exception cref="InvalidOperationException">The tensor is not of a floating-point type.</exception>
    /// <example>
    /// <code>
    /// Tensor w = Tensor.Ones([2]).WithGradient();
    /// Console.WriteLine(w.RequiresGrad); // True
    /// </code>
    /// </example>
    public Tensor WithGradient()
    {
        RequiresGrad = true;
        return this;
    }

    /// <summary>A view of the same memory to which no gradient flows.</summary>
    public Tensor Detach() => new(Storage, Shape, _strides, Offset);

    /// <summary>Whether operations on this tensor are to be recorded.</summary>
    internal bool IsTracked => Node is not null && GradientMode.Enabled;

    /// <summary>Notes how this fresh result was computed.</summary>
    internal Tensor By(Node node)
    {
        Node = node;
        return this;
    }

    /// <summary>Sets the gradient to a tensor whose memory nothing else can reach. It outlives the scopes that it was computed in.</summary>
    internal void SetOwnGradient(Tensor gradient) => RawGradient = TensorPool.Keep(gradient);

    /// <summary>
    /// To be called before a change in place, which <see cref="Storage.Version"/> then counts once everything else is checked too: what is refused has changed
    /// nothing.
    /// </summary>
    internal void RefuseRecorded(string operation)
    {
        if (IsTracked)
        {
            throw new InvalidOperationException(Node is LeafNode
                ? $"{operation} would change a leaf that requires a gradient; do it inside Gradients.Disabled(), or on a Clone."
                : $"{operation} would change a tensor computed by {Node!.Name}, whose gradient is recorded; change a Detach().Clone(), or use the operation " +
                    "that returns a new tensor.");
        }
    }
}
