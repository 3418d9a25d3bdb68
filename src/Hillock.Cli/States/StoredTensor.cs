using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Cli.States;

/// <summary>A tensor of a file, whose elements are read a block at a time, as often as they are asked for.</summary>
/// <param name="type">The type of its elements.</param>
/// <param name="shape">Its shape.</param>
/// <param name="part">Gives the elements from one to before another, which need not outlive the next call.</param>
internal sealed class StoredTensor(DataType type, Shape shape, Func<int, int, Tensor> part)
{
    /// <summary>The most elements of a block.</summary>
    public const int Block = 1 << 13;

    /// <summary>The type of its elements.</summary>
    public DataType Type => type;

    /// <summary>Its shape.</summary>
    public Shape Shape => shape;

    /// <summary>A tensor in memory.</summary>
    public static StoredTensor Of(Tensor tensor)
    {
        Tensor flat = tensor.Detach().Contiguous().Reshape(-1);
        return new StoredTensor(tensor.DataType, tensor.Shape, (start, end) => flat.Slice(0, start, end));
    }

    /// <summary>The elements in row-major order, by blocks; each is valid until the next.</summary>
    public IEnumerable<Tensor> Blocks(CancellationToken cancellationToken)
    {
        for (int start = 0; start < shape.Length; start = Partition.End(start, Block, shape.Length))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return part(start, Partition.End(start, Block, shape.Length));
        }
    }
}
