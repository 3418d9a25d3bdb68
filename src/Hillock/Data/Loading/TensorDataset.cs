using Hillock.Tensors;

namespace Hillock.Data;

/// <summary>The rows of two tensors as items, which are views: nothing is copied.</summary>
/// <remarks>Without transforms and workers, <c>Trainer.Fit(inputs, targets)</c> does the same in fewer words and reuses the batches' memory.</remarks>
/// <example>
/// <code>
/// TensorDataset data = new(Tensor.From([1f, 2, 3, 4], [2, 2]), Tensor.From([0L, 1]));
/// Console.WriteLine($"{data.Count} items, the second {data[1].Inputs}"); // 2 items, the second float32 [2] [3, 4]
/// </code>
/// </example>
public sealed class TensorDataset : IDataset<(Tensor Inputs, Tensor Targets)>
{
    /// <summary>Takes the tensors.</summary>
    /// <param name="inputs">The inputs, <c>[rows, ...]</c>.</param>
    /// <param name="targets">The targets, <c>[rows]</c> or <c>[rows, ...]</c>.</param>
    /// <exception cref="ArgumentException">The numbers of rows differ, or a tensor is a single number.</exception>
    public TensorDataset(Tensor inputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0])
        {
            throw new ArgumentException(
                $"A TensorDataset expects inputs of [rows, ...] and as many targets but got {inputs.Shape} and {targets.Shape}.", nameof(targets));
        }

        (Inputs, Targets) = (inputs, targets);
    }

    /// <summary>All inputs.</summary>
    public Tensor Inputs { get; }

    /// <summary>All targets.</summary>
    public Tensor Targets { get; }

    /// <inheritdoc/>
    public int Count => Inputs.Shape[0];

    /// <summary>A row of both, as views.</summary>
    /// <param name="index">The row, 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public (Tensor Inputs, Tensor Targets) this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return (Inputs.Select(0, index), Targets.Select(0, index));
        }
    }
}
