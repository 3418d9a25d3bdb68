using Hillock.Modules;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;
using Hillock.Training.Search;

namespace Hillock.Training;

/// <summary>One run of a comparison.</summary>
internal sealed class MlpRun
{
    // The search is about two thirds of the work.
    private const double SearchShare = 0.7;
    private const int ScoredTrainingRows = 10_000;

    private readonly FoldData _fold;
    private readonly ComparisonOptions _options;
    private readonly ProgressCounter.RunProgress _progress;
    private readonly MlpFactory _factory;
    private readonly ulong _seed;
    private readonly int _index;
    private readonly int _place;
    private Tensor[] _weights = [];
    private double[] _norms = [];

    internal MlpRun(FoldData fold, MlpFactory factory, ulong seed, ProgressCounter counter, string name, int index, int place)
    {
        (_fold, _factory, _options, _seed, _index, _place) = (fold, factory, factory.Options, seed, index, place);
        _progress = counter.Of(name, Repeat, Fold);
    }

    /// <summary>Searches where something is to be found, and trains all epochs; null if cancelled.</summary>
    internal ComparisonRun? Train(CancellationToken cancellationToken)
    {
        double before = 0;
        TrainingSettings? settings;
        if (_options is { Epochs: { } given, LearningRate: { } rate })
        {
            settings = new TrainingSettings { LearningRate = rate, Epochs = given };
        }
        else
        {
            before = SearchShare;
            int looked = 0;
            settings = TrainingSearch.Find(
                _factory, _fold, _seed, redraw: Repeat == 1, share => _progress.Report(++looked, share * SearchShare), cancellationToken);
        }

        ComparisonRun? run = settings is null ? null : Train(settings, before, cancellationToken);
        while (run is { Diverged: true } && NextSmaller(settings!) is { } smaller)
        {
            settings = smaller;
            run = Train(settings, before, cancellationToken);
        }

        return run;
    }

    // A rate that held on a part of the rows can be too large for all of them.
    private static TrainingSettings? NextSmaller(TrainingSettings settings) =>
        settings.Tried.LastOrDefault(trial => trial.LearningRate < settings.LearningRate && trial.Loss is not null) is { } trial
            ? settings with { LearningRate = trial.LearningRate, Redrawn = [] }
            : null;

    private ComparisonRun? Train(TrainingSettings settings, double before, CancellationToken cancellationToken)
    {
        int epochs = settings.Epochs;
        Trainer trainer = _factory.Make(_seed, settings.LearningRate);
        CosineSchedule schedule = new CosineSchedule(epochs);
        Minibatches batches = new Minibatches(
            _fold.TrainingInputs, _fold.TrainingTargets, _options.BatchSize, _seed, _options.Balance ? Math.Max(1, epochs - _options.NaturalEpochs) : 0);
        Sequential network = (Sequential)trainer.Model;
        _weights = [.. network.OfType<Linear>().Select(static layer => layer.Weight)];
        _norms = new double[_weights.Length];
        List<EpochReport> reports = new List<EpochReport>(epochs);
        bool diverged = false;
        for (int epoch = 0; epoch < epochs && !diverged; epoch++)
        {
            bool last = epoch == epochs - 1;
            schedule.Apply(trainer.Optimizer, epoch);
            if (trainer.Epoch(batches, epoch, last ? AddNorms : null, cancellationToken) is not { } training)
            {
                return null;
            }

            (double loss, double score) = trainer.Evaluate(_fold.HeldOutInputs, _fold.HeldOutTargets, _options.ScoreInUse);
            reports.Add(new EpochReport(epoch + 1, training.Loss, loss, score, training.Seconds));
            diverged = !double.IsFinite(training.Loss) || !double.IsFinite(loss);
            bool isOver = diverged ? NextSmaller(settings) is null : last;
            _progress.Report(epoch + 1, before + ((1 - before) * (epoch + 1) / epochs), isOver);
        }

        return new ComparisonRun
        {
            Candidate = _index,
            Repeat = Repeat,
            Fold = Fold,
            Score = diverged ? null : reports[^1].HeldOutScore,
            TrainingScore = diverged ? null : TrainingScore(trainer),
            Settings = settings,
            HeldOutLoss = diverged ? null : reports[^1].HeldOutLoss,
            SecondsPerEpoch = Median.Of(reports.Select(static report => report.Seconds)),
            Diverged = diverged,
            Epochs = reports,
            Layers = Layers(network, diverged, batches.BatchCount),
            Details = diverged ? null : HeldOutExamination.Of(_fold, trainer, withMap: _place == 0),
        };
    }

    private double TrainingScore(Trainer trainer) => trainer.Evaluate(
        FoldData.Spread(_fold.TrainingInputs, ScoredTrainingRows), FoldData.Spread(_fold.TrainingTargets, ScoredTrainingRows), _options.ScoreInUse).Score;

    private int Repeat => (_place / _options.Folds) + 1;

    private int Fold => (_place % _options.Folds) + 1;

    private void AddNorms()
    {
        for (int i = 0; i < _weights.Length; i++)
        {
            _norms[i] += Diagnostics.Norm(_weights[i])!.Value;
        }
    }

    private LayerDiagnostics[] Layers(Sequential network, bool diverged, int steps)
    {
        IReadOnlyList<LayerDiagnostics> measured = Diagnostics.Measure(network, _fold.MeasuredInputs);
        LayerDiagnostics[] layers = new LayerDiagnostics[measured.Count];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = measured[i] with { GradientNorm = diverged ? null : _norms[i] / steps };
        }

        return layers;
    }
}
