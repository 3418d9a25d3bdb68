namespace Hillock.Charts;

/// <summary>Maps values of an axis to positions in a picture and chooses where its ticks stand.</summary>
internal sealed class Scale
{
    private readonly bool _logarithmic;
    private readonly double _from;
    private readonly double _to;

    private Scale(double low, double high, double from, double to, bool logarithmic, IReadOnlyList<Tick> ticks)
    {
        (Low, High, _from, _to, _logarithmic, Ticks) = (low, high, from, to, logarithmic, ticks);
    }

    /// <summary>The least value that is shown.</summary>
    public double Low { get; }

    /// <summary>The greatest value that is shown.</summary>
    public double High { get; }

    /// <summary>Round values with their labels.</summary>
    public IReadOnlyList<Tick> Ticks { get; }

    /// <summary>An axis of equal steps of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="low">The least value.</param>
    /// <param name="high">The greatest value.</param>
    /// <param name="from">The position of the least value.</param>
    /// <param name="to">The position of the greatest value.</param>
    /// <param name="maximumTicks">As many ticks as have room.</param>
    /// <param name="labelFactor">What a value is multiplied by in its label: 100 for per cent.</param>
    /// <param name="round">Whether the ends move outwards to ticks.</param>
    public static Scale Linear(
        double low, double high, double from, double to, int maximumTicks = 7, double labelFactor = 1, bool round = false)
    {
        if (!(high > low))
        {
            double margin = Math.Abs(low) > 0 ? Math.Abs(low) * 0.1 : 1;
            (low, high) = (low - margin, high + margin);
        }

        double step = Step((high - low) / Math.Max(1, maximumTicks - 1));
        if (round)
        {
            (low, high) = (Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step);
        }

        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step * labelFactor) - 1e-9), 0, 12);
        List<Tick> ticks = [];
        for (double i = Math.Ceiling(low / step - 1e-9); i * step <= high + 1e-9 * step; i++)
        {
            // Digits that nobody would count are an exponent instead.
            double value = i * step * labelFactor;
            ticks.Add(new Tick(i * step, Math.Abs(value) >= 1e6 || step * labelFactor < 1e-6 ? Label.Significant(value) : Label.Number(value, decimals)));
        }

        return new Scale(low, high, from, to, logarithmic: false, ticks);
    }

    /// <summary>A lower end for values that are all at their maximum, so that no axis has to go beyond it to have a length.</summary>
    public static double Below(double low, double high, double maximum) => low == high && high >= maximum ? low - Math.Abs(low) * 0.1 : low;

    /// <summary>An axis of whole numbers from one to another.</summary>
    public static Scale Whole(int low, int high, double from, double to, int maximumTicks = 8)
    {
        int step = Math.Max(1, (int)Step((double)(high - low) / Math.Max(1, maximumTicks - 1)));
        List<Tick> ticks = [new(low, Label.Number(low, 0))];
        // The first is where the counting begins (epoch 1); the others are multiples of the step, so that they are round.
        for (int value = (low / step + 1) * step; value <= high; value += step)
        {
            if (value - low > step / 2)
            {
                ticks.Add(new Tick(value, Label.Number(value, 0)));
            }
        }

        return new Scale(low, high > low ? high : low + 1, from, to, logarithmic: false, ticks);
    }

    /// <summary>An axis of equal factors, with a tick at each power of ten, or at 1, 2 and 5 times it when there are few.</summary>
    public static Scale Logarithmic(double low, double high, double from, double to)
    {
        if (!(low > 0 && high >= low))
        {
            throw new ArgumentException($"A logarithmic axis needs 0 < low <= high but got {low} and {high}.", nameof(low));
        }
        // Less than a decade would make noise look like a trend.
        if (high < low * 10)
        {
            (low, high) = (Math.Sqrt(low * high / 10), Math.Sqrt(low * high * 10));
        }

        int first = (int)Math.Floor(Math.Log10(low));
        int last = (int)Math.Ceiling(Math.Log10(high));
        double[] factors = high / low < 150 ? [1, 2, 5] : [1];
        int stride = Math.Max(1, (last - first) / 6);
        List<Tick> ticks = [];
        for (int exponent = first; exponent <= last; exponent += stride)
        {
            foreach (double factor in factors)
            {
                double value = factor * Math.Pow(10, exponent);
                if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9))
                {
                    ticks.Add(new Tick(value, Label.Power(factor, exponent)));
                }
            }
        }

        return new Scale(low, high, from, to, logarithmic: true, ticks);
    }

    /// <summary>The position of a value; may lie outside the ends.</summary>
    public double Position(double value)
    {
        double share = _logarithmic ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);
        return _from + share * (_to - _from);
    }

    /// <summary>The position of the nearest value that is shown.</summary>
    public double Clamped(double value) => Position(Math.Clamp(value, Low, High));

    private static double Step(double atLeast)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        double mantissa = atLeast / power;
        return power * (mantissa <= 1 + 1e-9 ? 1 : mantissa <= 2 + 1e-9 ? 2 : mantissa <= 5 + 1e-9 ? 5 : 10);
    }
}
