using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hillock.Tensors;

namespace Hillock.Tests.RandomConfigurations;

/// <summary>A tensor that the reference expects, with the bound of the error that rounding explains.</summary>
/// <remarks>
/// The reference is of double precision for exactly the given inputs. An allowed error is relative to the largest element or, where more, to the change of the
/// most sensitive element per relative change of the inputs: no algorithm that rounds its inputs' type once can do better. Where an element depends on few
/// inputs it is compared for itself, to 4 units in the last place. In 16-bit types, which are computed in float32 and rounded once, the value is the rounded
/// reference or a neighbour of it; gradients are rounded once more for each pass and each place where they are added.
/// </remarks>
internal sealed class ExpectedResult
{
    private readonly double[] _values;
    private readonly double _scale;
    private readonly bool _isWhole;

    public ExpectedResult(JsonElement item)
    {
        Type = ConfigurationInput.TypeOf(item);
        Shape = ConfigurationInput.Whole(item.GetProperty("shape"));
        _isWhole = !Type.IsFloatingPoint();
        byte[] bytes = item.TryGetProperty("data", out JsonElement data) ? data.GetBytesFromBase64() : new byte[8 * Shape.Aggregate(1, (a, b) => a * b)];
        _values = _isWhole
            ? [.. MemoryMarshal.Cast<byte, long>(bytes).ToArray().Select(value => (double)value)]
            : MemoryMarshal.Cast<byte, double>(bytes).ToArray();
        double largest = _values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        _scale = item.TryGetProperty("scale", out JsonElement scale) ? scale.GetDouble() : largest;
    }

    public DataType Type { get; }

    public int[] Shape { get; }

    /// <summary>What differs, or null.</summary>
    /// <param name="actual">What came; null stands for zeros.</param>
    /// <param name="order">0 for a value, 1 for a gradient, 2 for a gradient of a gradient.</param>
    /// <param name="each">Whether each element is compared for itself.</param>
    /// <param name="roundings">How often a value is rounded on its way, operation after operation.</param>
    /// <param name="what">What it is called.</param>
    public string? Difference(Tensor? actual, int order, bool each, int roundings, string what)
    {
        if (actual is not null && !actual.Shape.Dimensions.SequenceEqual(Shape))
        {
            return $"{what} has the shape {actual.Shape} instead of [{string.Join(", ", Shape)}]";
        }

        if (actual is not null && actual.DataType != Type)
        {
            return $"{what} has the type {actual.DataType} instead of {Type}";
        }

        double[] values = actual?.ToArray<double>() ?? new double[_values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!IsNear(_values[i], values[i], order, each, roundings))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what}[{i}] of [{string.Join(", ", Shape)}] {Type}: expected {_values[i]:R} but got {values[i]:R} (scale {_scale:G3})");
            }
        }

        return null;
    }

    private bool IsNear(double expected, double actual, int order, bool each, int roundings)
    {
        if (expected.Equals(actual) || expected == actual)
        {
            return true;
        }

        if (_isWhole || double.IsNaN(expected) || double.IsInfinity(expected))
        {
            return false;
        }

        double rounded = FloatingFormat.Of(Type).Round(expected);
        if (rounded == actual)
        {
            return true;
        }

        double size = each ? Math.Abs(expected) : _scale;
        double unit = FloatingFormat.Of(Type).Unit(expected);
        double allowed = Type switch
        {
            DataType.Float64 => size * roundings * (order == 0 ? each ? 5e-14 : 1e-13 : order == 1 ? 1e-12 : 1e-11),
            DataType.Float32 => size * roundings * (order == 0 ? each ? 2.4e-7 : 1e-6 : order == 1 ? 2e-6 : 1e-5),
            _ => (size * 1e-6) + (_scale * ((order * 2) + roundings - 1) * FloatingFormat.Of(Type).Epsilon),
        };
        return Math.Abs(actual - rounded) <= allowed + unit;
    }
}
