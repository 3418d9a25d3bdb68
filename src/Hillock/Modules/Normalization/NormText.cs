using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What the normalising layers share: their arguments' checks, and a shape as Python prints it.</summary>
internal static class NormText
{
    internal static void Check(Shape normalizedShape, double epsilon, string module)
    {
        ArgumentNullException.ThrowIfNull(normalizedShape);
        if (normalizedShape.Rank == 0)
        {
            throw new ArgumentException(
                $"{module} expects a normalized shape of at least one axis but got {normalizedShape}; give the length of the input's last axis.",
                nameof(normalizedShape));
        }

        if (!(epsilon >= 0 && double.IsFinite(epsilon)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(epsilon), epsilon, $"{module} expects a finite epsilon of at least 0 but got {epsilon.ToString(CultureInfo.InvariantCulture)}.");
        }
    }

    /// <summary>A tuple: <c>(5,)</c>, <c>(2, 3)</c>.</summary>
    internal static string Shape(Shape shape)
    {
        string inner = string.Join(", ", shape.Dimensions.ToArray());
        return shape.Rank == 1 ? $"({inner},)" : $"({inner})";
    }
}
