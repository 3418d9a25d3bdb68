using System.Text.Json;

namespace Hillock.Serialization.Description;

/// <summary>The text of a JSON file, and what is wrong with it.</summary>
internal static class JsonText
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>The bytes behind the byte-order mark that some editors write.</summary>
    internal static ReadOnlyMemory<byte> WithoutMark(byte[] json) => json.AsSpan().StartsWith(Mark) ? json.AsMemory(Mark.Length) : json;

    /// <summary>What a parser says, without the place that .NET appends.</summary>
    internal static string Fault(JsonException exception) => exception.Message.Split(" LineNumber", 2)[0].TrimEnd('.', ' ');
}
