using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The largest elements of windows.</summary>
internal static class MaxPoolingOperation
{
    /// <summary>Pools a batch.</summary>
    /// <param name="x">The input, <c>[n, c, ...]</c>.</param>
    /// <param name="plan">The sizes.</param>
    /// <param name="wanted">Whether the places are wanted.</param>
    /// <param name="indices">Int64 places of the elements in their planes, or null.</param>
    internal static Tensor Apply(Tensor x, PoolingPlan plan, bool wanted, out Tensor? indices)
    {
        bool tracks = F.Tracks(x);
        Tensor? places = wanted || tracks ? Tensor.Empty(plan.Output, DataType.Int32) : null;
        Tensor y = Compute(x, plan, places);
        indices = wanted ? places!.To(DataType.Int64) : null;
        return tracks ? y.By(new PickNode(x, plan.Input, places!)) : y;
    }

    private static Tensor Compute(Tensor x, PoolingPlan plan, Tensor? places)
    {
        if (Widening.IsNarrow(x.DataType))
        {
            return Compute(Elementwise.Widened(x), plan, places).To(x.DataType);
        }

        Tensor source = x.Detach().Contiguous();
        Tensor y = Tensor.Empty(plan.Output, x.DataType);
        if (x.DataType == DataType.Float32)
        {
            Into<float>(source, plan, y, places);
        }
        else
        {
            Into<double>(source, plan, y, places);
        }

        return y;
    }

    private static void Into<T>(Tensor x, PoolingPlan plan, Tensor y, Tensor? places)
        where T : unmanaged
    {
        MaxPooling.Forward(plan.Geometry, x.Span<T>(), y.Span<T>(), places is null ? default : places.Span<int>(), Numbers.VectorWidth.Bits);
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        GC.KeepAlive(places);
    }
}
