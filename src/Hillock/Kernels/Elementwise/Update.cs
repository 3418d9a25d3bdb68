using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;

namespace Hillock.Kernels;

/// <summary>Applies an optimizer's step to the memory of a parameter, its gradient and its state, in one pass.</summary>
/// <remarks>Each number is updated on its own, so the result depends neither on vectors nor on threads. Nothing is allocated.</remarks>
internal static class Update
{
    // About 10 us of work for a thread.
    private const int BlockLength = 1 << 15;

    /// <summary>Updates <paramref name="parameter"/> and the states that the step has; unused states may be empty.</summary>
    internal static void Run<TUpdate, TElement>(
        TUpdate update, Span<TElement> parameter, ReadOnlySpan<TElement> gradient, Span<TElement> first, Span<TElement> second)
        where TUpdate : struct, IUpdate
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (gradient.Length != parameter.Length || (TUpdate.States > 0 && first.Length != parameter.Length)
            || (TUpdate.States > 1 && second.Length != parameter.Length))
        {
            string buffers = TUpdate.States switch
            {
                0 => "no buffer",
                1 => $"a buffer of {parameter.Length} elements",
                _ => $"two buffers of {parameter.Length} elements",
            };
            string got = TUpdate.States switch { 0 => "", 1 => $" and {Size(first.Length)}", _ => $", {Size(first.Length)} and {Size(second.Length)}" };
            throw new ArgumentException(
                $"{typeof(TUpdate).Name} has States = {TUpdate.States}, so Run expects a gradient of {parameter.Length} elements and {buffers} but got a " +
                $"gradient of {gradient.Length}{got}; pass a state.Buffer(\"name\") for each of the States.");
        }

        Body<TUpdate, TElement> body = new Body<TUpdate, TElement>(update, parameter, gradient, first, second);
        if (parameter.Length <= BlockLength)
        {
            body.Invoke(0);
        }
        else
        {
            Parallelism.For(Partition.Count(parameter.Length, BlockLength), body);
        }
    }

    private static string Size(int length) => length == 0 ? "no buffer" : $"a buffer of {length}";

    private readonly ref struct Body<TUpdate, TElement>(
        TUpdate update, Span<TElement> parameter, ReadOnlySpan<TElement> gradient, Span<TElement> first,
        Span<TElement> second) : IParallelBody, ILanesBody<TElement>
        where TUpdate : struct, IUpdate
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        private readonly Span<TElement> _parameter = parameter;
        private readonly ReadOnlySpan<TElement> _gradient = gradient;
        private readonly Span<TElement> _first = first;
        private readonly Span<TElement> _second = second;

        public void Invoke(int index) => VectorWidth.Run<Body<TUpdate, TElement>, TElement>(this, index, VectorWidth.Bits);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Invoke<TLanes>(int index)
            where TLanes : struct, ILanes<TLanes, TElement>
        {
            nuint start = (nuint)(index * BlockLength);
            nuint end = (nuint)Partition.End(index * BlockLength, BlockLength, _parameter.Length);
            ref TElement p = ref MemoryMarshal.GetReference(_parameter);
            ref TElement g = ref MemoryMarshal.GetReference(_gradient);
            ref TElement s1 = ref TUpdate.States > 0 ? ref MemoryMarshal.GetReference(_first) : ref p;
            ref TElement s2 = ref TUpdate.States > 1 ? ref MemoryMarshal.GetReference(_second) : ref p;
            nuint i = Loop<TLanes, TUpdate, TElement>(update, ref p, ref g, ref s1, ref s2, start, end);
            Loop<Scalar<TElement>, TUpdate, TElement>(update, ref p, ref g, ref s1, ref s2, i, end);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nuint Loop<TLanes, TUpdate, TElement>(
        TUpdate update, ref TElement p, ref TElement g, ref TElement s1, ref TElement s2, nuint i, nuint end)
        where TLanes : struct, ILanes<TLanes, TElement>
        where TUpdate : struct, IUpdate
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        for (; i + (nuint)TLanes.Count <= end; i += (nuint)TLanes.Count)
        {
            TLanes parameter = TLanes.Load(ref p, i);
            TLanes first = TUpdate.States > 0 ? TLanes.Load(ref s1, i) : TLanes.Zero;
            TLanes second = TUpdate.States > 1 ? TLanes.Load(ref s2, i) : TLanes.Zero;
            update.Apply(ref parameter, TLanes.Load(ref g, i), ref first, ref second);
            parameter.Store(ref p, i);
            if (TUpdate.States > 0)
            {
                first.Store(ref s1, i);
            }

            if (TUpdate.States > 1)
            {
                second.Store(ref s2, i);
            }
        }

        return i;
    }
}
