using System.Numerics;
using Hillock.Kernels;
using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Adds to another tensor, dense and of the result's shape and type: <c>y ← x + y</c>.</summary>
internal sealed class SumStep(Tensor x) : BlockStep
{
    protected override void Invoke(Span<float> block, int channel, nint start) => Add(block, start);

    protected override void Invoke(Span<double> block, int channel, nint start) => Add(block, start);

    private void Add<T>(Span<T> block, nint start)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Zip.Apply(default(AddFunction), x.Span<T>().Slice((int)start, block.Length), block, block);
        GC.KeepAlive(x);
    }
}
