using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>Local response normalisation over neighbouring channels, <c>x/(k + α/n·Σx²)^β</c>; see <see cref="F.LocalResponseNorm"/>.</summary>
/// <param name="size">The number <c>n</c> of channels in a sum.</param>
/// <param name="alpha">The factor <c>α</c> of the mean square.</param>
/// <param name="beta">The exponent <c>β</c>.</param>
/// <param name="k">What is added to the mean square.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is below 1.</exception>
/// <example>
/// <code>
/// Console.WriteLine(new LocalResponseNorm(2).Forward(Tensor.Ones([1, 3, 4, 4])).Shape); // [1, 3, 4, 4]
/// </code>
/// </example>
public sealed class LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1) : Module
{
    /// <summary>The number of channels in a sum.</summary>
    public int Size { get; } = size >= 1 ? size : throw new ArgumentOutOfRangeException(
        nameof(size), size, FormattableString.Invariant($"LocalResponseNorm expects a size of at least 1 but got {size}."));

    internal (double Alpha, double Beta, double K) Constants => (alpha, beta, k);

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"{Size}, alpha={alpha}, beta={beta}, k={k}");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => F.LocalResponseNorm(x, Size, alpha, beta, k);
}
