using System.Globalization;
using System.Text;

namespace Hillock.Charts;

/// <summary>The outline of cells of a grid: one path around all that touch, however many they are.</summary>
internal static class RegionOutline
{
    // The corners of a cell, so that it lies at the right of its edges: clockwise, as y runs downwards.
    private static readonly (int X, int Y)[] Corners = [(0, 0), (1, 0), (1, 1), (0, 1)];
    private static readonly (int X, int Y)[] Neighbours = [(0, -1), (1, 0), (0, 1), (-1, 0)];

    /// <summary>The path, with a cell as its unit of length; empty where no cell belongs to the region.</summary>
    /// <param name="side">How many cells a side of the grid has.</param>
    /// <param name="contains">Whether the cell of a column and a row belongs to the region; the first row is at the top.</param>
    public static string Of(int side, Func<int, int, bool> contains)
    {
        SortedDictionary<(int Y, int X), Stack<(int X, int Y)>> edges = Edges(side, contains);
        StringBuilder path = new();
        while (edges.Count > 0)
        {
            (int y, int x) = edges.First().Key;
            AppendLoop(path, edges, (x, y));
        }

        return path.ToString();
    }

    private static SortedDictionary<(int Y, int X), Stack<(int X, int Y)>> Edges(int side, Func<int, int, bool> contains)
    {
        SortedDictionary<(int Y, int X), Stack<(int X, int Y)>> edges = [];
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                for (int edge = 0; edge < 4 && contains(column, row); edge++)
                {
                    (int x, int y) = (column + Neighbours[edge].X, row + Neighbours[edge].Y);
                    if (x >= 0 && x < side && y >= 0 && y < side && contains(x, y))
                    {
                        continue;
                    }

                    ((int X, int Y) from, (int X, int Y) to) = (Corners[edge], Corners[(edge + 1) % 4]);
                    (int Y, int X) key = (row + from.Y, column + from.X);
                    if (!edges.TryGetValue(key, out Stack<(int X, int Y)>? ends))
                    {
                        edges.Add(key, ends = new());
                    }

                    ends.Push((column + to.X, row + to.Y));
                }
            }
        }

        return edges;
    }

    // As many edges end in a corner as begin there, so that the way always leads back.
    private static void AppendLoop(StringBuilder path, SortedDictionary<(int Y, int X), Stack<(int X, int Y)>> edges, (int X, int Y) start)
    {
        path.Append(CultureInfo.InvariantCulture, $"M{start.X} {start.Y}");
        (int X, int Y) at = start, run = (0, 0);
        do
        {
            Stack<(int X, int Y)> ends = edges[(at.Y, at.X)];
            (int X, int Y) next = ends.Pop();
            if (ends.Count == 0)
            {
                edges.Remove((at.Y, at.X));
            }

            (int X, int Y) step = (next.X - at.X, next.Y - at.Y);
            if ((run.X == 0) != (step.X == 0))
            {
                AppendRun(path, run);
                run = (0, 0);
            }

            run = (run.X + step.X, run.Y + step.Y);
            at = next;
        }
        while (at != start);

        // The last straight line leads back to the start, as the end of a path does.
        path.Append('z');
    }

    private static void AppendRun(StringBuilder path, (int X, int Y) run)
    {
        if (run.X != 0)
        {
            path.Append(CultureInfo.InvariantCulture, $"h{run.X}");
        }
        else if (run.Y != 0)
        {
            path.Append(CultureInfo.InvariantCulture, $"v{run.Y}");
        }
    }
}
