using System.Runtime.CompilerServices;

namespace Hillock.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">As the legend shows it.</param>
/// <param name="Style">The index of its colour, dashes and marker; the same thing has the same index in every picture of a report.</param>
/// <param name="Parts">Connected points; between two parts the line is broken. Points that are not finite are left out.</param>
public sealed record Series(string Name, int Style, IReadOnlyList<IReadOnlyList<Point>> Parts)
{
    /// <summary>A line in one part.</summary>
    /// <param name="name">As the legend shows it.</param>
    /// <param name="style">The index of its colour, dashes and marker.</param>
    /// <param name="points">Its points.</param>
    [OverloadResolutionPriority(1)]
    public Series(string name, int style, IReadOnlyList<Point> points)
        : this(name, style, [points])
    {
    }

    /// <summary>Whether it is only there for comparison: thin, grey, without a name beside it.</summary>
    public bool IsMuted { get; init; }

    /// <summary>All points.</summary>
    public IEnumerable<Point> Points => Parts.SelectMany(static part => part);
}
