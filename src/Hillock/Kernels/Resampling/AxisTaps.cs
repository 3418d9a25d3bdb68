namespace Hillock.Kernels;

/// <summary>A linear map along an axis in which each output is a weighted sum of a few inputs.</summary>
internal sealed class AxisTaps
{
    private readonly Lazy<AxisTaps> _transposed;

    private AxisTaps(int inputs, int[] starts, int[] places, double[] weights, AxisTaps? transposed)
    {
        (Inputs, Starts, Places, Weights) = (inputs, starts, places, weights);
        _transposed = transposed is null ? new Lazy<AxisTaps>(Transpose) : new Lazy<AxisTaps>(transposed);
    }

    /// <summary>The length of the axis before.</summary>
    internal int Inputs { get; }

    /// <summary>The length of the axis after.</summary>
    internal int Outputs => Starts.Length - 1;

    /// <summary>Where the sum of each output begins in <see cref="Places"/> and <see cref="Weights"/>, and the end of the last.</summary>
    internal int[] Starts { get; }

    /// <summary>The inputs of the sums.</summary>
    internal int[] Places { get; }

    /// <summary>Their weights, none of which is 0.</summary>
    internal double[] Weights { get; }

    /// <summary>The map backwards: the sum of each input over the outputs that it went into, in ascending order.</summary>
    internal AxisTaps Transposed => _transposed.Value;

    /// <summary>Makes a map of the inputs and weights of each output; equal places of an output are joined, and weights of 0 left out.</summary>
    /// <param name="inputs">The length of the axis before.</param>
    /// <param name="outputs">The length of the axis after.</param>
    /// <param name="taps">How many inputs an output has at most.</param>
    /// <param name="fill">Gives the places and weights of an output.</param>
    internal static AxisTaps Create(int inputs, int outputs, int taps, Action<int, int[], double[]> fill)
    {
        int[] starts = new int[outputs + 1], own = new int[taps];
        double[] ownWeights = new double[taps];
        List<int> places = new List<int>(outputs * taps);
        List<double> weights = new List<double>(outputs * taps);
        for (int i = 0; i < outputs; i++)
        {
            fill(i, own, ownWeights);
            for (int k = 0; k < taps; k++)
            {
                int first = Array.IndexOf(own, own[k]);
                double weight = 0;
                for (int other = first; first == k && other < taps; other++)
                {
                    weight += own[other] == own[k] ? ownWeights[other] : 0;
                }

                if (weight != 0)
                {
                    places.Add(own[k]);
                    weights.Add(weight);
                }
            }

            starts[i + 1] = places.Count;
        }

        return new AxisTaps(inputs, starts, [.. places], [.. weights], null);
    }

    /// <summary>Makes a map of sums without weights.</summary>
    /// <param name="inputs">The length of the axis before.</param>
    /// <param name="starts">Where the places of each output begin, and the end of the last.</param>
    /// <param name="places">The inputs of the sums, which may repeat.</param>
    internal static AxisTaps Sums(int inputs, int[] starts, int[] places)
    {
        double[] weights = new double[places.Length];
        Array.Fill(weights, 1);
        return new AxisTaps(inputs, starts, places, weights, null);
    }

    /// <summary>Makes a map of places and weights.</summary>
    /// <param name="inputs">The length of the axis before.</param>
    /// <param name="starts">Where the places of each output begin, and the end of the last.</param>
    /// <param name="places">The inputs of the sums, each at most once in a sum.</param>
    /// <param name="weights">Their weights, none of which is 0.</param>
    internal static AxisTaps Of(int inputs, int[] starts, int[] places, double[] weights) => new(inputs, starts, places, weights, null);

    private AxisTaps Transpose()
    {
        int[] starts = new int[Inputs + 1];
        foreach (int place in Places)
        {
            starts[place + 1]++;
        }

        for (int i = 0; i < Inputs; i++)
        {
            starts[i + 1] += starts[i];
        }

        int[] next = starts[..^1], places = new int[Places.Length];
        double[] weights = new double[Places.Length];
        for (int output = 0; output < Outputs; output++)
        {
            for (int k = Starts[output]; k < Starts[output + 1]; k++)
            {
                int at = next[Places[k]]++;
                (places[at], weights[at]) = (output, Weights[k]);
            }
        }

        return new AxisTaps(Outputs, starts, places, weights, this);
    }
}
