namespace Hillock.Cli.Pictures;

/// <summary>A point of a chart, in the units of its axes.</summary>
internal readonly record struct Point(double X, double Y)
{
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);
}
