namespace Hillock.Charts;

/// <summary>A function of one number with its first two derivatives, to be drawn.</summary>
/// <param name="Name">As the legend shows it.</param>
/// <param name="Value">The function.</param>
/// <param name="First">Its derivative.</param>
/// <param name="Second">Its second derivative.</param>
public sealed record FunctionCurve(string Name, Func<double, double> Value, Func<double, double> First, Func<double, double> Second)
{
    /// <summary>The function or a derivative.</summary>
    /// <param name="order">0, 1 or 2.</param>
    public Func<double, double> OfOrder(int order) => order switch { 0 => Value, 1 => First, _ => Second };
}
