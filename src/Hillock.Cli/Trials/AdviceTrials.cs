using Hillock.Cli.Reports;
using Hillock.Data;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Training;

namespace Hillock.Cli.Trials;

/// <summary>Tries the advice out on data whose truth is known: how often is it false, and how often does it find a difference that is there?</summary>
/// <remarks>
/// In each trial a new data set of two classes is drawn, and cross-validated with networks that differ by nothing but the numbers they were drawn from: on the
/// whole all candidates are equally good, and any advice to change is false. For a difference of d points, each right answer of the usual candidate becomes
/// wrong with probability d over the accuracy. Scores take the way of <c>compare</c>: <see cref="ComparisonReportBuilder"/> and <see cref="AdviceWriter"/>.
/// </remarks>
internal static class AdviceTrials
{
    private const int Features = 4;

    // Streams of one seed.
    private const ulong InputStream = 1, NoiseStream = 2, ErrorStream = 3, NetworkStream = 16;

    /// <summary>Runs trials side by side; the result does not depend on the number of threads.</summary>
    /// <param name="settings">The comparisons.</param>
    /// <param name="differences">The differences to find, in shares: 0.01 for a point.</param>
    /// <param name="progress">Is told the finished share.</param>
    /// <param name="cancellationToken">Ends the trials.</param>
    /// <exception cref="OperationCanceledException">The trials were ended.</exception>
    public static TrialResult Run(TrialSettings settings, IReadOnlyList<double> differences, Action<double>? progress, CancellationToken cancellationToken)
    {
        bool[]?[][] right = new bool[]?[settings.Count][];
        int done = 0;
        Parallelism.For(settings.Count, trial =>
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                right[trial] = Answers(settings, new Philox(settings.Seed).Bits64((ulong)trial));
                progress?.Invoke((double)Interlocked.Increment(ref done) / settings.Count);
            }
        });
        cancellationToken.ThrowIfCancellationRequested();

        double accuracy = right.Average(answers => answers.Average(one => one!.Count(static yes => yes) / (double)one!.Length));
        Verdict[] equal = [.. right.Select((answers, trial) => Judge(settings, answers!, trial, 0))];
        return new TrialResult(
            settings, accuracy, Share(equal, static verdict => verdict.Changes), Share(equal, static verdict => verdict.Marks),
            [.. differences.Select(difference => Share(
                [.. right.Select((answers, trial) => Judge(settings, answers!, trial, difference / accuracy))], static verdict => verdict.Changes))]);
    }

    private static double Share(Verdict[] verdicts, Func<Verdict, bool> condition) => (double)verdicts.Count(condition) / verdicts.Length;

    // Whether each candidate is right, by repeat and row.
    private static bool[][] Answers(TrialSettings settings, ulong seed)
    {
        (double[] inputs, double[] targets) = Draw(settings.Rows, seed);
        bool[][] right = [.. Enumerable.Range(0, settings.Candidates).Select(_ => new bool[settings.Repeats * settings.Rows])];
        ulong networks = 0;
        for (int repeat = 0; repeat < settings.Repeats; repeat++)
        {
            foreach (Fold fold in KFold.Split(settings.Rows, settings.Folds, new Philox(seed).Bits64((ulong)repeat)))
            {
                foreach (bool[] answers in right)
                {
                    RandomFeatureNetwork network = new(inputs, targets, fold.Training, new Philox(seed, NetworkStream + networks++));
                    foreach (int row in fold.HeldOut)
                    {
                        answers[(repeat * settings.Rows) + row] = network.IsPositive(inputs, row) == targets[row] > 0;
                    }
                }
            }
        }

        return right;
    }

    private static (double[] Inputs, double[] Targets) Draw(int rows, ulong seed)
    {
        Philox input = new(seed, InputStream), noise = new(seed, NoiseStream);
        double[] inputs = new double[rows * Features];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = input.Normal((ulong)i);
        }

        double[] targets = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            Span<double> x = inputs.AsSpan(row * Features, Features);
            targets[row] = x[0] + Math.Abs(x[1]) - (0.5 * x[2] * x[3]) + (0.5 * noise.Normal((ulong)row)) > 0.8 ? 1 : -1;
        }

        return (inputs, targets);
    }

    private static Verdict Judge(TrialSettings settings, bool[]?[] right, int trial, double wrong)
    {
        ulong seed = new Philox(settings.Seed).Bits64((ulong)trial);
        Philox errors = new(seed, ErrorStream);
        List<ComparisonRun>[] runs = [.. right.Select(static _ => new List<ComparisonRun>())];
        for (int repeat = 0; repeat < settings.Repeats; repeat++)
        {
            IReadOnlyList<Fold> folds = KFold.Split(settings.Rows, settings.Folds, new Philox(seed).Bits64((ulong)repeat));
            for (int fold = 0; fold < folds.Count; fold++)
            {
                for (int i = 0; i < right.Length; i++)
                {
                    int count = 0;
                    foreach (int row in folds[fold].HeldOut)
                    {
                        int place = (repeat * settings.Rows) + row;
                        count += right[i]![place] && (i > 0 || errors.UniformDouble((ulong)place) >= wrong) ? 1 : 0;
                    }

                    runs[i].Add(Run(i, repeat, fold, (double)count / folds[fold].HeldOut.Length));
                }
            }
        }

        ComparisonReport report = ComparisonReportBuilder.Build(Settings(settings), Data(settings), "", runs, interrupted: false);
        return new Verdict(
            report.Advice.Recommended is { } name && name != Subject.Usual,
            report.Candidates.Any(static result => result.DifferenceFromBest is { IsSignificant: true }));
    }

    private static ComparisonRun Run(int candidate, int repeat, int fold, double score) => new()
    {
        Candidate = candidate,
        Repeat = repeat + 1,
        Fold = fold + 1,
        Score = score,
        HeldOutLoss = null,
        SecondsPerEpoch = 0,
        Diverged = false,
        Epochs = [],
        Layers = [],
    };

    private static ComparisonSettings Settings(TrialSettings settings) => new()
    {
        Activations = [Subject.Usual, .. Enumerable.Range(2, settings.Candidates - 1).Select(static i => FormattableString.Invariant($"other {i}"))],
        Options = new ComparisonOptions { Folds = settings.Folds, Repeats = settings.Repeats, Epochs = 1, LearningRate = 1 },
        Threads = 1,
    };

    // No guess is as good as that: what is tried out is the choice among candidates.
    private static DataDescription Data(TrialSettings settings) => new()
    {
        Name = "trial",
        Source = "trial",
        Target = "y",
        Rows = settings.Rows,
        Features = Features,
        Classes = [],
        Metric = Metric.Accuracy,
        Baseline = 0,
    };

    private readonly record struct Verdict(bool Changes, bool Marks);
}
