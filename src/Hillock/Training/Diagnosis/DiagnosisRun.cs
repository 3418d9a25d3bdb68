using Hillock.Autograd;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Tensors;
using Hillock.Training.Search;

namespace Hillock.Training;

/// <summary>The training of one diagnosis.</summary>
internal sealed class DiagnosisRun
{
    internal const int Folds = 5;
    private const int MeasuredRows = 1024;
    private const int ScoredRows = 10_000;

    private readonly DiagnosisOptions _options;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private readonly Tensor _heldOutInputs;
    private readonly Tensor _heldOutTargets;
    private readonly Tensor _sample;
    private readonly Tensor _sampleTargets;
    private readonly Sequential _network;
    private readonly Trainer _trainer;
    private readonly Minibatches _batches;
    private readonly double _guess;

    internal DiagnosisRun(TabularData data, DiagnosisOptions options)
    {
        _options = options;
        FoldData fold = FoldData.Make(data, Split(data, options.Seed), options.Training().PreprocessingInUse);
        (_inputs, _heldOutInputs) = (Scaled(fold.TrainingInputs), Scaled(fold.HeldOutInputs));
        (_targets, _heldOutTargets) = (fold.TrainingTargets, fold.HeldOutTargets);
        (_sample, _sampleTargets) = (FoldData.Spread(_inputs, MeasuredRows), FoldData.Spread(_targets, MeasuredRows));
        int classes = data.IsClassification ? data.ClassNames.Count : 0;
        _guess = classes == 0 ? 0 : Guess(data, fold);
        _network = Build(_inputs.Shape[1], Math.Max(1, classes));
        _trainer = new Trainer(_network, MakeOptimizer(), LossChoice.Default(data.IsClassification).Create(classes));
        _batches = new Minibatches(_inputs, _targets, options.BatchSize, options.Seed);
    }

    // The latest fifth of rows with a time; whole groups, as near to a fifth as they come; otherwise a fifth of each class.
    private static Fold Split(TabularData data, ulong seed) =>
        data.Times.Length > 0 ? TimeFolds.Split(data.Times, Folds - 1)[^1]
        : data.Groups.Length > 0 ? GroupPart.Of(data.Groups, Folds, seed) ?? throw new ArgumentException(
            "A diagnosis holds out whole groups, which needs at least 2, but there is one; choose other groups, or leave them out.", nameof(data))
        : data.IsClassification ? StratifiedKFold.Split(data, Folds, seed)[0] : KFold.Split(data.RowCount, Folds, seed)[0];

    // The share of the commonest class, among the rows held out where these are others than the rest.
    private static double Guess(TabularData data, FoldData fold)
    {
        bool isDrawn = data.Times.Length == 0 && data.Groups.Length == 0;
        long[] classes = isDrawn ? [.. data.Classes.ToArray().Select(static label => (long)label)] : fold.HeldOutTargets.ToArray<long>();
        return (double)classes.GroupBy(static label => label).Max(static group => group.Count()) / classes.Length;
    }

    internal Diagnosis Train(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        int epochs = _options.Epochs!.Value;
        CosineSchedule schedule = new CosineSchedule(epochs);
        IReadOnlyList<LayerDiagnostics> before = Measure();
        List<EpochReport> reports = new List<EpochReport>(epochs);
        bool diverged = false, interrupted = false;
        for (int epoch = 0; epoch < epochs && !diverged; epoch++)
        {
            schedule.Apply(_trainer.Optimizer, epoch);
            if (_trainer.Epoch(_batches, epoch, null, cancellationToken) is not { } training)
            {
                interrupted = true;
                break;
            }

            (double loss, double score) = _trainer.Evaluate(_heldOutInputs, _heldOutTargets);
            reports.Add(new EpochReport(epoch + 1, training.Loss, loss, score, training.Seconds));
            diverged = !double.IsFinite(training.Loss) || !double.IsFinite(loss);
            progress?.Report((epoch + 1.0) / epochs);
        }

        return new Diagnosis
        {
            Options = _options,
            Features = _inputs.Shape[1],
            Before = before,
            After = Measure(),
            Epochs = reports,
            Scales = diverged ? [] : [Scale(2), Scale(100)],
            ExpectedSaturation = Diagnostics.ExpectedSaturation(_network[1], _options.Width),
            TrainingScore = diverged ? null : TrainingScore(),
            HeldOutRows = _heldOutInputs.Shape[0],
            GuessScore = _guess,
            Diverged = diverged,
            Interrupted = interrupted,
        };
    }

    private double TrainingScore() => _trainer.Evaluate(FoldData.Spread(_inputs, ScoredRows), FoldData.Spread(_targets, ScoredRows)).Score;

    /// <summary>The trained network with its inputs and biases multiplied; the biases come back.</summary>
    private ScaleCheck Scale(double factor)
    {
        using TidyScope scope = TensorPool.BeginTidy();
        float[] outputs = _trainer.Predict(_sample).ToArray<float>();
        Tensor[] biases = [.. _network.OfType<Linear>().Select(static layer => layer.Bias!)];
        Tensor[] kept = [.. biases.Select(static bias => bias.Detach().Clone())];
        float[] scaled;
        try
        {
            Multiply(biases, (float)factor);
            using GradientScope off = Gradients.Disabled();
            scaled = _trainer.Predict(_sample * factor).ToArray<float>();
        }
        finally
        {
            for (int i = 0; i < biases.Length; i++)
            {
                kept[i].Span<float>().CopyTo(biases[i].Span<float>());
                GC.KeepAlive(kept[i]);
                GC.KeepAlive(biases[i]);
                biases[i].Storage.Version++;
            }
        }

        double change = 0, size = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            double difference = (scaled[i] / factor) - outputs[i];
            change += difference * difference;
            size += (double)outputs[i] * outputs[i];
        }

        int columns = outputs.Length / _sample.Shape[0];
        return new ScaleCheck(factor, Math.Sqrt(change / size), columns == 1 ? null : SameDecisions(outputs, scaled, columns));
    }

    private static double SameDecisions(float[] outputs, float[] scaled, int columns)
    {
        int rows = outputs.Length / columns;
        int same = Enumerable.Range(0, rows).Count(row => Greatest(outputs, row) == Greatest(scaled, row));
        return (double)same / rows;

        int Greatest(float[] values, int row) => Enumerable.Range(0, columns).MaxBy(column => values[(row * columns) + column]);
    }

    private static void Multiply(Tensor[] tensors, float factor)
    {
        foreach (Tensor tensor in tensors)
        {
            foreach (ref float value in tensor.Span<float>())
            {
                value *= factor;
            }

            GC.KeepAlive(tensor);

            tensor.Storage.Version++;
        }
    }

    private IReadOnlyList<LayerDiagnostics> Measure()
    {
        using TidyScope scope = TensorPool.BeginTidy();
        _trainer.Optimizer.ZeroGrad();
        _trainer.Loss.Forward(_network.Forward(_sample), _sampleTargets).Backward();
        IReadOnlyList<LayerDiagnostics> layers = Diagnostics.Measure(_network, _sample);
        _trainer.Optimizer.ZeroGrad();
        return layers;
    }

    private Tensor Scaled(Tensor inputs) => _options.InputScale == 1 ? inputs : inputs * _options.InputScale;

    private Sequential Build(int features, int outputs)
    {
        // Weights take their streams first, so that random activations shift nothing.
        RandomSource random = new RandomSource(_options.Seed);
        int[] widths = [features, .. Enumerable.Repeat(_options.Width, _options.Depth), outputs];
        Philox[] streams = [.. Enumerable.Range(0, widths.Length - 1).Select(_ => random.Next())];
        List<Module> modules = new List<Module>();
        for (int i = 0; i + 1 < widths.Length; i++)
        {
            Linear layer = new Linear(widths[i], widths[i + 1], random: new RandomSource(_options.Seed));
            Initialization.Normal(layer.Weight, streams[i], 0, _options.WeightScale * Deviation(i, widths[i], widths[i + 1]));
            Initialization.Constant(layer.Bias!, 0);
            modules.Add(layer);
            if (i + 2 < widths.Length)
            {
                modules.Add(_options.Activation.Create(widths[i + 1], random));
            }
        }

        return new Sequential([.. modules]);
    }

    // Standardised inputs have mean square 1 already; behind an activation the fitting gain makes up for what it takes away.
    private double Deviation(int layer, int fanIn, int fanOut) => _options.Initialization switch
    {
        InitializationKind.He => Math.Sqrt(2.0 / fanIn),
        InitializationKind.LeCun => Math.Sqrt(1.0 / fanIn),
        InitializationKind.Xavier => Math.Sqrt(2.0 / (fanIn + fanOut)),
        _ => (layer == 0 ? 1 : _options.Activation.Gain) / Math.Sqrt(fanIn),
    };

    private Optimizer MakeOptimizer() =>
        _options.Optimizer.Create(ParameterGroup.Split(_network), _options.LearningRate!.Value, weightDecay: 0);
}
