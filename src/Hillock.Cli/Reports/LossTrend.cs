using Hillock.Charts;

namespace Hillock.Cli.Reports;

/// <summary>Whether a loss was still falling when training ended.</summary>
/// <remarks>
/// The training is cut into fifths, whose mean losses are m₁…m₅. The change is <c>m₅/m₄ − 1</c>. The held-out loss counts: it rises where <c>m₅</c> is more
/// than a tenth above the least fifth, falls where the change is below −2 %, and is level otherwise.
/// </remarks>
/// <param name="Training">The change of the training loss; null where it cannot be said.</param>
/// <param name="HeldOut">The change of the held-out loss; null where it cannot be said.</param>
/// <param name="Verdict">What the held-out loss does.</param>
internal sealed record LossTrend(double? Training, double? HeldOut, LossTrend.Course Verdict)
{
    private const int Parts = 5;
    private const double Rise = 0.1, Fall = 0.02;

    /// <summary>What a loss does at the end.</summary>
    internal enum Course
    {
        /// <summary>It cannot be said.</summary>
        Unknown,

        /// <summary>It has settled.</summary>
        Level,

        /// <summary>More training would lower it.</summary>
        Falling,

        /// <summary>It was lower before: over-fitting.</summary>
        Rising,
    }

    /// <summary>The verdict in words.</summary>
    public string Words => Verdict switch
    {
        Course.Level => "level",
        Course.Falling => "still falling",
        Course.Rising => "rising: over-fitting",
        _ => "cannot be said",
    };

    /// <summary>The numbers in words.</summary>
    public IReadOnlyList<string> Numbers => [$"held out {Signed(HeldOut)}", $"training {Signed(Training)}"];

    /// <summary>Judges two curves.</summary>
    public static LossTrend Of(IReadOnlyList<double> training, IReadOnlyList<double> heldOut)
    {
        double[]? fifths = Fifths(heldOut);
        double? change = Change(fifths);
        Course verdict = fifths is null ? Course.Unknown
            : fifths[^1] > (1 + Rise) * fifths.Min() ? Course.Rising
            : change < -Fall ? Course.Falling
            : Course.Level;
        return new LossTrend(Change(Fifths(training)), change, verdict);
    }

    private static double? Change(double[]? fifths) => fifths is null ? null : fifths[^1] == fifths[^2] ? 0 : Finite.OrNull(fifths[^1] / fifths[^2] - 1);

    // Losses below 0 have no shares.
    private static double[]? Fifths(IReadOnlyList<double> losses) => losses.Count < Parts || losses.Any(loss => !(loss >= 0) || double.IsInfinity(loss))
        ? null
        : [.. Enumerable.Range(0, Parts).Select(part => losses.Take((part * losses.Count / Parts)..((part + 1) * losses.Count / Parts)).Average())];

    private static string Signed(double? change) => change is { } value ? $"{(value > 0 ? "+" : "")}{Label.Percent(value)} %" : "–";
}
