using System.Globalization;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Keeps the parameters of the best epoch, for early stopping.</summary>
/// <param name="patience">The epochs without a better one after which it is over; null to look at nothing.</param>
/// <param name="greaterIsBetter">Whether greater values are better.</param>
/// <param name="minimumChange">By how much a value must be better, at least 0.</param>
internal sealed class BestState(int? patience, bool greaterIsBetter = false, double minimumChange = 0)
{
    private IReadOnlyDictionary<string, Tensor>? _state;
    private double? _best;
    private int _epochsSince;

    internal bool IsExhausted => patience is { } limit && _epochsSince >= limit;

    internal void Look(Module model, double? value)
    {
        if (patience is null)
        {
            return;
        }

        _epochsSince++;
        if (value is { } now && IsBetter(now))
        {
            (_best, _epochsSince) = (now, 0);
            _state = Copied(model.StateDict());
        }
    }

    /// <summary>Refuses to end without a word where there never was a number to compare.</summary>
    /// <param name="monitor">What was looked at.</param>
    /// <param name="last">The last epoch; null where none was trained since training went on.</param>
    /// <exception cref="NothingMeasuredException">No epoch had one; the network has the parameters of the last.</exception>
    internal void RequireNumber(string monitor, EpochReport? last)
    {
        if (patience is not null && _best is null && _epochsSince > 0)
        {
            string was = last is null ? "was never a finite number"
                : last.Value(monitor) is { } value ? FormattableString.Invariant($"was {value} at last and never a finite number") : "was never measured";
            throw new NothingMeasuredException(
                string.Create(CultureInfo.InvariantCulture, $"A patience looks at \"{monitor}\", which {was} in {_epochsSince} epochs, so that none ") +
                "of them is the best; the network has the parameters of the last one. Mend what is measured, set Monitor to something else, or leave out " +
                "Patience.");
        }
    }

    internal void Restore(Module model)
    {
        if (_state is not null)
        {
            model.LoadStateDict(_state);
        }
    }

    internal FitState AddTo(FitState state) => state with { Best = _best, EpochsSinceBest = _epochsSince, BestParameters = _state };

    internal void Load(FitState state)
    {
        if (patience is not null)
        {
            (_best, _epochsSince) = (state.Best, state.EpochsSinceBest);
            _state = state.BestParameters is { } parameters ? Copied(parameters) : null;
        }
    }

    private bool IsBetter(double value)
    {
        double best = _best ?? (greaterIsBetter ? double.NegativeInfinity : double.PositiveInfinity);
        return greaterIsBetter ? value > best + minimumChange : value < best - minimumChange;
    }

    private static Dictionary<string, Tensor> Copied(IReadOnlyDictionary<string, Tensor> state) =>
        state.ToDictionary(static pair => pair.Key, static pair => TensorPool.Keep(pair.Value.Clone()), StringComparer.Ordinal);
}
