namespace Hillock.Autograd;

/// <summary>What a <see cref="GradientCheck"/> found: the element on which the gradient and the difference agree least.</summary>
/// <param name="Passed">Whether all elements agree within the tolerance.</param>
/// <param name="Input">
/// The number of the input among those checked (the weights of the result come last in a second-order check); −1 if there were no elements.
/// </param>
/// <param name="Index">The element's index in row-major order.</param>
/// <param name="Analytic">The gradient that was computed.</param>
/// <param name="Numeric">The central difference.</param>
/// <param name="Count">The number of elements compared.</param>
public sealed record GradientReport(bool Passed, int Input, int Index, double Analytic, double Numeric, int Count)
{
    /// <summary>Throws if the check failed.</summary>
    /// <returns>The report itself.</returns>
    /// <exception cref="InvalidOperationException">The check failed; the message names the element and both values.</exception>
    public GradientReport ThrowIfFailed() => Passed ? this : throw new InvalidOperationException(ToString());

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"Gradient check {(Passed ? "passed" : "failed")} on {Count} elements; the worst is element {Index} of input {Input}: ") +
        FormattableString.Invariant($"gradient {Analytic:R}, difference {Numeric:R}.");
}
