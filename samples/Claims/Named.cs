using System.Globalization;
using Hillock.Functional;

namespace Hillock.Samples.Claims;

/// <summary>Functions of the catalogue by their names.</summary>
public static class Named
{
    /// <summary>A function with values for its parameters, such as <c>elu:alpha=0.5</c>; those left out take their defaults.</summary>
    public static ActivationFunction Function(string name)
    {
        string[] parts = name.Split(':');
        ActivationInfo info = ActivationCatalog.Find(parts[0]) ?? throw new ArgumentException($"There is no function {parts[0]}.", nameof(name));
        Dictionary<string, double> given = parts[1..].Select(part => part.Split('=')).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
        return info.Create([.. info.Parameters.Select(parameter => given.TryGetValue(parameter.KebabName, out double value) ? value : parameter.Default!.Value)]);
    }
}
