namespace Hillock.Tests.Oracle;

/// <summary>The points of one element type and one choice of parameters, in ascending order of x, NaN last.</summary>
/// <param name="IsSingle">Whether the element type is float32 (otherwise float64).</param>
/// <param name="Parameters">The parameters as given to the function; the values hold for them rounded to the element type.</param>
/// <param name="Points">The points.</param>
public sealed record OracleSet(bool IsSingle, IReadOnlyDictionary<string, double> Parameters, IReadOnlyList<OraclePoint> Points);
