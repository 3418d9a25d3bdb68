using System.Globalization;
using System.Text;

namespace Hillock.Tensors;

public sealed partial class Tensor
{
    // Longer tensors are printed with the middle of each axis left out.
    private const int LongestPrinted = 1000;
    private const int Edge = 3;

    /// <summary>What a debugger shows: few elements in one line, of more the type and the shape alone.</summary>
    private string DebuggerText => IsReleased || Length > 10 ? $"{DataType.Name()} {Shape}{(IsReleased ? " (released)" : "")}" : ToString().Replace('\n', ' ');

    /// <summary>
    /// The elements in brackets, with type and shape: <c>float32 [2, 2] [[1, 2], [3, 4]]</c>. Four digits after the point; of more than 1000 elements only
    /// three at either end of each axis.
    /// </summary>
    public override string ToString()
    {
        StringBuilder text = new StringBuilder();
        text.Append(DataType.Name()).Append(' ').Append(Shape);
        if (IsReleased)
        {
            return text.Append(" (released)").ToString();
        }

        text.Append(Rank > 1 ? '\n' : ' ');
        bool whole = Length <= LongestPrinted;
        List<string> cells = new List<string>();
        Tensor shown = whole ? Detach() : Ends(Detach());
        double[] values = DataType == DataType.Int64 ? [] : shown.ToArray<double>();
        long[] longs = DataType == DataType.Int64 ? shown.ToArray<long>() : [];
        for (int i = 0; i < shown.Length; i++)
        {
            cells.Add(Cell(values, longs, i));
        }

        int width = 0;
        foreach (string cell in cells)
        {
            width = Math.Max(width, cell.Length);
        }

        int next = 0;
        Write(text, cells, ref next, 0, whole, Rank == 0 ? 0 : width);
        return text.Append(Node is null ? "" : Node is LeafNode ? " requires a gradient" : $" from {Node.Name}").ToString();
    }

    private static int[] Shown(int length, bool whole)
    {
        if (whole || length <= 2 * Edge)
        {
            return [.. Enumerable.Range(0, length)];
        }

        return [0, 1, 2, length - 3, length - 2, length - 1];
    }

    /// <summary>The elements that are shown of a long tensor, so that no more than these are copied and converted.</summary>
    private static Tensor Ends(Tensor x)
    {
        for (int axis = 0; axis < x.Rank; axis++)
        {
            if (x.Shape[axis] > 2 * Edge)
            {
                x = Functional.F.Concat([x.Slice(axis, 0, Edge), x.Slice(axis, -Edge)], axis);
            }
        }

        return x;
    }

    private string Cell(double[] values, long[] longs, int i)
    {
        if (DataType == DataType.Int64)
        {
            return longs[i].ToString(CultureInfo.InvariantCulture);
        }

        if (DataType == DataType.Bool)
        {
            return values[i] != 0 ? "true" : "false";
        }

        double magnitude = Math.Abs(values[i]);
        string format =
            !DataType.IsFloatingPoint() || magnitude == 0 || double.IsInteger(magnitude) && magnitude < 1e6
                ? "G"
                : magnitude is < 1e-3 or >= 1e6 ? "0.0000e+0" : "0.0###";
        return values[i].ToString(format, CultureInfo.InvariantCulture);
    }

    private void Write(StringBuilder text, List<string> cells, ref int next, int axis, bool whole, int width)
    {
        if (axis == Rank)
        {
            text.Append(cells[next++].PadLeft(width));
            return;
        }

        text.Append('[');
        int previous = -1;
        foreach (int i in Shown(Shape[axis], whole))
        {
            if (previous >= 0)
            {
                string separator = axis == Rank - 1 ? " " : new string('\n', Rank - 1 - axis) + new string(' ', axis + 1);
                text.Append(',').Append(separator);
                if (i > previous + 1)
                {
                    text.Append("...,").Append(separator);
                }
            }

            Write(text, cells, ref next, axis + 1, whole, width);
            previous = i;
        }

        text.Append(']');
    }
}
