using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What the layers have in common that put something around the spatial axes of their input.</summary>
public abstract class PaddingLayer : Module
{
    private readonly (int Before, int After)[] _sides;
    private readonly PaddingMode _mode;
    private readonly double? _value;

    private protected PaddingLayer(int axes, PerSide padding, PaddingMode mode, double? value = null)
    {
        _sides = padding.Of(axes, GetType().Name, nameof(padding));
        _mode = mode;
        _value = value;
    }

    /// <summary>One number where all sides are alike, otherwise two for each axis, the last axis first.</summary>
    internal int[] Sides
    {
        get
        {
            int[] all = [.. _sides.Reverse().SelectMany(static side => (int[])[side.Before, side.After])];
            return all.Distinct().Count() == 1 ? all[..1] : all;
        }
    }

    internal double? Value => _value;

    /// <inheritdoc/>
    protected override string Details
    {
        get
        {
            string sides = string.Join(", ", _sides.Reverse().Select(static side => FormattableString.Invariant($"{side.Before}, {side.After}")));
            return _mode != PaddingMode.Zeros ? $"({sides})" : _value is { } value ? $"padding=({sides}), value={Format(value)}" : $"({sides})";
        }
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x)
    {
        int axes = _sides.Length;
        if (_mode == PaddingMode.Zeros ? x.Rank < axes : x.Rank != axes + 1 && x.Rank != axes + 2)
        {
            throw new ArgumentException(
                $"{Name} expects {(_mode == PaddingMode.Zeros ? "[..." : "[batch, channels")}, ...] with {axes} spatial {(axes == 1 ? "axis" : "axes")}" +
                $"{(_mode == PaddingMode.Zeros ? "" : ", or the same without the batch,")} but got {x.Shape}; reshape it, or use the layer of another number " +
                "of axes.", nameof(x));
        }

        if (_mode == PaddingMode.Zeros)
        {
            return F.Pad(Name, x, _sides, _value ?? 0);
        }

        // Wide, so that the gradients, which are sums along one axis after the other, are rounded once.
        Tensor y = axes == 1 ? x : x.To(Widening.Wider(x.DataType, DataType.Float32));
        for (int i = 0; i < axes; i++)
        {
            y = SpatialPadding.Apply(y, x.Rank - axes + i, _sides[i].Before, _sides[i].After, _mode);
        }

        return y.To(x.DataType);
    }
}
