namespace Hillock.Kernels;

/// <summary>Of each element of an axis, the windows that hold it, which follow each other.</summary>
internal sealed class PoolingCover
{
    internal PoolingCover(PoolingAxis axis)
    {
        Windows = new (int First, int End)[axis.Input];
        Most = 1;
        for (int o = 0; o < axis.Output; o++)
        {
            int first = axis.First(o), count = axis.Count(o);
            for (int i = first; i < first + count; i++)
            {
                ref (int First, int End) window = ref Windows[i];
                window = (window.End == 0 ? o : window.First, o + 1);
                Most = Math.Max(Most, o + 1 - window.First);
            }
        }
    }

    /// <summary>The first window of each element, and the one after its last.</summary>
    internal (int First, int End)[] Windows { get; }

    /// <summary>The most windows of an element.</summary>
    internal int Most { get; }
}
