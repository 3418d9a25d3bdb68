using System.Text.Json.Serialization;

namespace Hillock.Cli.Functions;

/// <summary>What a function works on.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FunctionKind>))]
internal enum FunctionKind
{
    /// <summary>Every element by itself: it has a curve and derivatives of any order.</summary>
    [JsonStringEnumMemberName("element-wise")]
    Elementwise,

    /// <summary>All elements along one axis together.</summary>
    [JsonStringEnumMemberName("along an axis")]
    AlongAxis,

    /// <summary>Predictions and targets together.</summary>
    [JsonStringEnumMemberName("loss")]
    Loss,
}
