using System.Collections.Concurrent;

namespace Hillock.Tests.Progress;

/// <summary>Which classes have a test that runs now, and how many tests have ended.</summary>
internal static class TestsUnderWay
{
    private static readonly ConcurrentDictionary<string, int> Running = new(StringComparer.Ordinal);
    private static int Ended;

    /// <summary>A test of a class begins.</summary>
    public static void Begin(Type type) => Running.AddOrUpdate(NameOf(type), 1, static (_, count) => count + 1);

    /// <summary>A test of a class has ended.</summary>
    public static void End(Type type)
    {
        Running.AddOrUpdate(NameOf(type), 0, static (_, count) => count - 1);
        Interlocked.Increment(ref Ended);
    }

    /// <summary>One line that says so.</summary>
    /// <param name="elapsed">The time since the first test.</param>
    public static string Describe(TimeSpan elapsed)
    {
        string[] names = [.. Running.Where(pair => pair.Value > 0).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
        string now = names.Length == 0 ? "between two classes" : string.Join(" and ", names);
        return $"{(int)elapsed.TotalMinutes}:{elapsed.Seconds:00}, {Volatile.Read(ref Ended)} tests done, now {now}";
    }

    private static string NameOf(Type type) => type.FullName!["Hillock.Tests.".Length..];
}
