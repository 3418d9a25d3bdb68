using System.Diagnostics;
using Hillock.Autograd;
using Hillock.Data;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>The course of a <c>Trainer.Fit</c>.</summary>
internal sealed class FitLoop
{
    private const string OfLoss = "loss:";

    private readonly Trainer _trainer;
    private readonly IBatchSource _batches;
    private readonly FitOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly FitContext _context;
    private readonly BestState _best;
    private readonly List<EpochReport> _reports = [];
    private readonly FitMeter _meter;
    private readonly BeforeStep _before;

    // The random modules, and their passes before the batch, so that its forward pass can be made once more.
    private readonly IRandomModule[] _random;
    private readonly ulong[] _passes;
    private EpochSums _sums;
    private double _seconds;

    internal FitLoop(Trainer trainer, IBatchSource batches, FitOptions options, CancellationToken cancellationToken)
    {
        (_trainer, _batches, _options, _cancellationToken) = (trainer, batches, options, cancellationToken);
        _context = new FitContext(trainer, options, State) { Reports = _reports.AsReadOnly() };
        _best = new BestState(options.Patience, options.PrefersGreater, options.MinimumChange);
        _random = [.. trainer.Model.RandomModules().Concat(trainer.Loss.RandomModules()).Select(static random => random.Module)];
        _passes = new ulong[_random.Length];
        _before = new BeforeStep(trainer.Model, trainer.Loss);
        _meter = new FitMeter(trainer.Model.Name, options.RunName);
    }

    /// <summary>Trains.</summary>
    /// <returns>The epochs that were finished.</returns>
    internal IReadOnlyList<EpochReport> Run(IProgress<EpochReport>? progress)
    {
        using NetworkTurns.Fitting fitting = _trainer.Turns.Fit();
        if (!_trainer.Model.IsTraining)
        {
            throw new InvalidOperationException(
                $"The network {_trainer.Model.Name} is in evaluation mode: dropout would be off, and running statistics would stay as they are; call Train() "
                + "on it before Fit, and Evaluate() on those modules in it that are to stay as they are.");
        }

        Resume();
        int begun = 0;
        bool finished = false;
        try
        {
            foreach (FitCallback callback in _options.Callbacks)
            {
                begun++;
                callback.OnFitBegin(_context);
            }

            Epochs(progress);
            if (_best.IsExhausted || _context.Epoch >= _options.EndEpoch)
            {
                string monitor = _options.Monitor ?? "heldOutLoss";
                _best.RequireNumber(monitor, _reports.Count == 0 ? null : _reports[^1]);
            }

            using (_trainer.Turns.Write(nameof(Trainer.Fit)))
            {
                _best.Restore(_trainer.Model);
            }

            finished = true;
        }
        finally
        {
            _batches.EndEpochs();
            for (int i = 0; i < begun; i++)
            {
                try
                {
                    _options.Callbacks[i].OnFitEnd(_context);
                }
                catch (Exception) when (!finished)
                {
                    // What ended training is what the caller has to know.
                }
            }
        }

        return _reports;
    }

    private void Resume()
    {
        _context.Epoch = _options.FirstEpoch;
        if (_options.ResumeFrom is not { } state)
        {
            return;
        }

        using NetworkTurns.Turn turn = _trainer.Turns.Write(nameof(Trainer.Fit));
        ILookup<bool, KeyValuePair<string, ulong>> passes = state.RandomPasses.ToLookup(static pair => pair.Key.StartsWith(OfLoss, StringComparison.Ordinal));
        Dictionary<string, ulong> ofLoss = passes[true].ToDictionary(static pair => pair.Key[OfLoss.Length..], static pair => pair.Value);
        _trainer.Loss.CheckRandomPassCounts(ofLoss);
        _trainer.Model.LoadRandomPassCounts(passes[false].ToDictionary());
        _trainer.Loss.LoadRandomPassCounts(ofLoss);
        _best.Load(state);
        _sums = new EpochSums { Loss = state.LossSum, Rows = state.Rows };
        (_context.Epoch, _context.Batch, _context.Step) = (state.Epoch, state.Batch, state.Steps);
    }

    private FitState State()
    {
        OrderedDictionary<string, ulong> passes = _trainer.Model.RandomPassCounts();
        foreach ((string name, ulong count) in _trainer.Loss.RandomPassCounts())
        {
            passes.Add(OfLoss + name, count);
        }

        return _best.AddTo(new FitState
        {
            Epoch = _context.Epoch,
            Batch = _context.Batch,
            BatchCount = _context.BatchCount,
            Steps = _context.Step,
            LossSum = _sums.Loss,
            Rows = _sums.Rows,
            RandomPasses = passes,
        });
    }

    private void Epochs(IProgress<EpochReport>? progress)
    {
        while (_context.Epoch < _options.EndEpoch && !_best.IsExhausted && !_context.IsStopping)
        {
            if (_options.ScheduleUnit == ScheduleUnit.Epoch)
            {
                _options.Schedule?.Apply(_trainer.Optimizer, _context.Epoch);
            }

            if (!Epoch())
            {
                foreach (FitCallback callback in _options.Callbacks)
                {
                    callback.OnInterrupted(_context);
                }

                break;
            }

            EpochReport report = Measure();
            _reports.Add(report);
            using (_trainer.Turns.Read())
            {
                _best.Look(_trainer.Model, report.Value(_options.Monitor ?? "heldOutLoss"));
            }

            (_context.Epoch, _context.Batch, _sums, _seconds) = (_context.Epoch + 1, 0, default, 0);
            progress?.Report(report);
            _meter.Epoch(report);
            foreach (FitCallback callback in _options.Callbacks)
            {
                callback.OnEpochEnd(_context, report);
            }
        }
    }

    private EpochReport Measure()
    {
        int epoch = _context.Epoch + 1;
        if (!_options.HoldsOut)
        {
            return new EpochReport(epoch, _sums.Mean, null, null, _seconds);
        }

        (Tensor inputs, Tensor targets)? held = _options.HeldOutInputs is null ? null : (_options.HeldOutInputs, _options.HeldOutTargets!);
        Examination heldOut = held is { } tensors
            ? _trainer.Examine(tensors.inputs, tensors.targets, _options.Score, _options.Metrics)
            : _trainer.Examine(_options.HeldOutBatches!, _options.Score, _options.Metrics);
        EpochReport report = new EpochReport(epoch, _sums.Mean, heldOut.Loss, heldOut.Score, _seconds);
        return heldOut.Metrics is { } metrics ? report with { Metrics = metrics } : report;
    }

    /// <summary>Trains an epoch, or what is left of it.</summary>
    /// <returns>Whether it was finished.</returns>
    private bool Epoch()
    {
        _batches.StartEpoch(_context.Epoch);
        int count = _batches.BatchCount;
        if (count < 1 || _context.Batch > count)
        {
            string problem = count < 1
                ? "an epoch has at least one, or nothing would be learned."
                : $"training is to go on behind batch {_context.Batch}; pass the same data.";
            throw new InvalidOperationException($"{_batches.GetType().Name} has {count} batches in epoch {_context.Epoch}, but {problem}");
        }

        if (_options.ResumeFrom is { Batch: > 0, BatchCount: > 0 } state && state.Epoch == _context.Epoch && state.BatchCount != count)
        {
            throw new InvalidOperationException(
                $"{_batches.GetType().Name} has {count} batches in epoch {_context.Epoch}, which had {state.BatchCount} when training stopped behind batch "
                + $"{state.Batch} of it; pass the same data, batch size and seed, or go on from the end of an epoch.");
        }

        _context.BatchCount = count;
        if (_reports.Count == 0 && _options.ResumeFrom is null or { Steps: 0, Batch: 0 })
        {
            // A state from before the first step has not counted the steps of earlier epochs yet.
            _context.Step = (long)_context.Epoch * Partition.Count(count, _options.AccumulationSteps);
        }

        foreach (FitCallback callback in _options.Callbacks)
        {
            callback.OnEpochBegin(_context);
        }

        while (_context.Batch < count)
        {
            if (_cancellationToken.IsCancellationRequested || _context.IsStopping)
            {
                return false;
            }

            long start = Stopwatch.GetTimestamp();
            int end = Partition.End(_context.Batch, _options.AccumulationSteps, count);
            if (_options is { Schedule: { } schedule, ScheduleUnit: ScheduleUnit.Step })
            {
                schedule.Apply(_trainer.Optimizer, checked((int)_context.Step));
            }

            if (!TryBatch(_context.Batch, out (Tensor Inputs, Tensor Targets) batch))
            {
                return false;
            }

            Step(_context.Batch, end, batch);
            _context.Step++;
            _context.Batch = end;
            _context.StepSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            _seconds += _context.StepSeconds;
            _meter.Step(_context);
            foreach (FitCallback callback in _options.Callbacks)
            {
                callback.OnStepEnd(_context);
            }
        }

        return true;
    }

    /// <summary>A batch, unless training is cancelled while it is waited for.</summary>
    private bool TryBatch(int index, out (Tensor Inputs, Tensor Targets) batch)
    {
        try
        {
            batch = _batches.Batch(index, _cancellationToken);
            return true;
        }
        catch (OperationCanceledException) when (_cancellationToken.IsCancellationRequested)
        {
            batch = default;
            return false;
        }
    }

    /// <summary>Collects the gradients of some batches, one after the other, and takes a step.</summary>
    /// <exception cref="OperationCanceledException">Training was cancelled while a batch behind the first was waited for.</exception>
    private void Step(int first, int end, (Tensor Inputs, Tensor Targets) firstBatch)
    {
        Optimizer optimizer = _trainer.Optimizer;
        bool isSum = _trainer.Loss.Reduction == Reduction.Sum;
        EpochSums sums = default, all = _sums;
        int exponent = 0;
        _context.Rows = 0;
        _context.SetGradientNorm(null);
        for (int i = first; i < end; i++)
        {
            (Tensor inputs, Tensor targets) = i == first ? firstBatch : _batches.Batch(i, _cancellationToken);
            if (i + 1 == _context.BatchCount && _context.Epoch + 1 < _options.EndEpoch)
            {
                _batches.PrepareEpoch(_context.Epoch + 1);
            }

            using NetworkTurns.Turn turn = _trainer.Turns.Write(nameof(Trainer.Fit));
            using TidyScope scope = TensorPool.BeginTidy();
            if (i == first)
            {
                optimizer.ZeroGrad();
                if (_options.ChecksFinite)
                {
                    _before.Take();
                }
            }

            double weight = EpochSums.Weight(_trainer.Loss, inputs, targets);
            Tensor loss = Forward(inputs, targets, i, weight, out double value);
            all.Add(_trainer.Loss, value, weight);
            _context.Rows += inputs.Shape[0];
            if (weight == 0)
            {
                continue;
            }

            if (_options.AccumulationSteps == 1)
            {
                loss.Backward();
                _context.Loss = value;
                Update(value, i);
                _sums = all;
                return;
            }

            // Means count by their rows, as numbers around 1, which 16-bit gradients hold: a power of two, which rounds nothing, is taken out.
            exponent = sums.Rows == 0 && !isSum ? Math.ILogB(weight * _options.AccumulationSteps) : exponent;
            sums.Add(_trainer.Loss, value, weight);
            loss.Backward(isSum ? null : Tensor.Full(Shape.Scalar, Math.ScaleB(weight, -exponent), loss.DataType));
        }

        _context.Loss = isSum ? sums.Loss : sums.Mean;
        if (sums.Rows != 0)
        {
            using NetworkTurns.Turn turn = _trainer.Turns.Write(nameof(Trainer.Fit));
            using TidyScope scope = TensorPool.BeginTidy();
            double factor = isSum ? 1 : Math.ScaleB(1, exponent) / sums.Rows;
            if (factor != 1)
            {
                optimizer.ScaleGradients(factor);
            }

            Update(_context.Loss, end - 1);
        }

        _sums = all;
    }

    /// <summary>The loss of a batch, if it is a number or nothing counts.</summary>
    private Tensor Forward(Tensor inputs, Tensor targets, int batch, double weight, out double value)
    {
        for (int i = 0; i < _random.Length; i++)
        {
            _passes[i] = _random[i].Passes.Count;
        }

        Tensor loss = FaultyRow.LossOf(_trainer, inputs, targets, _batches, _context.Epoch, batch);
        value = Trainer.Number(loss);
        if (_options.ChecksFinite && !double.IsFinite(value) && weight != 0)
        {
            for (int i = 0; i < _random.Length; i++)
            {
                _random[i].Passes.Count = _passes[i];
            }

            try
            {
                throw NonFiniteSearch.OfLoss(_trainer, inputs, targets, value, _context.Epoch, batch);
            }
            finally
            {
                _before.Restore();
            }
        }

        return loss;
    }

    private void Update(double loss, int batch)
    {
        Optimizer optimizer = _trainer.Optimizer;
        if (_options.ChecksFinite && !optimizer.GradientsAreFinite() &&
            NonFiniteSearch.OfGradient(_trainer.Model, loss, _context.Epoch, batch) is { } fault)
        {
            _before.Restore();
            throw fault;
        }

        if (_options.ClipValue is { } magnitude)
        {
            _context.SetGradientNorm(optimizer.GradientNormOfAll());
            optimizer.ClipGradientValues(magnitude);
        }

        if (_options.ClipNorm is { } maximum)
        {
            double norm = optimizer.ClipGradients(maximum);
            if (_options.ClipValue is null)
            {
                _context.SetGradientNorm(norm);
            }
        }

        optimizer.Step();
    }
}
