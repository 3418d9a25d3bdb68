using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>Reads a saved state value by value, and collects what is wrong with it: names missing and unknown, types, shapes, ranges.</summary>
internal sealed class StateReader(IReadOnlyDictionary<string, Tensor> state)
{
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    internal bool Has(string name) => state.ContainsKey(name);

    /// <summary>A count, 0 or more; 0 if it is at fault.</summary>
    internal long Count(string name)
    {
        if (Value(name, DataType.Int64, null) is not { } value)
        {
            return 0;
        }

        long count = value.ToArray<long>()[0];
        if (count < 0)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"expects a count, 0 or more, but got {count}: {name}"));
        }

        return count;
    }

    /// <summary>A number from one to another, both included; <see cref="double.MaxValue"/> as the larger leaves out infinity.</summary>
    internal double Number(string name, double minimum, double maximum)
    {
        if (Value(name, DataType.Float64, null) is not { } value)
        {
            return double.NaN;
        }

        double number = value.ToArray<double>()[0];
        if (!(number >= minimum && number <= maximum))
        {
            string expected = (minimum, maximum) switch
            {
                (double.NegativeInfinity, double.PositiveInfinity) => "a number",
                (0, double.MaxValue) => "a finite number, 0 or more,",
                _ => string.Create(CultureInfo.InvariantCulture, $"a number from {minimum} to {maximum}"),
            };
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"expects {expected} but got {number}: {name}"));
        }

        return number;
    }

    /// <summary>A copy of a tensor; null if it is at fault.</summary>
    internal Tensor? Copy(string name, Shape shape, DataType type) => Value(name, type, shape)?.Detach().Clone();

    /// <summary>The faults, with the names that nobody has read.</summary>
    internal IReadOnlyList<string> Faults() => [.. _faults, .. state.Keys.Where(name => !_known.Contains(name)).Select(static name => $"unknown: {name}")];

    private Tensor? Value(string name, DataType type, Shape? shape)
    {
        _known.Add(name);
        if (!state.TryGetValue(name, out Tensor? value))
        {
            _faults.Add($"missing: {name}");
        }
        else if (value is null)
        {
            _faults.Add($"expects a tensor but got null: {name}");
        }
        else if (shape is { } expected ? !value.Shape.Equals(expected) : value.Length != 1)
        {
            _faults.Add($"expects {(shape is null ? "one number" : $"the shape {shape}")} but got {value.Shape}: {name}");
        }
        else if (value.DataType != type)
        {
            _faults.Add($"expects the type {type.Name()} but got {value.DataType.Name()}: {name}");
        }
        else
        {
            return value;
        }

        return null;
    }
}
