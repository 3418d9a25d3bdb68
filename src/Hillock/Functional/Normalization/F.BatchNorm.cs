using System.Globalization;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>
    /// Batch normalisation <c>(x − m)/√(v + ε)·w + b</c> of each channel: in training with mean and variance of the batch, which also move the running
    /// ones; in evaluation with the running ones.
    /// </summary>
    /// <param name="x">The input, <c>[batch, channels, …]</c>, of a floating-point type.</param>
    /// <param name="runningMean">The running means, <c>[channels]</c>, changed in place by training; null for none.</param>
    /// <param name="runningVariance">The running variances, <c>[channels]</c>, changed in place by training; null for none.</param>
    /// <param name="weight">The factor <c>w</c> of each channel, <c>[channels]</c>; null for ones.</param>
    /// <param name="bias">The summand <c>b</c> of each channel, <c>[channels]</c>; null for zeros.</param>
    /// <param name="training">Whether the batch's statistics are used.</param>
    /// <param name="momentum">How far the running statistics move towards the batch's: 0 leaves them, 1 forgets what they were.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <returns>A tensor of the shape and type of <paramref name="x"/>; everything in between is of double precision. With gradients of any order.</returns>
    /// <remarks>
    /// The batch's variance divides by the number of elements, the one that the running variance moves to by that number less 1. Running statistics are
    /// constants to gradients. A batch without elements gives an empty result and leaves them as they are. Source: Ioffe, Szegedy, "Batch normalization:
    /// accelerating deep network training by reducing internal covariate shift" (2015).
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// The shapes or types do not fit; a channel has one element in training; or there are no running statistics in evaluation.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> or <paramref name="momentum"/> is negative or not finite.</exception>
    /// <example>
    /// <code>
    /// Tensor x = Tensor.From(new float[,] { { 1, 10 }, { 3, 30 } });
    /// Console.WriteLine(F.BatchNorm(x, training: true, epsilon: 0).Flatten()); // float32 [4] [-1, -1,  1,  1]
    /// </code>
    /// </example>
    public static Tensor BatchNorm(
        Tensor x, Tensor? runningMean = null, Tensor? runningVariance = null, Tensor? weight = null, Tensor? bias = null, bool training = false,
        double momentum = 0.1, double epsilon = 1e-5)
    {
        const string Name = nameof(BatchNorm);
        CheckChannels(x, epsilon, Name);
        CheckChannelParameter(x, weight, nameof(weight), Name);
        CheckChannelParameter(x, bias, nameof(bias), Name);
        CheckRunning(x, runningMean, nameof(runningMean), Name);
        CheckRunning(x, runningVariance, nameof(runningVariance), Name);
        if (!(momentum >= 0 && double.IsFinite(momentum)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(momentum), momentum, $"{Name} expects a finite momentum of at least 0 but got {momentum.ToString(CultureInfo.InvariantCulture)}.");
        }

        if (!training)
        {
            return runningMean is not null && runningVariance is not null
                ? NormalizedPlanes(x, weight, bias, 0, epsilon, RunningStatistics(runningMean, runningVariance, epsilon)).Y
                : throw new ArgumentException(
                    $"{Name} expects running statistics in evaluation but got none; pass training: true to use the batch's own.",
                    runningMean is null ? nameof(runningMean) : nameof(runningVariance));
        }

        (Tensor y, Tensor statistics, double correction) = BatchNormalized(x, weight, bias, epsilon);
        if (x.Length > 0)
        {
            Move(runningMean, statistics, 0, momentum, 1);
            Move(runningVariance, statistics, 2, momentum, correction);
        }

        return y;
    }

    /// <summary>The normalised batch, its statistics, and what takes its variance to that of the distribution that it was drawn from.</summary>
    internal static (Tensor Y, Tensor Statistics, double Correction) BatchNormalized(Tensor x, Tensor? weight, Tensor? bias, double epsilon)
    {
        int each = x.Shape[1] == 0 ? 0 : x.Length / x.Shape[1];
        if (each == 1)
        {
            throw new ArgumentException(
                $"BatchNorm expects at least two elements of each channel in training, since it divides by their deviation, but got 1 in {x.Shape}; " +
                "use a larger batch, drop the last incomplete one (new BatchSampler(..., dropLast: true)), or evaluate.", nameof(x));
        }

        (Tensor y, Tensor statistics) = NormalizedPlanes(x, weight, bias, 0, epsilon, null);
        return (y, statistics, each / (each - 1.0));
    }

    /// <summary>Of each channel mean, <c>1/√(v + ε)</c> and <c>v</c>.</summary>
    internal static Tensor RunningStatistics(Tensor mean, Tensor variance, double epsilon)
    {
        Tensor statistics = Tensor.Empty([mean.Length, PlaneNorm.Statistics], DataType.Float64);
        double[] means = mean.ToArray<double>();
        double[] variances = variance.ToArray<double>();
        Span<double> numbers = statistics.Span<double>();
        for (int i = 0; i < means.Length; i++)
        {
            numbers[PlaneNorm.Statistics * i] = means[i];
            numbers[(PlaneNorm.Statistics * i) + 1] = 1 / Math.Sqrt(variances[i] + epsilon);
            numbers[(PlaneNorm.Statistics * i) + 2] = variances[i];
        }

        GC.KeepAlive(statistics);
        return statistics;
    }

    /// <summary>Moves running statistics towards a column of measured ones, in double precision, rounded once.</summary>
    internal static void Move(Tensor? running, Tensor statistics, int column, double momentum, double factor)
    {
        if (running is not null)
        {
            Tensor measured = Multiply(statistics.Detach().Select(1, column), momentum * factor);
            running.CopyFrom(Add(Multiply(running.Detach().To(DataType.Float64), 1 - momentum), measured).To(running.DataType));
        }
    }

    private static void CheckRunning(Tensor x, Tensor? running, string argument, string name)
    {
        if (running is not null && (running.Rank != 1 || running.Shape[0] != x.Shape[1] || !running.DataType.IsFloatingPoint()))
        {
            throw new ArgumentException(
                $"{name} expects a {argument} of [{x.Shape[1]}], one number for each channel of {x.Shape}, but got {running.DataType.Name()} {running.Shape}.",
                argument);
        }
    }
}
