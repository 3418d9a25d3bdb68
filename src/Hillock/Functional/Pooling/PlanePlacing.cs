using System.Numerics;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>Elements of planes picked by Int32 places, and put there; the first two axes count the planes. Each is the derivative of the other.</summary>
internal static class PlanePlacing
{
    /// <summary>The elements at the places.</summary>
    internal static Tensor Pick(Tensor x, Tensor places)
    {
        Tensor y = Compute(PlanePlaces.Action.Pick, x, places.Shape, places);
        return F.Tracks(x) ? y.By(new PickNode(x, x.Shape, places)) : y;
    }

    /// <summary>Zeros of a shape with elements added at the places.</summary>
    internal static Tensor Add(Tensor x, Shape shape, Tensor places)
    {
        Tensor y = Compute(PlanePlaces.Action.Add, x, shape, places);
        return F.Tracks(x) ? y.By(new PlaceNode(x, places)) : y;
    }

    /// <summary>Zeros of a shape with elements put at the places, the last one where places repeat.</summary>
    internal static Tensor Put(Tensor x, Shape shape, Tensor places)
    {
        Tensor y = Compute(PlanePlaces.Action.Put, x, shape, places);
        return F.Tracks(x) ? y.By(new PlaceNode(x, places)) : y;
    }

    private static Tensor Compute(PlanePlaces.Action action, Tensor x, Shape shape, Tensor places)
    {
        DataType type = x.DataType;
        if (Widening.IsNarrow(type))
        {
            return Compute(action, Elementwise.Widened(x), shape, places).To(type);
        }

        Tensor source = x.Detach().Contiguous();
        Tensor y = Tensor.Empty(shape, type);
        int planes = Shape.Times(shape[0], shape[1]);
        if (type == DataType.Float32)
        {
            Into<float>(action, source, y, places, planes);
        }
        else
        {
            Into<double>(action, source, y, places, planes);
        }

        return y;
    }

    private static void Into<T>(PlanePlaces.Action action, Tensor x, Tensor y, Tensor places, int planes)
        where T : unmanaged, INumber<T>
    {
        (Tensor many, Tensor few) = action == PlanePlaces.Action.Pick ? (x, y) : (y, x);
        PlanePlaces.Run(action, planes, many.Span<T>(), few.Span<T>(), places.Span<int>());
        GC.KeepAlive(many);
        GC.KeepAlive(few);
        GC.KeepAlive(places);
    }
}
