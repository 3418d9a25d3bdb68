using System.Text.Json.Serialization;

namespace Hillock.Cli.Reports;

/// <summary>What a score is; greater is better.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Metric>))]
internal enum Metric
{
    /// <summary>The share of held-out rows whose class is predicted.</summary>
    [JsonStringEnumMemberName("accuracy")]
    Accuracy,

    /// <summary>The mean, over the classes, of the share of their held-out rows that is predicted.</summary>
    [JsonStringEnumMemberName("balancedAccuracy")]
    BalancedAccuracy,

    /// <summary>R²: 1 − squared error over the squared error of the mean.</summary>
    [JsonStringEnumMemberName("r2")]
    RSquared,
}
