using Hillock.Data;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>One run of a comparison.</summary>
internal sealed class MlpRun
{
    private readonly FoldData _fold;
    private readonly ActivationChoice _activation;
    private readonly ComparisonOptions _options;
    private readonly ProgressCounter _progress;
    private readonly Sequential _network;
    private readonly Trainer _trainer;
    private readonly Minibatches _batches;
    private readonly CosineSchedule _schedule;
    private readonly Tensor[] _weights;
    private readonly double[] _norms;
    private readonly ulong _seed;
    private readonly string _name;
    private readonly int _index;
    private readonly int _place;

    internal MlpRun(
        TabularData data, FoldData fold, ActivationChoice activation, LossChoice loss, ComparisonOptions options, ulong seed, ProgressCounter progress,
        string name, int index, int place)
    {
        (_fold, _activation, _options, _progress, _seed, _name, _index, _place) = (fold, activation, options, progress, seed, name, index, place);
        _network = Build(fold.TrainingInputs.Shape[1], data.IsClassification ? data.ClassNames.Count : 1);
        _trainer = new Trainer(_network, MakeOptimizer(), loss.Create(data.IsClassification ? data.ClassNames.Count : 0));
        _batches = new Minibatches(
            fold.TrainingInputs, fold.TrainingTargets, options.BatchSize, seed, options.Balance ? options.Epochs!.Value - options.NaturalEpochs : 0);
        _weights = [.. _network.OfType<Linear>().Select(static layer => layer.Weight)];
        _norms = new double[_weights.Length];
        _schedule = new CosineSchedule(options.Epochs!.Value);
    }

    /// <summary>Trains all epochs; null if cancelled.</summary>
    internal ComparisonRun? Train(CancellationToken cancellationToken)
    {
        int epochs = _options.Epochs!.Value;
        var reports = new List<EpochReport>(epochs);
        bool diverged = false;
        for (int epoch = 0; epoch < epochs && !diverged; epoch++)
        {
            bool last = epoch == epochs - 1;
            _schedule.Apply(_trainer.Optimizer, epoch);
            if (_trainer.Epoch(_batches, epoch, last ? AddNorms : null, cancellationToken) is not { } training)
            {
                return null;
            }

            (double loss, double score) = _trainer.Evaluate(
                _fold.HeldOutInputs, _fold.HeldOutTargets, _options.Score ?? (_options.Balance ? Metrics.BalancedAccuracy : null));
            reports.Add(new EpochReport(epoch + 1, training.Loss, loss, score, training.Seconds));
            diverged = !double.IsFinite(training.Loss) || !double.IsFinite(loss);
            _progress.Report(_name, Repeat, Fold, epoch + 1, last || diverged);
        }

        return new ComparisonRun
        {
            Candidate = _index,
            Repeat = Repeat,
            Fold = Fold,
            Score = diverged ? null : reports[^1].HeldOutScore,
            HeldOutLoss = diverged ? null : reports[^1].HeldOutLoss,
            SecondsPerEpoch = Median(reports),
            Diverged = diverged,
            Epochs = reports,
            Layers = Layers(diverged),
        };
    }

    private int Repeat => (_place / _options.Folds) + 1;

    private int Fold => (_place % _options.Folds) + 1;

    private static double Median(List<EpochReport> reports)
    {
        double[] seconds = [.. reports.Select(static report => report.Seconds).Order()];
        int middle = seconds.Length / 2;
        return seconds.Length % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
    }

    private Sequential Build(int features, int outputs)
    {
        // Every activation takes the same streams in the same order: weights first, so that random activations shift nothing.
        var random = new RandomSource(_seed);
        int[] widths = [features, .. _options.Hidden, outputs];
        Philox[] streams = [.. Enumerable.Range(0, widths.Length - 1).Select(_ => random.Next())];
        var modules = new List<Module>();
        for (int i = 0; i + 1 < widths.Length; i++)
        {
            var layer = new Linear(widths[i], widths[i + 1], random: new RandomSource(_seed));

            // Standardised inputs have mean square 1 already; behind an activation its gain makes up for what it takes away.
            Initialization.HeNormal(layer.Weight, streams[i], i == 0 ? 1 : _activation.Gain);
            Initialization.Constant(layer.Bias!, 0);
            modules.Add(layer);
            if (i + 2 < widths.Length)
            {
                modules.Add(_activation.Create(widths[i + 1], random));
            }
        }

        return new Sequential([.. modules]);
    }

    private Optimizer MakeOptimizer()
    {
        IReadOnlyList<ParameterGroup> groups = ParameterGroup.Split(_network);
        double rate = _options.LearningRate!.Value;
        if (_options.CreateOptimizer is { } create)
        {
            return create(groups, rate, _options.WeightDecay);
        }

        return _options.Optimizer switch
        {
            OptimizerKind.Adam => new Adam(groups, rate, weightDecay: _options.WeightDecay),
            OptimizerKind.AdamW => new AdamW(groups, rate, weightDecay: _options.WeightDecay),
            _ => new Sgd(groups, rate, momentum: 0.9, weightDecay: _options.WeightDecay),
        };
    }

    private void AddNorms()
    {
        for (int i = 0; i < _weights.Length; i++)
        {
            _norms[i] += Diagnostics.Norm(_weights[i])!.Value;
        }
    }

    private LayerDiagnostics[] Layers(bool diverged)
    {
        IReadOnlyList<LayerDiagnostics> measured = Diagnostics.Measure(_network, _fold.MeasuredInputs);
        var layers = new LayerDiagnostics[measured.Count];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = measured[i] with { GradientNorm = diverged ? null : _norms[i] / _batches.Count };
        }

        return layers;
    }
}
