using System.Diagnostics;
using Hillock.Autograd;
using Hillock.Data;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Samples.Text;
using Hillock.Tensors;

namespace Hillock.Samples.WordLanguageModel;

/// <summary>Trains a model, keeps the epoch that validates best, and tests it.</summary>
public sealed class WordRun
{
    private const int EvaluatedTogether = 1024;

    private readonly WordVocabulary _vocabulary;
    private readonly TokenWindows _training, _validation, _test;
    private readonly WordSettings _settings;
    private readonly SoftmaxKind _kind;
    private readonly List<double> _stepSeconds = [];
    private TimeSpan _processorTime;
    private long _tokens;

    public WordRun(WordCorpus corpus, SoftmaxKind kind, WordSettings settings)
    {
        (_vocabulary, _kind, _settings) = (corpus.Vocabulary, kind, settings);
        _training = new TokenWindows(corpus.Training, settings.Context);
        _validation = new TokenWindows(corpus.Validation, settings.Context);
        _test = new TokenWindows(corpus.Test, settings.Context);
        Model = new WordModel(corpus.Vocabulary.Count, kind, settings);
    }

    public WordModel Model { get; }

    public string Name => _kind == SoftmaxKind.Full ? "full" : "adaptive";

    /// <summary>Trains, shows how, and adds the losses to a curve.</summary>
    public void Train(LossCurve curve, TextWriter error, CancellationToken cancellationToken)
    {
        int steps = (_training.Count + _settings.BatchSize - 1) / _settings.BatchSize;
        TrainingProgress.Run(Name, (long)steps * _settings.Epochs, error, progress => Train(steps, curve, progress, cancellationToken));
    }

    /// <summary>The result on the text to test on.</summary>
    public WordResult Test()
    {
        // A tenth of the steps are faster: other programs on the machine only ever make steps slower.
        double[] seconds = [.. _stepSeconds.Order()];
        double fast = seconds.Length > 0 ? seconds[seconds.Length / 10] : double.NaN;
        return new WordResult(
            Name, Model.Size, _settings.BatchSize / fast, _processorTime.TotalMicroseconds / _tokens, BestEpoch, Perplexity(_validation), Perplexity(_test));
    }

    /// <summary>The epoch, from 1, that validated best.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Continues a text.</summary>
    /// <param name="prompt">Its beginning; may be empty.</param>
    /// <param name="count">The number of words.</param>
    /// <param name="sampler">Draws them.</param>
    public string Generate(string prompt, int count, TextSampler sampler)
    {
        WordVocabulary words = _vocabulary;
        int end = words.EndOfLineToken;

        // The prompt's line goes on.
        int[] begun = prompt.Length == 0 ? [] : words.Encode(prompt)[..^1];
        List<int> tokens = [.. Enumerable.Repeat(end, _settings.Context), .. begun];
        int first = tokens.Count;
        using EvaluationScope evaluating = Module.Evaluating();
        using GradientScope off = Gradients.Disabled();
        while (tokens.Count < first + count)
        {
            using TidyScope scope = TensorPool.BeginTidy();
            Tensor context = Tensor.From([.. tokens[^_settings.Context..].Select(token => (long)token)], [1, _settings.Context]);
            tokens.Add(sampler.Next(Model.LogProbabilities(context), excluded: words.UnknownToken));
        }

        return words.Decode(tokens[first..]).Trim();
    }

    private void Train(int steps, LossCurve curve, TrainingProgress progress, CancellationToken cancellationToken)
    {
        AdamW optimizer = new(Model.Parameters(), _settings.LearningRate, weightDecay: _settings.WeightDecay);
        CosineSchedule schedule = new(steps * _settings.Epochs, minimum: 0.02);
        double smoothed = double.NaN, best = double.PositiveInfinity;
        Dictionary<string, Tensor> kept = [];
        int step = 0;
        for (int epoch = 0; epoch < _settings.Epochs && !cancellationToken.IsCancellationRequested; epoch++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            foreach ((Tensor inputs, Tensor targets) in _training.Epoch(_settings.BatchSize, _settings.Seed, epoch))
            {
                schedule.Apply(optimizer, step++);
                double loss = Step(optimizer, inputs, targets);
                if (targets.Length == _settings.BatchSize)
                {
                    _stepSeconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
                }

                _tokens += targets.Length;
                smoothed = double.IsNaN(smoothed) ? loss : (0.98 * smoothed) + (0.02 * loss);
                curve.Add(Name, (double)step * _settings.BatchSize, loss);
                progress.Report(step, smoothed, targets.Length);
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }

                start = Stopwatch.GetTimestamp();
            }

            _processorTime += Environment.CpuUsage.TotalTime - before;
            double validation = Math.Log(Perplexity(_validation));
            curve.Add($"{Name}, validation", (double)step * _settings.BatchSize, validation);
            if (validation < best)
            {
                (best, BestEpoch) = (validation, epoch + 1);
                kept = Model.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());
            }
        }

        Model.LoadStateDict(kept, strict: kept.Count > 0);
    }

    private double Step(AdamW optimizer, Tensor inputs, Tensor targets)
    {
        using TidyScope scope = TensorPool.BeginTidy();
        optimizer.ZeroGrad();
        Tensor loss = Model.Loss(inputs, targets);
        loss.Backward();
        optimizer.Step();
        return loss.Item<float>();
    }

    /// <summary><c>exp</c> of the mean of <c>−ln p</c> of the words of a text.</summary>
    private double Perplexity(TokenWindows windows) => Math.Exp(Evaluation.Loss(windows, EvaluatedTogether, Model.Loss));
}
