using Hillock.Tensors;

namespace Hillock.Autograd;

/// <summary>Compares gradients with central differences, in float64.</summary>
/// <remarks>
/// As PyTorch's <c>gradcheck</c> and <c>gradgradcheck</c>: step 1e-6, and an analytic value a agrees with a numeric one n where
/// <c>|a − n| ≤ 1e-5 + 1e-3·|n|</c>. The result of the function is weighted by fixed numbers, so that every element counts.
/// </remarks>
public static class GradientCheck
{
    /// <summary>Checks the gradients of a function with respect to its inputs.</summary>
    /// <param name="function">The function, of the inputs given, to one tensor.</param>
    /// <param name="inputs">Float64 tensors away from kinks; those with <see cref="Tensor.RequiresGrad"/> are checked, all of them if none has it.</param>
    /// <param name="step">The step <c>h</c> of <c>(f(x + h) − f(x − h)) / 2h</c>.</param>
    /// <param name="absolute">The absolute tolerance.</param>
    /// <param name="relative">The relative tolerance.</param>
    /// <exception cref="ArgumentException">An input or the result is not of type Float64.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From([0.3, -0.7]);
    /// Console.WriteLine(GradientCheck.First(inputs =&gt; F.Tanh(inputs[0]), [x]).Passed); // True
    /// </code>
    /// </example>
    public static GradientReport First(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, double step = 1e-6, double absolute = 1e-5, double relative = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor[] own = Prepare(inputs);
        using GradientScope recording = Gradients.Enabled();
        Tensor?[] analytic = Gradients.Of(Weighted(function(own)), Differentiated(own));
        double Value()
        {
            using GradientScope off = Gradients.Disabled();
            return Weighted(function(own)).Item<double>();
        }

        return Compare(Differentiated(own), analytic, Value, step, absolute, relative);
    }

    /// <summary>Checks the gradients of the gradients: the derivative of <c>Σ v·∂f/∂x</c> with respect to the inputs and the weights of the result.</summary>
    /// <inheritdoc cref="First"/>
    public static GradientReport Second(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, double step = 1e-6, double absolute = 1e-5, double relative = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor[] own = Prepare(inputs);
        using GradientScope recording = Gradients.Enabled();
        Tensor weights = Weights(function(own).Shape).WithGradient();
        Tensor Inner(bool createGraph)
        {
            Tensor y = function(own);
            RequireDouble(y, "The result");
            Tensor?[] gradients = Gradients.Of([y], Differentiated(own), [weights], createGraph: createGraph);
            Tensor sum = Tensor.Scalar(0, DataType.Float64);
            int shift = 1;
            foreach (Tensor? gradient in gradients)
            {
                if (gradient is not null)
                {
                    sum += (gradient * Weights(gradient.Shape, shift++)).Sum();
                }
            }

            return sum;
        }

        Tensor[] checkedInputs = [.. Differentiated(own), weights];
        Tensor total = Inner(createGraph: true);
        Tensor?[] analytic = total.RequiresGrad ? Gradients.Of(total, checkedInputs) : new Tensor?[checkedInputs.Length];
        return Compare(checkedInputs, analytic, () => Inner(createGraph: false).Item<double>(), step, absolute, relative);
    }

    private static Tensor[] Prepare(IReadOnlyList<Tensor> inputs)
    {
        bool any = false;
        for (int i = 0; i < inputs.Count; i++)
        {
            any |= inputs[i].RequiresGrad;
        }

        Tensor[] own = new Tensor[inputs.Count];
        for (int i = 0; i < own.Length; i++)
        {
            if (inputs[i].DataType.IsFloatingPoint())
            {
                RequireDouble(inputs[i], $"Input {i}");
            }

            bool differentiate = inputs[i].DataType.IsFloatingPoint() && (!any || inputs[i].RequiresGrad);

            // A copy of the memory, so that the caller's is not touched.
            own[i] = inputs[i].Detach().Clone();
            own[i].RequiresGrad = differentiate;
        }

        return own;
    }

    private static Tensor[] Differentiated(Tensor[] inputs) => Array.FindAll(inputs, static input => input.RequiresGrad);

    private static void RequireDouble(Tensor tensor, string name)
    {
        if (tensor.DataType != DataType.Float64)
        {
            throw new ArgumentException($"{name} of a gradient check must be float64 but is {tensor.DataType.Name()}; float32 differences are too coarse.");
        }
    }

    private static Tensor Weighted(Tensor y)
    {
        RequireDouble(y, "The result");
        return (y * Weights(y.Shape)).Sum();
    }

    /// <summary>Numbers between ½ and 1½ that repeat late: multiples of the golden ratio.</summary>
    private static Tensor Weights(Shape shape, int shift = 0)
    {
        double[] values = new double[shape.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double x = ((i + 1) * 0.6180339887498949) + (shift * 0.31);
            values[i] = 0.5 + (x - Math.Floor(x));
        }

        return Tensor.From(values, shape);
    }

    private static GradientReport Compare(
        Tensor[] inputs, Tensor?[] analytic, Func<double> value, double step, double absolute, double relative)
    {
        GradientReport report = new GradientReport(true, -1, -1, 0, 0, 0);
        double worst = -1;
        int count = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            double[] gradients = analytic[i]?.ToArray<double>() ?? new double[inputs[i].Length];
            for (int j = 0; j < gradients.Length; j++)
            {
                Span<double> memory = inputs[i].Span<double>();
                double before = memory[j];
                memory[j] = before + step;
                double above = value();
                memory[j] = before - step;
                double below = value();
                memory[j] = before;
                double numeric = (above - below) / (2 * step);
                double error = Math.Abs(gradients[j] - numeric) / (absolute + (relative * Math.Abs(numeric)));
                count++;
                if (!(error <= worst))
                {
                    worst = double.IsNaN(error) ? double.PositiveInfinity : error;
                    report = new(error <= 1, i, j, gradients[j], numeric, count);
                }
            }

            GC.KeepAlive(inputs[i]);
        }

        return report with { Count = count };
    }
}
