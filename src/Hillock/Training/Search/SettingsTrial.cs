namespace Hillock.Training.Search;

/// <summary>One training of a search, which can be continued.</summary>
internal sealed class SettingsTrial
{
    private readonly InnerSplit _split;
    private readonly Trainer _trainer;
    private readonly Minibatches _batches;
    private readonly Func<Tensors.Tensor, Tensors.Tensor, double>? _score;
    private readonly double _initial;
    private readonly double _poor;
    private readonly Queue<(double Loss, double Score)> _window = new();
    private double _reference;
    private int _improved;

    internal SettingsTrial(MlpFactory factory, InnerSplit split, ulong seed, double rate)
    {
        (_split, Rate) = (split, rate);
        _trainer = factory.Make(seed, rate);
        ComparisonOptions options = factory.Options;
        _batches = new Minibatches(split.TrainingInputs, split.TrainingTargets, options.BatchSize, seed, options.Balance ? int.MaxValue : 0);
        _score = options.ScoreInUse;
        (_initial, BestScore) = _trainer.Evaluate(split.Inputs, split.Targets, _score);
        _reference = Loss = _initial;
        double guess = options.Balance ? 1.0 / factory.Classes : split.Guess;
        _poor = options.Score is null ? guess + (TrainingSearch.PoorSkill * (1 - guess)) : double.NegativeInfinity;
    }

    internal double Rate { get; }

    /// <summary>The smallest loss on the rows that are looked at, as a mean over a few epochs.</summary>
    internal double Loss { get; private set; }

    /// <summary>The score of the epoch of the smallest loss.</summary>
    internal double BestScore { get; private set; }

    /// <summary>The epoch of the smallest loss, from 1; 0 where no epoch improved on the beginning.</summary>
    internal int BestEpoch { get; private set; }

    internal int Epochs { get; private set; }

    internal bool Diverged { get; private set; }

    /// <summary>What the rate came to; without a score where no epoch was better than the beginning, or the training diverged, however good it was.</summary>
    internal RateTrial Result => Diverged || BestEpoch == 0 ? new RateTrial(Rate, null, null) : new RateTrial(Rate, BestScore, Loss);

    /// <summary>Whether the loss has not fallen for so long that it is not expected to.</summary>
    internal bool HasSettled => Epochs - _improved >= Math.Max(TrainingSearch.Patience(_batches.BatchCount, isPoor: BestScore < _poor), _improved / 2);

    /// <summary>Trains on, until the loss has settled or so many epochs are done; false if it was cancelled.</summary>
    internal bool Train(int epochs, Action<int> report, CancellationToken cancellationToken)
    {
        while (Epochs < epochs && !Diverged && !HasSettled)
        {
            if (_trainer.Epoch(_batches, Epochs, null, cancellationToken) is not { } training)
            {
                return false;
            }

            (double Loss, double Score) now = _trainer.Evaluate(_split.Inputs, _split.Targets, _score);
            Epochs++;
            Diverged = !double.IsFinite(training.Loss) || !double.IsFinite(now.Loss);
            _window.Enqueue(now);
            if (_window.Count > TrainingSearch.Smoothed)
            {
                _window.Dequeue();
            }

            double loss = _window.Average(static epoch => epoch.Loss), score = _window.Average(static epoch => epoch.Score);
            if (loss < Loss)
            {
                (Loss, BestScore, BestEpoch) = (loss, score, Epochs);
            }

            if (loss < _reference - (TrainingSearch.Improvement * (_initial - _reference)) || (_improved == 0 && loss < _initial))
            {
                (_reference, _improved) = (loss, Epochs);
            }

            report(Epochs);
        }

        return true;
    }
}
