using System.Numerics;
using Hillock.Numbers;

namespace Hillock.Cli.Trials;

/// <summary>A network that is trained in microseconds: hidden ReLU units that stay as they were drawn, and the linear output that fits the targets
/// best.</summary>
/// <remarks>
/// It has what matters for a test on folds: it learns from the rows it is given, so that folds with common rows are alike, and two drawn by other numbers are
/// equally good on the whole but not on any one fold. The output solves the ridge regression <c>(HᵀH + λI)w = Hᵀy</c> by Cholesky's factors.
/// </remarks>
internal sealed class RandomFeatureNetwork
{
    private const int Units = 24;
    private const double Ridge = 1;

    private readonly int _features;
    private readonly double[] _hidden;
    private readonly double[] _output = new double[Units + 1];

    /// <summary>Trains on some rows.</summary>
    /// <param name="inputs">The inputs of all rows, one behind the other.</param>
    /// <param name="targets">The targets, −1 or 1.</param>
    /// <param name="rows">The rows to train on.</param>
    /// <param name="random">Draws the hidden units.</param>
    public RandomFeatureNetwork(double[] inputs, double[] targets, ReadOnlySpan<int> rows, Philox random)
    {
        _features = inputs.Length / targets.Length;
        _hidden = new double[Units * (_features + 1)];
        for (int i = 0; i < _hidden.Length; i++)
        {
            _hidden[i] = random.Normal((ulong)i);
        }

        Span<double> outputs = stackalloc double[Units + 1];
        double[][] products = [.. _output.Select(static _ => new double[Units + 1])];
        foreach (int row in rows)
        {
            Hidden(inputs, row, outputs);
            AddTo(_output, outputs, targets[row]);
            for (int i = 0; i <= Units; i++)
            {
                AddTo(products[i], outputs, outputs[i]);
            }
        }

        Solve(products, _output);
    }

    /// <summary>Whether a row's output is above 0.</summary>
    public bool IsPositive(double[] inputs, int row)
    {
        Span<double> outputs = stackalloc double[Units + 1];
        Hidden(inputs, row, outputs);
        double sum = 0;
        for (int i = 0; i <= Units; i++)
        {
            sum += outputs[i] * _output[i];
        }

        return sum > 0;
    }

    private void Hidden(double[] inputs, int row, Span<double> outputs)
    {
        for (int unit = 0; unit < Units; unit++)
        {
            int start = unit * (_features + 1);
            double sum = _hidden[start + _features];
            for (int j = 0; j < _features; j++)
            {
                sum += _hidden[start + j] * inputs[(row * _features) + j];
            }

            outputs[unit] = Math.Max(0, sum);
        }

        outputs[Units] = 1;
    }

    // No sum runs across a vector, so that its width changes no bit.
    private static void AddTo(Span<double> sums, ReadOnlySpan<double> values, double factor)
    {
        int i = 0;
        for (; i + Vector<double>.Count <= sums.Length; i += Vector<double>.Count)
        {
            (new Vector<double>(sums[i..]) + (new Vector<double>(values[i..]) * factor)).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] += values[i] * factor;
        }
    }

    // The matrix's lower half becomes its Cholesky factor.
    private static void Solve(double[][] matrix, double[] vector)
    {
        int size = vector.Length;
        for (int i = 0; i < size; i++)
        {
            matrix[i][i] += Ridge;
            for (int j = 0; j <= i; j++)
            {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++)
                {
                    sum -= matrix[i][k] * matrix[j][k];
                }

                matrix[i][j] = i == j ? Math.Sqrt(sum) : sum / matrix[j][j];
            }
        }

        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < i; k++)
            {
                vector[i] -= matrix[i][k] * vector[k];
            }

            vector[i] /= matrix[i][i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < size; k++)
            {
                vector[i] -= matrix[k][i] * vector[k];
            }

            vector[i] /= matrix[i][i];
        }
    }
}
