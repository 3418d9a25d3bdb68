using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Training;

/// <summary>Keeps the parameters of the epoch with the smallest held-out loss, for early stopping.</summary>
internal sealed class BestState(int? patience)
{
    private Dictionary<string, Tensor>? _state;
    private double _loss = double.PositiveInfinity;
    private int _epochsSince;

    internal bool IsExhausted => patience is { } limit && _epochsSince >= limit;

    internal void Look(Module model, double? loss)
    {
        if (patience is null)
        {
            return;
        }

        _epochsSince++;
        if (loss < _loss)
        {
            (_loss, _epochsSince) = (loss.Value, 0);
            _state = model.StateDict().ToDictionary(static pair => pair.Key, static pair => TensorPool.Keep(pair.Value.Clone()), StringComparer.Ordinal);
        }
    }

    internal void Restore(Module model)
    {
        if (_state is not null)
        {
            model.LoadStateDict(_state);
        }
    }
}
