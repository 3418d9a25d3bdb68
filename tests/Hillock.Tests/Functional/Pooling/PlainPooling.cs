using Hillock.Kernels;

namespace Hillock.Tests.Functional.Pooling;

/// <summary>The windows of poolings as they stand in the definition, in plain loops of float64.</summary>
internal static class PlainPooling
{
    /// <summary>Calls back with each output, and the places in the input of its window's elements in their order.</summary>
    public static void Visit(PoolingGeometry g, Action<int, List<int>> visit)
    {
        int inputs = g.Z.Input * g.Y.Input * g.X.Input, o = 0;
        for (int plane = 0; plane < g.Planes; plane++)
        {
            for (int i = 0; i < g.Z.Output; i++)
            {
                for (int j = 0; j < g.Y.Output; j++)
                {
                    for (int k = 0; k < g.X.Output; k++)
                    {
                        List<int> window = [];
                        foreach (int z in Elements(g.Z, i))
                        {
                            foreach (int y in Elements(g.Y, j))
                            {
                                window.AddRange(Elements(g.X, k).Select(x => (plane * inputs) + (((z * g.Y.Input) + y) * g.X.Input) + x));
                            }
                        }

                        visit(o++, window);
                    }
                }
            }
        }
    }

    /// <summary>What PyTorch divides by along an axis.</summary>
    public static int Divisor(PoolingAxis axis, int o, bool countPadding)
    {
        if (!countPadding || !axis.IsRegular)
        {
            return Elements(axis, o).Count();
        }

        int start = (o * axis.Stride) - axis.GivenPadding;
        return Math.Min(start + axis.GivenKernel, axis.Input + axis.GivenPadding) - start;
    }

    private static IEnumerable<int> Elements(PoolingAxis axis, int o)
    {
        if (!axis.IsRegular)
        {
            int first = (int)Math.Floor(o * (double)axis.Input / axis.Output), end = (int)Math.Ceiling((o + 1) * (double)axis.Input / axis.Output);
            return Enumerable.Range(first, end - first);
        }

        int start = (o * axis.Stride) - axis.GivenPadding;
        return Enumerable.Range(0, axis.GivenKernel).Select(r => start + (r * axis.Dilation)).Where(i => i >= 0 && i < axis.Input);
    }
}
