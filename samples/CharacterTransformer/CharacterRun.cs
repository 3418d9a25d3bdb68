using System.Diagnostics;
using Hillock.Autograd;
using Hillock.Data;
using Hillock.Optimizers;
using Hillock.Optimizers.Schedules;
using Hillock.Samples.Text;
using Hillock.Tensors;

namespace Hillock.Samples.CharacterTransformer;

/// <summary>Trains a model, and keeps the parameters that validate best.</summary>
public sealed class CharacterRun
{
    private const int EvaluatedTogether = 32;

    private readonly TokenWindows _training, _validation;
    private readonly CharacterSettings _settings;
    private readonly List<double> _stepSeconds = [];
    private readonly AdamW _optimizer;
    private readonly LearningRateSchedule _schedule;
    private TimeSpan _elapsed;
    private double _smoothed = double.NaN, _best = double.NaN;
    private Dictionary<string, Tensor> _kept = [];
    private int _steps, _bestStep;

    /// <summary>Prepares the training.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="characters">The number of different characters.</param>
    /// <param name="validation">The share of the text that is kept back.</param>
    /// <param name="settings">What to train, and how.</param>
    /// <exception cref="ArgumentException">The text is too short, or a setting makes no sense.</exception>
    public CharacterRun(int[] tokens, int characters, double validation, CharacterSettings settings)
    {
        _settings = settings;
        (ReadOnlyMemory<int> first, ReadOnlyMemory<int> last) = TokenWindows.Split(tokens, validation);
        _training = new TokenWindows(first, settings.Context, settings.Context);

        // Half of a window is there to be seen only, so that no prediction is made of a few characters.
        int predicted = (settings.Context + 1) / 2;
        _validation = new TokenWindows(last, settings.Context, predicted, stride: predicted);
        Model = new CharacterModel(characters, settings);
        _optimizer = new AdamW(
            [
                new ParameterGroup(Model.Parameters().Where(parameter => parameter.Rank > 1)),
                new ParameterGroup(Model.Parameters().Where(parameter => parameter.Rank <= 1), weightDecay: 0),
            ],
            settings.LearningRate, beta2: 0.99, weightDecay: settings.WeightDecay);
        _schedule = new WarmupSchedule(settings.WarmUp, new CosineSchedule(Math.Max(1, settings.Steps - settings.WarmUp), minimum: 0.05));
    }

    public CharacterModel Model { get; }

    /// <summary>The result so far; its losses are NaN before the first step.</summary>
    public CharacterResult Result
    {
        get
        {
            // The median step: other programs on the machine only ever make some of them longer.
            double[] seconds = [.. _stepSeconds.Order()];
            double median = seconds.Length > 0 ? seconds[seconds.Length / 2] : double.NaN;
            return new CharacterResult(
                Model.Size, _steps, _settings.BatchSize * _settings.Context / median, _elapsed.TotalSeconds, _bestStep, _smoothed, _best);
        }
    }

    /// <summary>
    /// Trains, shows how, and adds the losses to a curve. Ends at the last step, at the time limit, or when interrupted; the model is then the best there was.
    /// </summary>
    public void Train(LossCurve curve, TextWriter error, CancellationToken cancellationToken)
    {
        TrainingProgress.Run("training", _settings.Steps, error, progress => Train(curve, progress, cancellationToken));
        if (_kept.Count > 0)
        {
            Model.LoadStateDict(_kept);
        }
    }

    /// <summary>The mean of <c>−ln p</c> of the characters kept back; of all but the first few, which have too few before them.</summary>
    public double Validate() => Evaluation.Loss(_validation, EvaluatedTogether, Model.Loss);

    private void Train(LossCurve curve, TrainingProgress progress, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        int tokens = _settings.BatchSize * _settings.Context;
        bool goesOn = !cancellationToken.IsCancellationRequested;
        while (goesOn && _steps < _settings.Steps)
        {
            long start = Stopwatch.GetTimestamp();
            double loss = Step();
            _stepSeconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            if (!double.IsFinite(loss))
            {
                throw new ArithmeticException($"the loss is {loss} after step {_steps}; use a smaller --learning-rate");
            }

            _smoothed = double.IsNaN(_smoothed) ? loss : (0.97 * _smoothed) + (0.03 * loss);
            curve.Add("training", (double)_steps * tokens, loss);
            progress.Report(_steps, _smoothed, tokens);
            _elapsed = Stopwatch.GetElapsedTime(begin);
            goesOn = !cancellationToken.IsCancellationRequested && _elapsed < _settings.TimeLimit;
            if (_steps % _settings.ValidateEvery == 0 || _steps == _settings.Steps || !goesOn)
            {
                Keep(curve, (double)_steps * tokens);
                _elapsed = Stopwatch.GetElapsedTime(begin);
            }
        }
    }

    private void Keep(LossCurve curve, double tokens)
    {
        double validation = Validate();
        curve.Add("validation", tokens, validation);
        if (!(validation >= _best))
        {
            (_best, _bestStep) = (validation, _steps);
            _kept = Model.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());
        }
    }

    private double Step()
    {
        using TidyScope scope = TensorPool.BeginTidy();
        (Tensor inputs, Tensor targets) = _training.Random(_settings.BatchSize, _settings.Seed, _steps);
        _schedule.Apply(_optimizer, _steps++);
        _optimizer.ZeroGrad();
        Tensor loss = Model.Loss(inputs, targets);
        loss.Backward();
        if (_settings.Clip > 0)
        {
            _optimizer.ClipGradients(_settings.Clip);
        }

        _optimizer.Step();
        return loss.Item<float>();
    }
}
