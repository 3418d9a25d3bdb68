using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hillock.Cli.States;

/// <summary>What is in a file of tensors.</summary>
/// <param name="File">The file.</param>
/// <param name="Format">Of what kind it is.</param>
/// <param name="Tensors">Its tensors.</param>
/// <param name="Metadata">Texts and numbers that it keeps with them.</param>
internal sealed record StateReport(string File, string Format, IReadOnlyList<TensorStatistics> Tensors, IReadOnlyDictionary<string, string> Metadata);

/// <summary>How two files of tensors differ.</summary>
/// <param name="First">The first file.</param>
/// <param name="Second">The second file.</param>
/// <param name="Equal">Whether names, types, shapes and all numbers are equal.</param>
/// <param name="OnlyInFirst">Names that the second lacks.</param>
/// <param name="OnlyInSecond">Names that the first lacks.</param>
/// <param name="Tensors">The tensors of both.</param>
internal sealed record StateDifference(
    string First, string Second, bool Equal, IReadOnlyList<string> OnlyInFirst, IReadOnlyList<string> OnlyInSecond, IReadOnlyList<TensorDifference> Tensors);

/// <summary>Reports of files as JSON, without reflection.</summary>
[JsonSerializable(typeof(StateReport))]
[JsonSerializable(typeof(StateDifference))]
internal sealed partial class StateJson : JsonSerializerContext
{
    /// <summary>Indented, with names as they are.</summary>
    public static StateJson Readable => new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
