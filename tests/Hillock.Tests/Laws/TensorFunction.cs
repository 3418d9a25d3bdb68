using Hillock.Tensors;

namespace Hillock.Tests.Laws;

/// <summary>How a call of the oracle's files is made in Hillock, and how accurate it has to be.</summary>
/// <param name="Apply">The call.</param>
internal sealed record TensorFunction(Func<IReadOnlyList<Tensor>, Tensor> Apply)
{
    /// <summary>The errors allowed in float32, in ulps.</summary>
    public LawBound Single { get; init; } = new(1, 2, 4);

    /// <summary>The errors allowed in float64, in ulps.</summary>
    public LawBound Double { get; init; } = new(2, 4, 8);

    /// <summary>The errors allowed in 16-bit types, in ulps: computed wide and rounded once.</summary>
    public LawBound Narrow { get; init; } = new(0.502, 0.502, 0.502);

    /// <summary>Whether result and gradient are computed in float64 throughout, so that cancellation costs a narrower type nothing.</summary>
    public bool IsWide { get; init; }

    /// <summary>Whether the result may share memory with an argument.</summary>
    public bool IsView { get; init; }

    public LawBound Bound(DataType type) => type switch { DataType.Float64 => Double, DataType.Float32 => Single, _ => Narrow };

    /// <summary>The rounding error of the precision in which a type is computed, times the few operations through which an error passes.</summary>
    /// <param name="type">The element type.</param>
    /// <param name="order">The order of the derivative; the second is made of recorded operations, in float32 unless all are in float64.</param>
    public double Unit(DataType type, int order = 0) => type == DataType.Float64 || (IsWide && order < 2) ? 16 * Math.ScaleB(1, -53) : 8 * Math.ScaleB(1, -24);
}

/// <summary>Errors allowed of a value, a gradient and a second gradient.</summary>
internal readonly record struct LawBound(double Value, double Gradient, double Second);
