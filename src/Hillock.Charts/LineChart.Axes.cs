namespace Hillock.Charts;

/// <content>The scales and what is drawn of them.</content>
public sealed partial record LineChart
{
    private Scale CreateYScale(Series[] shown, double bottom, double top)
    {
        IEnumerable<double> values = shown.SelectMany(series => series.Points).Where(IsShown).Select(point => point.Y)
            .Where(value => YKind != AxisKind.Logarithmic || value > 0);
        double[] all = [.. values.Order()];
        if (all.Length == 0)
        {
            return YKind == AxisKind.Logarithmic ? Scale.Logarithmic(0.1, 1, bottom, top) : Scale.Linear(0, 1, bottom, top);
        }

        double low = all[(int)(CutBelow * (all.Length - 1))], high = all[^1];
        if (YKind == AxisKind.Logarithmic)
        {
            return Scale.Logarithmic(low / 1.1, high * 1.1, bottom, top);
        }

        int ticks = Math.Max(3, (int)((bottom - top) / 45));
        low = Scale.Below(low, high, YMaximum);
        return Scale.Linear(low, high, bottom, top, ticks, YFactor, round: true);
    }

    private Scale CreateXScale(Series[] shown, double left, double right)
    {
        if (XKind == AxisKind.Categories)
        {
            const double Margin = 36; // half of a name
            return Scale.Whole(0, Math.Max(1, Categories.Count - 1), left + Margin, right - Margin);
        }

        double[] all = [.. shown.SelectMany(series => series.Points).Where(IsShown).Select(point => point.X)];
        (double low, double high) = all.Length == 0 ? (0, 1) : (all.Min(), all.Max());
        return XKind switch
        {
            AxisKind.Whole => Scale.Whole((int)low, (int)high, left, right, Math.Max(2, (int)((right - left) / 55))),
            AxisKind.Logarithmic => Scale.Logarithmic(low, high, left, right),
            _ => Scale.Linear(low, high, left, right, Math.Max(3, (int)((right - left) / 60))),
        };
    }

    private void DrawAxes(MarkupBuilder svg, Scale x, Scale y, double left, double right, double top, double bottom)
    {
        Tick[] across = XKind == AxisKind.Categories ? [.. Categories.Select((name, i) => new Tick(i, name))] : [.. x.Ticks];
        TickLabels.DrawLevel(svg, y.Ticks.Where(tick => !IsZeroLine(tick)).Select(tick => y.Position(tick.Value)), left, right);
        if (ZeroLines)
        {
            TickLabels.DrawUpright(svg, across.Where(tick => !IsZeroLine(tick)).Select(tick => x.Position(tick.Value)), top, bottom);
            foreach (Tick tick in y.Ticks.Where(IsZeroLine))
            {
                DrawAxis(svg, left, y.Position(tick.Value), right, y.Position(tick.Value));
            }

            foreach (Tick tick in across.Where(IsZeroLine))
            {
                DrawAxis(svg, x.Position(tick.Value), top, x.Position(tick.Value), bottom);
            }
        }
        else
        {
            TickLabels.DrawUpright(svg, across.Select(tick => x.Position(tick.Value)), bottom, bottom + 4, "axis", Palette.Axis);
        }

        TickLabels.Draw(svg, y.Ticks.Select(tick => (tick.Label, left - 8, y.Position(tick.Value) + 4)), "end", FontSize);
        TickLabels.Draw(svg, across.Select(tick => (tick.Label, x.Position(tick.Value), bottom + 18)), "middle", FontSize);
        DrawAxis(svg, left, bottom, right, bottom);
        svg.Text(
            "text", XTitle, ("class", "muted"), ("x", (left + right) / 2), ("y", bottom + 36), ("text-anchor", "middle"), ("font-size", FontSize),
            ("fill", Palette.Muted));
    }

    private bool IsZeroLine(Tick tick) => ZeroLines && Math.Abs(tick.Value) < 1e-12;

    private static void DrawAxis(MarkupBuilder svg, double x1, double y1, double x2, double y2) =>
        svg.Element("line", ("class", "axis"), ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("stroke", Palette.Axis));

    private static void DrawZero(MarkupBuilder svg, double left, double right, double at)
    {
        svg.Element(
            "line", ("class", "grid"), ("x1", left), ("y1", at), ("x2", right), ("y2", at), ("stroke", Palette.Grid), ("stroke-dasharray", "3 3"));
        svg.Text("text", "0", ("class", "muted"), ("x", left - 8), ("y", at + 4), ("text-anchor", "end"), ("font-size", FontSize), ("fill", Palette.Muted));
    }

    // Left out where it would be a dot.
    private void DrawUnit(MarkupBuilder svg, Scale y, double left, double bottom)
    {
        if (Unit is not { } unit || y.Position(y.Low) - y.Position(y.Low + unit) is not (>= 2 and var length) || y.Low + unit > y.High)
        {
            return;
        }

        double x = left + 8, from = bottom - 10;
        svg.Element(
            "path", ("class", "mark"),
            ("d",
                $"M{MarkupBuilder.Number(x)} {MarkupBuilder.Number(from)}v{MarkupBuilder.Number(-length)}m-3 0h6m-6 " +
                $"{MarkupBuilder.Number(length)}h6"),
            ("fill", "none"), ("stroke", Palette.Muted), ("stroke-width", 1.5));
        svg.Text(
            "text", UnitTitle, ("class", "muted halo-text"), ("x", x + 7), ("y", from - length / 2 + 4), ("font-size", 11), ("fill", Palette.Muted),
            ("stroke", Palette.Background), ("stroke-width", 3), ("paint-order", "stroke"));
    }
}
