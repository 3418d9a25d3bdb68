using Hillock.Kernels;
using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Functional;

internal static partial class Elementwise
{
    /// <summary>Computes <c>f(x, y)</c> of every pair of whole numbers, in 64 bits.</summary>
    internal static Tensor Integer<TFunction>(TFunction function, Tensor x, Tensor y, DataType type)
        where TFunction : struct, IIntegerFunction
    {
        Shape shape = Shape.Broadcast(x.Shape, y.Shape);
        x = F.Expand(x, shape).Contiguous();
        y = F.Expand(y, shape).Contiguous();
        Tensor result = Tensor.Empty(shape, type);
        Span<long> xBlock = stackalloc long[Block];
        Span<long> yBlock = stackalloc long[Block];
        for (int i = 0; i < shape.Length; i = Partition.End(i, Block, shape.Length))
        {
            Span<long> xs = xBlock[..Math.Min(Block, shape.Length - i)];
            Span<long> ys = yBlock[..xs.Length];
            Conversion.Read(x, i, xs);
            Conversion.Read(y, i, ys);
            for (int j = 0; j < xs.Length; j++)
            {
                xs[j] = function.Apply(xs[j], ys[j]);
            }

            Conversion.Write(xs, result, i);
        }

        return result;
    }
}
