namespace Hillock.Cli.Pictures;

/// <summary>A function of one number with its first two derivatives, to be drawn.</summary>
internal sealed record FunctionCurve(string Name, Func<double, double> Value, Func<double, double> First, Func<double, double> Second)
{
    /// <summary>The function or a derivative.</summary>
    public Func<double, double> OfOrder(int order) => order switch { 0 => Value, 1 => First, _ => Second };
}
