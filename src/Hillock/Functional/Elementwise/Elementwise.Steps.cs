using System.Numerics;
using Hillock.Kernels;
using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Functional;

internal static partial class Elementwise
{
    // What a first-level cache holds of three arrays.
    private const int StepPart = 2048;

    // Elements in a parallel block; see Sweep.
    private const int StepBlock = 32768;

    /// <summary>Whether steps on the blocks of a sum take less time than on the whole sum.</summary>
    internal static bool StepsPay(int length) => length >= StepBlock || BlockStep.PaysAlways;

    /// <summary>Computes <c>x + y</c> of dense tensors of one shape and type, and does steps to it block by block.</summary>
    internal static Tensor SumThen(Tensor x, Tensor y, BlockStep[] steps)
    {
        Tensor result = Tensor.Empty(x.Shape, x.DataType);
        if (x.DataType == DataType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        return result;

        void Run<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            int count = Partition.Count(x.Length, StepBlock);
            SumBlocks<T> body = new SumBlocks<T>(x.Span<T>(), y.Span<T>(), result.Span<T>(), steps);
            Parallelism.For(count, in body);
            GC.KeepAlive(x);
            GC.KeepAlive(y);
            GC.KeepAlive(result);
        }
    }

    private readonly ref struct SumBlocks<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z, BlockStep[] steps) : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly ReadOnlySpan<T> _x = x;
        private readonly ReadOnlySpan<T> _y = y;
        private readonly Span<T> _z = z;

        public void Invoke(int index)
        {
            int end = Partition.End(index * StepBlock, StepBlock, _z.Length);
            for (int i = index * StepBlock; i < end; i = Partition.End(i, StepPart, end))
            {
                int length = Math.Min(StepPart, end - i);
                Span<T> part = _z.Slice(i, length);
                Zip.Apply(default(AddFunction), _x.Slice(i, length), _y.Slice(i, length), part);
                BlockStep.Run(steps, part, 0, i);
            }
        }
    }
}
