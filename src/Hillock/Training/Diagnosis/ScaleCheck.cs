namespace Hillock.Training;

/// <summary>What a network does when its inputs and biases are multiplied by a number.</summary>
/// <remarks>
/// Where every activation f has <c>f(s·z) = s·f(z)</c> for <c>s &gt; 0</c> — a straight line or one kink at 0 — all outputs are multiplied by the number and
/// nothing else happens. Any other function has a scale of its own.
/// </remarks>
/// <param name="Factor">The number.</param>
/// <param name="RelativeChange">The norm of <c>N(s·x)/s − N(x)</c> over that of <c>N(x)</c>.</param>
/// <param name="SameDecisions">The share of rows that keep their greatest output; null for a network with one output.</param>
public sealed record ScaleCheck(double Factor, double RelativeChange, double? SameDecisions);
