using System.Runtime.InteropServices;

namespace Hillock.Kernels;

/// <summary>
/// What is done in place to a result, block by block, while each block is still in the cache of the core that computed it: a function of each element,
/// which may depend on the element's channel and place, and on nothing else, so that the cut into blocks does not show.
/// </summary>
internal abstract class BlockStep
{
    // Several steps go over elements that a first-level cache holds.
    private const int Block = 4096;

    /// <summary>Whether steps are done where they cost more than they save too: for tests, since it changes no bits.</summary>
    internal static bool PaysAlways { get; set; }

    /// <summary>Whether the step asks for the channel of a block.</summary>
    internal virtual bool NeedsChannel => false;

    /// <summary>Does steps one after the other to neighbouring elements of a result.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="elements">The elements.</param>
    /// <param name="channel">The channel that all of them belong to.</param>
    /// <param name="start">The number of elements of the result before them.</param>
    internal static void Run<T>(BlockStep[] steps, Span<T> elements, int channel, nint start)
        where T : unmanaged
    {
        for (int i = 0; i < elements.Length; i = Partition.End(i, Block, elements.Length))
        {
            Span<T> block = elements[i..Partition.End(i, Block, elements.Length)];
            foreach (BlockStep step in steps)
            {
                if (typeof(T) == typeof(float))
                {
                    step.Invoke(MemoryMarshal.Cast<T, float>(block), channel, start + i);
                }
                else
                {
                    step.Invoke(MemoryMarshal.Cast<T, double>(block), channel, start + i);
                }
            }
        }
    }

    /// <summary>Changes neighbouring elements of one channel.</summary>
    protected abstract void Invoke(Span<float> block, int channel, nint start);

    /// <inheritdoc cref="Invoke(Span{float}, int, nint)"/>
    protected abstract void Invoke(Span<double> block, int channel, nint start);
}
