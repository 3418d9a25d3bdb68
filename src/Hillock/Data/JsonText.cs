namespace Hillock.Data;

/// <summary>The text of a JSON file, and what is wrong with it.</summary>
internal static class JsonText
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>The bytes behind the byte-order mark that some editors write.</summary>
    internal static ReadOnlyMemory<byte> WithoutMark(byte[] json) => json.AsMemory(json.Length - WithoutMark(json.AsSpan()).Length);

    /// <summary>The bytes behind the byte-order mark that some editors write.</summary>
    internal static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> json) => json.StartsWith(Mark) ? json[Mark.Length..] : json;

    /// <summary>What a parser says, without the place that .NET appends.</summary>
    internal static string Fault(Exception exception) => exception.Message.Split(" LineNumber", 2)[0].TrimEnd('.', ' ');
}
