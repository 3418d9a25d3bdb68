namespace Hillock.Functional;

/// <summary>Counts the multiply-adds of products, convolutions, attention and recurrences that the thread asks for.</summary>
internal static class MultiplyAdds
{
    /// <summary>How many there were on this thread so far; only differences mean something.</summary>
    [field: ThreadStatic]
    internal static long Count { get; private set; }

    internal static void Add(long count) => Count += count;
}
