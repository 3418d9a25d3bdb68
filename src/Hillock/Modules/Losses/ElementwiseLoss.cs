using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>The module of an element-wise loss.</summary>
/// <typeparam name="TLoss">The loss's definition.</typeparam>
/// <example>
/// <code>
/// Loss loss = new ElementwiseLoss&lt;Huber&gt;(new Huber(0.5), Reduction.Sum);
/// </code>
/// </example>
public class ElementwiseLoss<TLoss> : Loss
    where TLoss : struct, IElementwiseLoss
{
    private readonly Tensor? _weight;

    /// <summary>Takes the definition.</summary>
    /// <param name="definition">The loss with its parameters.</param>
    /// <param name="reduction">What becomes of the losses of single elements.</param>
    /// <param name="weight">A weight for each element, of a shape that broadcasts to the predictions', or null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such reduction.</exception>
    public ElementwiseLoss(TLoss definition, Reduction reduction = Reduction.Mean, Tensor? weight = null)
        : base(reduction, TLoss.HasBatchMean)
    {
        Definition = definition;
        _weight = weight is null ? null : RegisterBuffer("weight", weight);
    }

    /// <summary>The loss with its parameters.</summary>
    public TLoss Definition { get; }

    /// <inheritdoc/>
    protected internal override string Name => IsOwn ? typeof(TLoss).Name : GetType().Name;

    /// <inheritdoc/>
    protected override string Details => IsOwn ? ActivationText.Parameters(Definition.ToString(), typeof(TLoss).Name) : "";

    // A class that derives from it has PyTorch's name, which prints no parameters.
    private bool IsOwn => GetType() == typeof(ElementwiseLoss<TLoss>);

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor predictions, Tensor targets) =>
        F.WeightedLoss(Definition, predictions, targets, _weight, Reduction, typeof(TLoss).Name, EmptyMean);
}
