using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Hillock.Numbers;
using Hillock.Numbers.Functions;

namespace Hillock.Kernels;

/// <summary>The loss of one sequence and its gradient; see <see cref="CtcSequences"/>.</summary>
internal readonly ref struct CtcSequence<TElement, TLanes, TSums, TWide>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    where TLanes : struct, ILanes<TLanes, TElement>
    where TSums : struct, ISixteenSums<TSums>
    where TWide : struct, ILanes<TWide, double>
{
    // The rows of the lattice have two states of probability 0 before or after them: what reaches the first or leaves the last.
    private const int Margin = 2;

    private readonly ReadOnlySpan<TElement> _x;
    private readonly Span<TElement> _dx;
    private readonly CtcSettings _settings;
    private readonly ReadOnlySpan<int> _labels;
    private readonly int _index;
    private readonly int _length;
    private readonly int _states;
    private readonly int _width;

    internal CtcSequence(ReadOnlySpan<TElement> x, CtcSettings settings, Span<TElement> dx, int index)
    {
        _x = x;
        _dx = dx;
        _settings = settings;
        _labels = settings.Target(index);
        _index = index;
        _length = settings.InputLengths[index];
        _states = (2 * _labels.Length) + 1;
        _width = (_states + CtcLattice.Padding - 1) & -CtcLattice.Padding;
    }

    internal void Run(out double loss)
    {
        bool differentiate = !_dx.IsEmpty;
        int stride = _width + Margin;
        int rows = differentiate ? Math.Max(1, _length) : 2;
        double[] alpha = ArrayPool<double>.Shared.Rent(checked(rows * stride));
        double[] skips = ArrayPool<double>.Shared.Rent(stride);
        double[] emission = ArrayPool<double>.Shared.Rent(_width);
        double[] peaks = ArrayPool<double>.Shared.Rent(Math.Max(1, _length));
        double[] sums = ArrayPool<double>.Shared.Rent(Math.Max(1, _length));
        FillSkips(skips);
        loss = Forward(alpha.AsSpan(0, rows * stride), skips, emission, peaks, sums);
        if (differentiate)
        {
            if (double.IsFinite(loss))
            {
                Backward(alpha, skips, emission, peaks, sums);
            }
            else
            {
                FillGradient(0, _length, double.IsPositiveInfinity(loss) && _settings.ZeroInfinity ? TElement.Zero : TElement.NaN);
            }

            FillGradient(_length, _settings.Steps, TElement.Zero);
        }

        ArrayPool<double>.Shared.Return(alpha);
        ArrayPool<double>.Shared.Return(skips);
        ArrayPool<double>.Shared.Return(emission);
        ArrayPool<double>.Shared.Return(peaks);
        ArrayPool<double>.Shared.Return(sums);
    }

    /// <summary>The step's place in memory.</summary>
    private int Place(int step) => ((step * _settings.Count) + _index) * _settings.Classes;

    private ReadOnlySpan<TElement> Row(int step) => _x.Slice(Place(step), _settings.Classes);

    private Span<TElement> Gradient(int step) => _dx.Slice(Place(step), _settings.Classes);

    private void FillGradient(int from, int to, TElement value)
    {
        for (int t = from; t < to; t++)
        {
            Gradient(t).Fill(value);
        }
    }

    /// <summary>0 where a state may be reached from the one two before it, over a blank between different labels; otherwise −∞.</summary>
    private void FillSkips(Span<double> skips)
    {
        skips[..(_width + Margin)].Fill(double.NegativeInfinity);
        for (int i = 1; i < _labels.Length; i++)
        {
            skips[(2 * i) + 1] = _labels[i] == _labels[i - 1] ? double.NegativeInfinity : 0;
        }
    }

    /// <summary>Writes the logarithm of each state's probability at a step, less the step's peak. False with a NaN among them.</summary>
    private bool FillEmission(int step, double peak, Span<double> emission)
    {
        ReadOnlySpan<TElement> row = Row(step);
        double blank = Chunk16.Widen(row[_settings.Blank]) - peak;
        bool isNumber = !double.IsNaN(blank);
        emission[..(_width)].Fill(double.NegativeInfinity);
        emission[0] = blank;
        for (int i = 0; i < _labels.Length; i++)
        {
            double label = Chunk16.Widen(row[_labels[i]]) - peak;
            isNumber &= !double.IsNaN(label);
            emission[(2 * i) + 1] = label;
            emission[(2 * i) + 2] = blank;
        }

        return isNumber;
    }

    private double Forward(Span<double> alpha, double[] skips, double[] emission, double[] peaks, double[] sums)
    {
        if (_length == 0)
        {
            return _labels.Length == 0 ? 0 : double.PositiveInfinity;
        }

        TElement[]? rented = _settings.FromLogits && _dx.IsEmpty ? ArrayPool<TElement>.Shared.Rent(_settings.Classes) : null;
        int stride = _width + Margin;
        int kept = alpha.Length / stride;
        Span<double> previous = default;
        double lowering = 0;
        bool isNumber = true;
        CompensatedSum total = new CompensatedSum();
        for (int t = 0; t < _length; t++)
        {
            peaks[t] = 0;
            if (_settings.FromLogits)
            {
                double normalizer = Normalize(t, rented, out peaks[t], out sums[t]);
                isNumber &= !double.IsNaN(normalizer);
                total.Add(-normalizer);
            }

            isNumber &= FillEmission(t, peaks[t], emission);
            Span<double> row = alpha.Slice(t % kept * stride, stride);
            row[..Margin].Fill(double.NegativeInfinity);
            Span<double> states = row[Margin..];
            if (t == 0)
            {
                states.Fill(double.NegativeInfinity);
                states[..Math.Min(2, _states)].Clear();
            }
            else
            {
                CtcLattice.Merge<TWide>(ref previous[0], 2, 0, ref skips[0], ref states[0], (nuint)_width);
            }

            total.Add(lowering);
            double largest = CtcLattice.AddTo<TWide>(ref states[0], ref emission[0], lowering, ref states[0], (nuint)_width);
            lowering = double.IsFinite(largest) ? largest : 0;
            previous = row;
        }

        if (rented is not null)
        {
            ArrayPool<TElement>.Shared.Return(rented);
        }

        Scalar<double> last = new Scalar<double>(previous[Margin + _states - 1]);
        Scalar<double> before = new Scalar<double>(previous[Margin + _states - 2]);
        double end = CtcLattice.Add(last, before, new(double.NegativeInfinity)).Value;
        total.Add(end);
        if (!isNumber || double.IsNegativeInfinity(end))
        {
            return isNumber ? double.PositiveInfinity : double.NaN;
        }

        // A certain sequence's rounding errors may not make it more than that; sums of other numbers than probabilities may be above 1.
        double loss = 0 - total.Value;
        return _settings.FromLogits && loss < 0 ? 0 : loss;
    }

    /// <summary>The logarithm of a row's sum of exponentials less its largest logit, the peak. The exponentials stay in the gradient's place.</summary>
    private double Normalize(int step, TElement[]? rented, out double peak, out double sum)
    {
        ref TElement x = ref MemoryMarshal.GetReference(Row(step));
        ref TElement e = ref rented is null ? ref MemoryMarshal.GetReference(Gradient(step)) : ref rented[0];
        nuint length = (nuint)_settings.Classes;
        TElement largest = SoftmaxTerms.Largest<TLanes, TElement, Unscaled>(default, ref x, length);
        SoftmaxShift<TElement> shift = SoftmaxShift<TElement>.Of(default(Unscaled), largest);
        int place = SoftmaxTerms.IndexOfLargest(default(Unscaled), largest, ref x, length);
        SplitSum parts = SoftmaxTerms.Exponentials<TLanes, TSums, TElement, Unscaled>(default, shift, ref x, ref e, length, place);
        peak = Chunk16.Widen(largest);
        sum = parts.All;
        if (place < 0)
        {
            return double.NaN;
        }

        Unsafe.Add(ref e, place) = TElement.CreateTruncating(parts.Own);
        return default(Log1pFunction).Apply(new Scalar<double>(parts.Ratio)).Value;
    }

    private void Backward(double[] alpha, double[] skips, double[] emission, double[] peaks, double[] sums)
    {
        if (_length == 0)
        {
            return;
        }

        int stride = _width + Margin;
        double[] rows = ArrayPool<double>.Shared.Rent(2 * stride);
        double[] posterior = ArrayPool<double>.Shared.Rent(_settings.Classes);
        Span<double> after = rows.AsSpan(0, stride);
        Span<double> beta = rows.AsSpan(stride, stride);
        after.Fill(double.NegativeInfinity);
        beta.Fill(double.NegativeInfinity);
        posterior.AsSpan(0, _settings.Classes).Clear();
        double lowering = 0;
        for (int t = _length - 1; t >= 0; t--)
        {
            if (t == _length - 1)
            {
                beta[Math.Max(0, _states - 2).._states].Clear();
            }
            else
            {
                CtcLattice.Merge<TWide>(ref after[0], 0, 2, ref skips[Margin], ref beta[0], (nuint)_width);
            }

            // The forward row is not needed any more: it takes the posterior probabilities of the states.
            Span<double> states = alpha.AsSpan((t * stride) + Margin, _width);
            double largest = CtcLattice.AddTo<TWide>(ref states[0], ref beta[0], 0, ref states[0], (nuint)_width);
            CtcLattice.Exponentials<TWide>(ref states[0], largest, (nuint)_width);
            WriteGradient(t, states, posterior, sums[t]);

            FillEmission(t, peaks[t], emission);
            lowering = CtcLattice.AddTo<TWide>(ref beta[0], ref emission[0], lowering, ref after[0], (nuint)_width);
        }

        ArrayPool<double>.Shared.Return(rows);
        ArrayPool<double>.Shared.Return(posterior);
    }

    /// <summary>Adds the states' probabilities by class, and writes <c>−posterior</c>, or <c>softmax − posterior</c> of logits.</summary>
    private void WriteGradient(int step, Span<double> states, double[] posterior, double sum)
    {
        double blank = states[0];
        double all = 0;
        for (int i = 0; i < _labels.Length; i++)
        {
            double label = states[(2 * i) + 1];
            posterior[_labels[i]] += label;
            all += label;
            blank += states[(2 * i) + 2];
        }

        all += blank;
        Span<TElement> gradient = Gradient(step);
        states[0] = Difference(gradient[_settings.Blank], sum, blank / all);
        for (int i = 0; i < _labels.Length; i++)
        {
            states[(2 * i) + 1] = Difference(gradient[_labels[i]], sum, posterior[_labels[i]] / all);
        }

        if (_settings.FromLogits)
        {
            RowScale.Softmax<TLanes, TElement>(ref MemoryMarshal.GetReference(gradient), (nuint)gradient.Length, 1, sum);
        }
        else
        {
            gradient.Clear();
        }

        // A label that occurs again writes the same again.
        gradient[_settings.Blank] = TElement.CreateTruncating(states[0]);
        for (int i = 0; i < _labels.Length; i++)
        {
            gradient[_labels[i]] = TElement.CreateTruncating(states[(2 * i) + 1]);
            posterior[_labels[i]] = 0;
        }
    }

    /// <summary>In double precision, because it cancels where the class is almost certain.</summary>
    private double Difference(TElement exponential, double sum, double posterior) =>
        (_settings.FromLogits ? Chunk16.Widen(exponential) / sum : 0) - posterior;
}
