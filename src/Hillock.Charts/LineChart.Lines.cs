namespace Hillock.Charts;

/// <content>The lines and their markers.</content>
public sealed partial record LineChart
{
    private void DrawSeries(MarkupBuilder svg, Series series, Scale x, Func<Point, double> height)
    {
        svg.Open("g", ("class", series.IsMuted ? "series muted-line" : "series"), ("data-series", series.Name));
        foreach (IReadOnlyList<Point> part in series.Parts)
        {
            Point[] points = part.Where(IsShown).ToArray();
            string path = points.Length > 1 ? CurvePath.Of(points.Select(point => new Point(x.Position(point.X), height(point)))) : "";
            if (path.Length > 0 && series.IsMuted)
            {
                svg.WithTitle(
                    "path", series.Name, ("class", "axis"), ("d", path), ("fill", "none"), ("stroke", Palette.Axis), ("stroke-width", 1),
                    ("stroke-opacity", 0.7), ("stroke-linejoin", "round"));
            }
            else if (path.Length > 0)
            {
                svg.Element(
                    "path", ("class", Palette.SeriesClass(series.Style)), ("d", path), ("fill", "none"),
                    ("stroke", Palette.Series(series.Style)), ("stroke-width", 2), ("stroke-linejoin", "round"),
                    ("stroke-linecap", "round"), ("stroke-dasharray", Palette.Dash(series.Style)));
            }

            if (Markers && !series.IsMuted && points.Length > 0)
            {
                DrawMarkers(svg, series, points, x, height);
            }
        }

        svg.Close();
    }

    // A marker at every point of a short line, and at eight points or so of a long one, staggered so that lines that
    // run together show theirs in turn.
    private void DrawMarkers(MarkupBuilder svg, Series series, Point[] points, Scale x, Func<Point, double> height)
    {
        int stride = Math.Max(1, points.Length / 8);
        List<(Point Place, string Title)> markers = [];
        for (int i = stride == 1 ? 0 : series.Style * stride / 8 % stride; i < points.Length; i += stride)
        {
            string value = Label.Significant(YFactor * points[i].Y);
            string place = XKind == AxisKind.Categories ? Categories[(int)points[i].X] : $"{XTitle} {Label.Plain(points[i].X)}";
            markers.Add((new Point(x.Position(points[i].X), height(points[i])), $"{series.Name}, {place}: {value}"));
        }

        if (IsNarrow)
        {
            // Nobody points at anything on a phone.
            Marker.DrawAll(svg, series.Style, markers.Select(marker => marker.Place));
        }
        else
        {
            Marker.DrawTitled(svg, series.Style, markers);
        }
    }
}
