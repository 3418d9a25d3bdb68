using Hillock.Charts;
using Hillock.Charts.CommandLine;

namespace Hillock.Samples.Text;

/// <summary>Losses over tokens, as a picture in a file and a small one in the terminal.</summary>
/// <param name="title">What the picture shows.</param>
public sealed class LossCurve(string title)
{
    private const int Points = 240;

    private readonly List<(string Name, List<Point> Points)> _series = [];

    /// <summary>Adds a point to a line, which begins with its first point.</summary>
    /// <param name="name">The line.</param>
    /// <param name="tokens">The tokens seen so far.</param>
    /// <param name="loss">The loss, nats a token.</param>
    public void Add(string name, double tokens, double loss)
    {
        int index = _series.FindIndex(series => series.Name == name);
        if (index < 0)
        {
            index = _series.Count;
            _series.Add((name, []));
        }

        _series[index].Points.Add(new Point(tokens, loss));
    }

    /// <summary>Writes an SVG file, completely or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteSvg(string path) => OutputFile.WriteText(path, Chart().ToDocument());

    /// <summary>Draws in characters.</summary>
    public void WriteTo(TextWriter output)
    {
        if (_series.Exists(series => series.Points.Count > 1))
        {
            ConsoleChart.Write(output, [Chart()]);
        }
    }

    private LineChart Chart() => new()
    {
        Title = title,
        XTitle = "tokens",
        YTitle = "nats a token",
        Series = [.. _series.Select((series, i) => new Series(series.Name, i, Thinned(series.Points)))],
        Markers = false,
    };

    /// <summary>Means of neighbours, so that the noise of single steps does not hide the trend.</summary>
    private static Point[] Thinned(List<Point> points) =>
        points.Count <= Points
            ? [.. points]
            : [.. points.Chunk((points.Count + Points - 1) / Points).Select(part => new Point(part[^1].X, part.Average(point => point.Y)))];
}
