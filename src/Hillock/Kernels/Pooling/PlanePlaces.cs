using System.Numerics;

namespace Hillock.Kernels;

/// <summary>Elements of planes picked by their places, and put there.</summary>
internal static unsafe class PlanePlaces
{
    /// <summary>What becomes of an element.</summary>
    internal enum Action
    {
        /// <summary><c>few[i] = many[places[i]]</c>.</summary>
        Pick,

        /// <summary><c>many[places[i]] += few[i]</c>, in ascending order, from zeros on.</summary>
        Add,

        /// <summary><c>many[places[i]] = few[i]</c>, the last one where places repeat, and zeros elsewhere.</summary>
        Put,
    }

    /// <summary>Does it for planes of <paramref name="many"/> and of as many places, all in range.</summary>
    internal static void Run<T>(Action action, int planes, Span<T> many, Span<T> few, ReadOnlySpan<int> places)
        where T : unmanaged, INumber<T>
    {
        if (few.Length != places.Length || (planes == 0 ? many.Length + few.Length > 0 : many.Length % planes != 0 || few.Length % planes != 0))
        {
            throw new ArgumentException(
                $"The kernel expects {planes} planes but got {many.Length} and {few.Length} elements and {places.Length} places.");
        }

        if (planes == 0 || (action == Action.Pick ? few.Length : many.Length) == 0)
        {
            return;
        }

        fixed (T* source = many, target = few)
        {
            fixed (int* at = places)
            {
                Body<T> body = new Body<T>(action, source, target, at, many.Length / planes, few.Length / planes, planes);
                int blocks = Partition.Count(planes, body.Each);
                if (blocks == 1)
                {
                    body.Invoke(0);
                }
                else
                {
                    Parallelism.For(blocks, body);
                }
            }
        }
    }

    private readonly struct Body<T>(Action action, T* many, T* few, int* places, int large, int small, int planes) : IParallelBody
        where T : unmanaged, INumber<T>
    {
        internal int Each => Math.Max(1, 32768 / Math.Max(64, Math.Max(large, small)));

        public void Invoke(int index)
        {
            int first = index * Each, end = Partition.End(first, Each, planes);
            for (int plane = first; plane < end; plane++)
            {
                T* own = many + ((nint)plane * large), other = few + ((nint)plane * small);
                int* at = places + ((nint)plane * small);
                switch (action)
                {
                    case Action.Pick:
                        Pick(own, other, at);
                        break;
                    case Action.Add:
                        new Span<T>(own, large).Clear();
                        Add(own, other, at);
                        break;
                    default:
                        new Span<T>(own, large).Clear();
                        Put(own, other, at);
                        break;
                }
            }
        }

        private void Pick(T* own, T* other, int* at)
        {
            for (int i = 0; i < small; i++)
            {
                other[i] = own[at[i]];
            }
        }

        private void Add(T* own, T* other, int* at)
        {
            for (int i = 0; i < small; i++)
            {
                own[at[i]] += other[i];
            }
        }

        private void Put(T* own, T* other, int* at)
        {
            for (int i = 0; i < small; i++)
            {
                own[at[i]] = other[i];
            }
        }
    }
}
