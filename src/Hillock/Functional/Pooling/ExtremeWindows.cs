using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// The windows of a pooling by norms whose sums of powers leave the range where doubles are exact: their norms are computed of the elements themselves, at the
/// scale of the largest.
/// </summary>
internal sealed class ExtremeWindows
{
    private readonly PoolingPlan _plan;
    private readonly double _order;
    private readonly List<int> _outputs = [];
    private readonly bool[] _mask;
    private readonly long[] _places;
    private bool _anyNegative;

    private ExtremeWindows(PoolingPlan plan, double order)
    {
        (_plan, _order) = (plan, order);
        _mask = new bool[plan.Output.Length];
        _places = new long[plan.Output.Length];
    }

    private int Volume => _plan.Geometry.Z.Kernel * _plan.Geometry.Y.Kernel * _plan.Geometry.X.Kernel;

    /// <summary>The windows, or null if every sum can be trusted.</summary>
    internal static ExtremeWindows? Find(Tensor x, Tensor sums, PoolingPlan plan, double order)
    {
        // The roots of sums within it, and what slopes are made of, are doubles.
        const double Least = 1e-150, Most = 1e150;
        Tensor source = x.Detach().Contiguous(), totals = sums.Detach().Contiguous();
        ReadOnlySpan<double> elements = source.Span<double>(), values = totals.Span<double>();
        ExtremeWindows? windows = null;
        for (int i = 0; i < values.Length; i++)
        {
            double size = Math.Abs(values[i]);
            if (size >= Least && size <= Most)
            {
                continue;
            }

            (double largest, double least) = Extremes(elements, plan.Geometry, i);
            if (largest > 0 && double.IsFinite(largest))
            {
                windows ??= new ExtremeWindows(plan, order);
                windows._mask[i] = true;
                windows._places[i] = windows._outputs.Count;
                windows._outputs.Add(i);
                windows._anyNegative |= least < 0;
            }
        }

        GC.KeepAlive(source);
        GC.KeepAlive(totals);
        return windows;
    }

    /// <summary>The input without the elements whose powers are infinite, which only these windows hold.</summary>
    internal static Tensor Bounded(Tensor x, Tensor powers) =>
        F.Where(F.IsInfinity(powers.Detach()), F.Where(F.IsFinite(x.Detach()), 0, x), x);

    /// <summary>The norms of these windows, and those of the others from <paramref name="others"/>, which gets the mask of these.</summary>
    internal Tensor Norms(Tensor x, Func<Tensor, Tensor> others)
    {
        Tensor mask = Tensor.From(_mask, _plan.Output);
        Tensor windows = Gathered(x);
        Tensor norms = !_anyNegative || _order % 2 == 0 ? F.Norm(windows, _order, -1) : Signed(windows);
        Tensor scaled = F.Multiply(norms, Overhang());
        Tensor spread = F.Reshape(F.IndexSelect(scaled, 0, Tensor.From(_places)), _plan.Output);
        return F.Where(mask, spread, others(mask));
    }

    // Powers keep their signs, which a norm would not.
    private Tensor Signed(Tensor windows)
    {
        Tensor largest = F.Max(F.Abs(windows.Detach()), -1, keepDims: true);
        Tensor sums = F.Sum(F.Pow(F.Divide(windows, largest), _order), -1);
        Tensor zero = F.Equal(sums.Detach(), 0);
        Tensor roots = F.Where(zero, 0, F.Pow(F.Where(zero, 1, sums), 1 / _order));
        return F.Multiply(roots, largest.Squeeze(-1));
    }

    /// <summary>The elements of the windows, <c>[windows, volume]</c>, with zeros behind those of a short one.</summary>
    private Tensor Gathered(Tensor x)
    {
        PoolingGeometry geometry = _plan.Geometry;
        long[] places = new long[checked(_outputs.Count * Volume)];
        bool[] present = new bool[places.Length];
        int row = 0, input = geometry.InputVolume;
        foreach (int output in _outputs)
        {
            (int plane, int z, int y, int k) = Split(geometry, output);
            int next = row;
            for (int i = 0; i < geometry.Z.Count(z); i++)
            {
                for (int j = 0; j < geometry.Y.Count(y); j++)
                {
                    int line = ((geometry.Z.First(z) + i) * geometry.Y.Input) + geometry.Y.First(y) + j;
                    for (int l = 0; l < geometry.X.Count(k); l++)
                    {
                        places[next] = ((long)plane * input) + ((long)line * geometry.X.Input) + geometry.X.First(k) + l;
                        present[next++] = true;
                    }
                }
            }

            row += Volume;
        }

        Tensor elements = F.IndexSelect(x.Reshape(-1), 0, Tensor.From(places));
        return F.Reshape(F.Where(Tensor.From(present), elements, 0), [_outputs.Count, Volume]);
    }

    /// <summary>What takes the norm of a window that hangs over to that of a whole one.</summary>
    private Tensor Overhang()
    {
        PoolingGeometry geometry = _plan.Geometry;
        double whole = (double)geometry.Z.GivenKernel * geometry.Y.GivenKernel * geometry.X.GivenKernel;
        return Tensor.From((double[])[.. _outputs.Select(output =>
        {
            (_, int z, int y, int k) = Split(geometry, output);
            double count = (double)geometry.Z.PaddedCount(z) * geometry.Y.PaddedCount(y) * geometry.X.PaddedCount(k);
            return count == whole ? 1 : Math.Pow(whole / count, 1 / _order);
        })]);
    }

    private static (double Largest, double Least) Extremes(ReadOnlySpan<double> elements, PoolingGeometry geometry, int output)
    {
        (int plane, int z, int y, int k) = Split(geometry, output);
        double largest = 0, least = 0;
        for (int i = 0; i < geometry.Z.Count(z); i++)
        {
            for (int j = 0; j < geometry.Y.Count(y); j++)
            {
                int line = ((geometry.Z.First(z) + i) * geometry.Y.Input) + geometry.Y.First(y) + j;
                int start = (plane * geometry.InputVolume) + (line * geometry.X.Input) + geometry.X.First(k);
                foreach (double element in elements.Slice(start, geometry.X.Count(k)))
                {
                    (largest, least) = (Math.Max(largest, Math.Abs(element)), Math.Min(least, element));
                }
            }
        }

        return (largest, least);
    }

    private static (int Plane, int Z, int Y, int X) Split(PoolingGeometry geometry, int output)
    {
        (int line, int x) = Math.DivRem(output, geometry.X.Output);
        (int layer, int y) = Math.DivRem(line, geometry.Y.Output);
        (int plane, int z) = Math.DivRem(layer, geometry.Z.Output);
        return (plane, z, y, x);
    }
}
