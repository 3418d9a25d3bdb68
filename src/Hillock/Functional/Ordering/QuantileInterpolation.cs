namespace Hillock.Functional;

/// <summary>What a quantile is that lies between two elements.</summary>
public enum QuantileInterpolation
{
    /// <summary>The point on the straight line between them.</summary>
    Linear,

    /// <summary>The smaller one.</summary>
    Lower,

    /// <summary>The larger one.</summary>
    Higher,

    /// <summary>The nearer one; from the middle, the one of even rank.</summary>
    Nearest,

    /// <summary>Their mean.</summary>
    Midpoint,
}
