using System.Globalization;

namespace Hillock.Digests.Stress;

/// <summary>What <c>Hillock.Digests stress</c> does.</summary>
internal static class StressProgram
{
    public const string Usage =
        "stress windows | rounding | spans EVERY | training-spans EVERY | release|train|interrupts|scopes SECONDS | " +
        "heap-batches|heap-small|heap-huge|heap-too-much";

    /// <summary>The lines of a test's outcome; null if there is no such test.</summary>
    public static IEnumerable<string>? Run(ReadOnlySpan<string> args)
    {
        // Before the library's first use: it looks once.
        if (args is ["windows" or "spans" or "training-spans", ..])
        {
            AppContext.SetSwitch("Hillock.Stress", true);
        }

        return args switch
        {
            ["windows"] => Window.Run(),
            ["rounding"] => Rounding.Run(),
            ["spans", var every] => Spans(long.Parse(every, CultureInfo.InvariantCulture)),
            ["training-spans", var every] => Training(long.Parse(every, CultureInfo.InvariantCulture)),
            ["release", var seconds] => Storms.Release(Seconds(seconds)),
            ["train", var seconds] => Storms.Training(Seconds(seconds), interrupts: false),
            ["interrupts", var seconds] => Storms.Training(Seconds(seconds), interrupts: true),
            ["scopes", var seconds] => Scopes.Run(Seconds(seconds)),
            ["heap-batches"] => HeapLimit.Batches(),
            ["heap-small"] => HeapLimit.Small(),
            ["heap-huge"] => HeapLimit.Huge(),
            ["heap-too-much"] => HeapLimit.TooMuch(),
            _ => null,
        };
    }

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>All digests, computed with collections between.</summary>
    private static IEnumerable<string> Spans(long every)
    {
        Collections.Begin(every);
        foreach ((string name, string hash) in DigestSuite.All())
        {
            yield return $"digest {name} {hash}";
        }

        yield return $"collections {Collections.Count}";
    }

    /// <summary>The training programs without and with collections between.</summary>
    private static IEnumerable<string> Training(long every)
    {
        for (int variant = 0; variant < TrainingProgram.Variants; variant++)
        {
            int number = variant;
            string expected = "", found = "";
            long places = Collections.PlacesOf(() => expected = TrainingProgram.Run(number));
            Collections.Begin(every);
            found = TrainingProgram.Run(number);
            yield return $"program {number} {(expected == found ? "same" : "different")} {places}";
        }

        yield return $"collections {Collections.Count}";
    }
}
