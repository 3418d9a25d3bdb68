namespace Hillock.Tests.Laws;

/// <summary>Tells exceptions that a check threw from those that come out of the inside.</summary>
internal static class Exceptions
{
    /// <summary>Whether a check of Hillock's threw it, rather than a span, a cast or an operation on numbers.</summary>
    public static bool IsInWords(Exception e)
    {
        string thrower = e.TargetSite?.DeclaringType?.FullName ?? "";
        return e is ArgumentException or InvalidOperationException
            && (!thrower.StartsWith("System.", StringComparison.Ordinal)
                || thrower is "System.ArgumentOutOfRangeException" or "System.ArgumentNullException" or "System.ArgumentException");
    }
}
