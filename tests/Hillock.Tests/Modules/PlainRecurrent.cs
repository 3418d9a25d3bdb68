using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Tests.Modules;

/// <summary>Recurrent layers as plain loops in float64, one sequence at a time, each as long as it is.</summary>
internal static class PlainRecurrent
{
    /// <summary>Runs a module.</summary>
    /// <param name="module">The module, whose parameters are read.</param>
    /// <param name="sequence">One sequence: a row for each of its steps.</param>
    /// <param name="hidden">The initial hidden states by layer and direction.</param>
    /// <param name="cells">The initial cells.</param>
    /// <returns>A row of outputs for each step, and the final states.</returns>
    public static (double[][] Outputs, double[][] Hidden, double[][] Cells) Run(
        RecurrentModule module, double[][] sequence, double[][] hidden, double[][] cells)
    {
        int directions = module.Bidirectional ? 2 : 1;
        double[][] lastHidden = [.. hidden], lastCells = [.. cells];
        for (int layer = 0; layer < module.NumLayers; layer++)
        {
            double[][] outputs = [.. sequence.Select(_ => Array.Empty<double>())];
            for (int direction = 0; direction < directions; direction++)
            {
                int place = (layer * directions) + direction;
                for (int step = 0; step < sequence.Length; step++)
                {
                    int time = direction == 0 ? step : sequence.Length - 1 - step;
                    (lastHidden[place], lastCells[place]) = Step(module, layer, direction == 1, sequence[time], lastHidden[place], lastCells[place]);
                    outputs[time] = [.. outputs[time], .. lastHidden[place]];
                }
            }

            sequence = outputs;
        }

        return (sequence, lastHidden, lastCells);
    }

    private static (double[] Hidden, double[] Cell) Step(RecurrentModule module, int layer, bool reverse, double[] x, double[] hidden, double[] cell)
    {
        double[] input = Affine(module.InputWeight(layer, reverse), module.InputBias(layer, reverse), x);
        double[] recurrent = Affine(module.HiddenWeight(layer, reverse), module.HiddenBias(layer, reverse), hidden);
        int units = module.HiddenSize;
        double[] next = new double[units], nextCell = [.. cell];
        for (int j = 0; j < units; j++)
        {
            double Sum(int gate) => input[(gate * units) + j] + recurrent[(gate * units) + j];
            switch (module)
            {
                case Rnn rnn:
                    next[j] = rnn.Nonlinearity == RnnNonlinearity.Tanh ? Math.Tanh(Sum(0)) : Math.Max(0, Sum(0));
                    break;
                case Gru:
                    double reset = Sigmoid(Sum(0)), update = Sigmoid(Sum(1));
                    double candidate = Math.Tanh(input[(2 * units) + j] + (reset * recurrent[(2 * units) + j]));
                    next[j] = ((1 - update) * candidate) + (update * hidden[j]);
                    break;
                default:
                    nextCell[j] = (Sigmoid(Sum(1)) * cell[j]) + (Sigmoid(Sum(0)) * Math.Tanh(Sum(2)));
                    next[j] = Sigmoid(Sum(3)) * Math.Tanh(nextCell[j]);
                    break;
            }
        }

        return (module is Lstm lstm && lstm.Projection(layer, reverse) is { } projection ? Affine(projection, null, next) : next, nextCell);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Affine(Tensor weight, Tensor? bias, double[] x)
    {
        double[] w = weight.Detach().To(DataType.Float64).ToArray<double>();
        double[] b = bias?.Detach().To(DataType.Float64).ToArray<double>() ?? new double[weight.Shape[0]];
        double[] y = new double[b.Length];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = b[i];
            for (int k = 0; k < x.Length; k++)
            {
                y[i] += w[(i * x.Length) + k] * x[k];
            }
        }

        return y;
    }
}
