using Hillock.Activations;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Training.SparseCoding;

/// <summary>Codes signals as sums of few atoms: minimises <c>½‖X − ZD‖² + λ‖Z‖₁</c>, or with the number of elements that are not 0 for a penalty.</summary>
/// <remarks>
/// Each iteration is a gradient step of length <c>1/L</c> and a shrinkage: soft by <c>λ/L</c> for <c>‖Z‖₁</c>, hard at <c>√(2λ/L)</c> for the number. <c>L</c>
/// is a safe bound on the largest eigenvalue of <c>DDᵀ</c>. Rows are coded each by itself, but all go on until the slowest has converged. The codes do not
/// depend on the number of threads.
/// </remarks>
public static class SparseCoder
{
    /// <summary>Codes signals.</summary>
    /// <param name="dictionary">The atoms <c>D</c>, <c>[atoms, features]</c>, one a row; Float32 or Float64.</param>
    /// <param name="signals">The signals <c>X</c>, <c>[rows, features]</c>, of the same type.</param>
    /// <param name="options">How to code.</param>
    /// <param name="progress">Is told of each iteration, or null.</param>
    /// <param name="cancellationToken">Ends coding after the current iteration; the codes so far are returned.</param>
    /// <exception cref="ArgumentException">A shape or type does not fit, or an element is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static SparseCode Encode(
        Tensor dictionary, Tensor signals, SparseCodingOptions? options = null, IProgress<SparseCodingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new SparseCodingOptions();
        options.Check();
        CheckMatrix(dictionary, nameof(dictionary));
        CheckMatrix(signals, nameof(signals));
        if (dictionary.Shape[1] != signals.Shape[1] || dictionary.DataType != signals.DataType)
        {
            throw new ArgumentException(
                $"Encode expects signals of [rows, {dictionary.Shape[1]}] and {dictionary.DataType.Name()}, as the dictionary {dictionary.Shape}, but got " +
                $"{signals.Shape} and {signals.DataType.Name()}.",
                nameof(signals));
        }

        if (options.Initial is { } initial
            && (initial.Rank != 2 || initial.Shape[0] != signals.Shape[0] || initial.Shape[1] != dictionary.Shape[0] || initial.DataType != signals.DataType))
        {
            throw new ArgumentException(
                $"Encode expects initial codes of [{signals.Shape[0]}, {dictionary.Shape[0]}] and {signals.DataType.Name()} but got {initial.Shape} and " +
                $"{initial.DataType.Name()}.", nameof(options));
        }

        using GradientScope off = Gradients.Disabled();
        double lipschitz = LargestSingularValue.Squared(dictionary);
        return options.Method == SparseCodingMethod.HardThresholding
            ? Iterate(new Hardshrink(Threshold(2 * options.Lambda, root: true)), dictionary, signals, options, lipschitz, progress, cancellationToken)
            : Iterate(new Softshrink(Threshold(options.Lambda, root: false)), dictionary, signals, options, lipschitz, progress, cancellationToken);

        double Threshold(double weight, bool root)
        {
            double quotient = lipschitz > 0 ? weight / lipschitz : 0;
            return root ? Math.Sqrt(quotient) : quotient;
        }
    }

    /// <summary>The objective that coding minimises.</summary>
    /// <param name="dictionary">The atoms, <c>[atoms, features]</c>.</param>
    /// <param name="signals">The signals, <c>[rows, features]</c>.</param>
    /// <param name="codes">The codes, <c>[rows, atoms]</c>.</param>
    /// <param name="options">Penalty and weight.</param>
    public static double Objective(Tensor dictionary, Tensor signals, Tensor codes, SparseCodingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        using GradientScope off = Gradients.Disabled();
        return Objective(F.Subtract(F.MatMul(codes, dictionary), signals), codes, options);
    }

    internal static void CheckMatrix(Tensor matrix, string name)
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        if (matrix.Rank != 2 || matrix.Length == 0 || matrix.DataType is not (DataType.Float32 or DataType.Float64))
        {
            throw new ArgumentException(
                $"{name} expects a float32 or float64 tensor of two axes that are not empty but got {matrix.DataType.Name()} of {matrix.Shape}.", name);
        }

        // 0 times a number that is not finite is NaN.
        if (double.IsNaN(F.Sum(F.Multiply(matrix.Detach(), 0)).To(DataType.Float64).Item<double>()))
        {
            throw new ArgumentException($"{name} expects finite elements but has NaN or infinite ones; leave such rows out.", name);
        }
    }

    private static SparseCode Iterate<TShrinkage>(
        TShrinkage shrinkage, Tensor dictionary, Tensor signals, SparseCodingOptions options, double lipschitz, IProgress<SparseCodingProgress>? progress,
        CancellationToken cancellationToken)
        where TShrinkage : struct, IUnaryFunction
    {
        dictionary = dictionary.Detach().Contiguous();
        signals = signals.Detach().Contiguous();
        Tensor atoms = dictionary.Transpose();

        // Atoms of nothing but zeros can explain nothing, whatever the codes to start from.
        Tensor? initial = lipschitz > 0 ? options.Initial : null;
        Tensor codes = initial?.Detach().Clone() ?? Tensor.Zeros([signals.Shape[0], dictionary.Shape[0]], signals.DataType);
        Tensor residual = F.Subtract(F.MatMul(codes, dictionary), signals);
        List<double> objectives = [Objective(residual, codes, options)];
        if (lipschitz == 0)
        {
            return new SparseCode(codes, objectives, HasConverged: true, lipschitz);
        }

        ProximalStep<TShrinkage> step = new ProximalStep<TShrinkage>(shrinkage, 1 / lipschitz);
        double scale = Largest(F.Abs(F.MatMul(signals, atoms)));
        double t = 1;
        bool hasConverged = false;

        // The point that the next step goes from, and its residual, which is linear in the point.
        Tensor from = codes, fromResidual = residual;
        for (int iteration = 1; iteration <= options.MaxIterations && !hasConverged && !cancellationToken.IsCancellationRequested; iteration++)
        {
            Tensor next = Elementwise.Binary(step, from, F.MatMul(fromResidual, atoms));
            Tensor nextResidual = F.Subtract(F.MatMul(next, dictionary), signals);
            double change = lipschitz * Largest(Elementwise.Binary(default(Distance), next, from));
            hasConverged = change <= options.Tolerance * scale;
            objectives.Add(Objective(nextResidual, next, options));
            progress?.Report(new SparseCodingProgress(iteration, options.MaxIterations, objectives[^1], scale > 0 ? change / scale : change));
            (from, fromResidual) = (next, nextResidual);
            if (options.Method == SparseCodingMethod.Fista)
            {
                double nextT = (1 + Math.Sqrt(1 + (4 * t * t))) / 2;
                Extrapolation extrapolation = new Extrapolation((t - 1) / nextT);
                (from, fromResidual, t) = (Elementwise.Binary(extrapolation, next, codes), Elementwise.Binary(extrapolation, nextResidual, residual), nextT);
            }

            (codes, residual) = (next, nextResidual);
        }

        return new SparseCode(codes, objectives, hasConverged, lipschitz);
    }

    private static double Objective(Tensor residual, Tensor codes, SparseCodingOptions options) =>
        Sum<HalfSquare>(residual)
            + (options.Lambda * (options.Method == SparseCodingMethod.HardThresholding ? Sum<IsNotZero>(codes) : Sum<AbsFunction>(codes)));

    // In double precision whatever the type, so that a history can be read.
    private static double Sum<TFunction>(Tensor x)
        where TFunction : struct, IUnaryFunction
    {
        Tensor source = x.Contiguous();
        double sum = source.DataType == DataType.Float32
            ? Reduce.Sum<TFunction, float>(default, source.Span<float>())
            : Reduce.Sum<TFunction, double>(default, source.Span<double>());
        GC.KeepAlive(source);
        return sum;
    }

    private static double Largest(Tensor x) => F.Max(x).To(DataType.Float64).Item<double>();
}
