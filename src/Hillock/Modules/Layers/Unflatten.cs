using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>
/// Divides an axis into several: with axis 1 and the lengths 28 and 28 <c>[64, 784]</c> becomes <c>[64, 28, 28]</c>. It undoes <see cref="Flatten"/>.
/// </summary>
/// <example>
/// <code>
/// Console.WriteLine(new Unflatten(1, 3, -1).Forward(Tensor.Ones([2, 12])).Shape); // [2, 3, 4]
/// </code>
/// </example>
public sealed class Unflatten : Module
{
    private readonly int _axis;
    private readonly int[] _lengths;

    /// <summary>Makes the module.</summary>
    /// <param name="axis">The axis to divide; negatives count from the last.</param>
    /// <param name="lengths">The lengths of the axes that come instead, whose product is its length; one of them may be −1, for what is left.</param>
    /// <exception cref="ArgumentException">There is no length, one is below −1, or several are −1.</exception>
    public Unflatten(int axis, params ReadOnlySpan<int> lengths)
    {
        if (lengths.IsEmpty || lengths.Count(-1) > 1 || lengths.ContainsAnyInRange(int.MinValue, -2))
        {
            throw new ArgumentException(
                $"Unflatten expects one or more lengths of 0 or more, one of them −1 for what is left, but got {Shape.Format(lengths)}.", nameof(lengths));
        }

        _axis = axis;
        _lengths = lengths.ToArray();
    }

    internal int Axis => _axis;

    internal int[] Lengths => [.. _lengths];

    /// <inheritdoc/>
    protected override string Details =>
        FormattableString.Invariant($"dim={_axis}, unflattened_size=({string.Join(", ", _lengths)}{(_lengths.Length == 1 ? "," : "")})");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        int axis = x.Shape.Axis(_axis), length = x.Shape[axis];
        long known = _lengths.Where(static one => one >= 0).Aggregate(1L, static (product, one) => product * one);
        bool infers = Array.IndexOf(_lengths, -1) >= 0;
        if (infers ? known == 0 || length % known != 0 : known != length)
        {
            throw new ArgumentException(
                $"Unflatten expects an axis {axis} {(infers ? $"that {known} divides" : $"of {known} positions")} but got {x.Shape}; give other lengths than " +
                $"{Shape.Format(_lengths)}, or −1 for one of them.", nameof(x));
        }

        ReadOnlySpan<int> dimensions = x.Shape.Dimensions;
        return F.Reshape(
            x, Shape.Create([.. dimensions[..axis], .. _lengths.Select(one => one < 0 ? (int)(length / known) : one), .. dimensions[(axis + 1)..]]));
    }
}
