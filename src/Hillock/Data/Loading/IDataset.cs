namespace Hillock.Data;

/// <summary>Items by number, read when they are needed: what a <see cref="DataLoader{T, TBatch}"/> takes, as PyTorch's map-style <c>Dataset</c>.</summary>
/// <typeparam name="T">An item: a tensor, a pair of inputs and targets, a text.</typeparam>
/// <remarks>
/// With workers it is read by several threads at a time. An item may be a view of memory that all share: transforms make new tensors and leave it as it is.
/// </remarks>
/// <example>
/// <code>
/// // Squares that are computed when they are read.
/// sealed class Squares : IDataset&lt;(Tensor Inputs, Tensor Targets)&gt;
/// {
///     public int Count =&gt; 1000;
///
///     public (Tensor Inputs, Tensor Targets) this[int index] =&gt; (Tensor.From([(float)index]), Tensor.From([(float)index * index]));
/// }
/// </code>
/// </example>
public interface IDataset<out T>
{
    /// <summary>The number of items.</summary>
    int Count { get; }

    /// <summary>Reads an item.</summary>
    /// <param name="index">Its number, 0 to <see cref="Count"/> − 1. The same number gives an equal item each time.</param>
    T this[int index] { get; }
}
