using System.Globalization;
using Hillock.Modules;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>Averages of a network's parameters over its steps, the later ones counting more, which often predict better than the last ones.</summary>
/// <remarks>
/// After each step <c>average = decay·average + (1 − decay)·parameter</c>, from the parameters at construction on. Averages of 16-bit parameters are Float32:
/// the changes would be lost in their few digits. Buffers, such as the statistics of batch normalisation, are not averaged but are those of the network.
/// Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992; PyTorch's <c>swa_utils.AveragedModel</c> with <c>get_ema_avg_fn</c>.
/// </remarks>
/// <example>
/// <code>
/// ExponentialMovingAverage average = new(model, 0.999);
/// optimizer.Step();
/// average.Update();
/// other.LoadStateDict(average.StateDict());   // a network of the same form, to predict
/// </code>
/// </example>
public sealed class ExponentialMovingAverage
{
    private readonly Module _model;
    private readonly OrderedDictionary<string, Tensor> _averages = new(StringComparer.Ordinal);

    /// <summary>Begins with the parameters as they are.</summary>
    /// <param name="model">The network.</param>
    /// <param name="decay">How much of the average stays in a step, from 0 to 1: 0.999 averages over about the last thousand steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is not from 0 to 1.</exception>
    public ExponentialMovingAverage(Module model, double decay = 0.999)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!(decay >= 0 && decay <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(decay), decay, string.Create(CultureInfo.InvariantCulture, $"decay expects a number from 0 to 1 but got {decay}; 0.999 is usual."));
        }

        (_model, Decay) = (model, decay);
        foreach (Parameter parameter in model.NamedParameters())
        {
            Tensor value = parameter.Value.Detach();
            DataType type = value.DataType == DataType.Float64 ? DataType.Float64 : DataType.Float32;
            _averages.Add(parameter.Name, TensorPool.Keep(value.DataType == type ? value.Clone() : value.To(type)));
        }
    }

    /// <summary>How much of the average stays in a step.</summary>
    public double Decay { get; }

    /// <summary>Takes the parameters as they are now into the averages; to be called after each step.</summary>
    public void Update()
    {
        foreach (Parameter parameter in _model.NamedParameters())
        {
            if (_averages.TryGetValue(parameter.Name, out Tensor? average))
            {
                average.MultiplyInPlace(Decay).AddInPlace(parameter.Value.Detach(), 1 - Decay);
            }
        }
    }

    /// <summary>The averages in place of the parameters, with the network's buffers, by the names of its own state.</summary>
    /// <returns>Tensors that share memory with the averages and the network: <see cref="Tensor.Clone"/> what is to stay as it is.</returns>
    public OrderedDictionary<string, Tensor> StateDict()
    {
        OrderedDictionary<string, Tensor> state = _model.StateDict();
        foreach ((string name, Tensor average) in _averages)
        {
            state[name] = average;
        }

        return state;
    }

    /// <summary>Takes over averages that <see cref="StateDict"/> gave. Either all or none.</summary>
    /// <param name="state">The averages by name; those of buffers are left out.</param>
    /// <exception cref="ArgumentException">A name is missing, or a shape differs. The message lists all faults.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state) => PrepareState(state, nameof(state))();

    /// <summary>Does all of <see cref="LoadStateDict"/> that can fail.</summary>
    /// <returns>What copies the averages.</returns>
    internal Action PrepareState(IReadOnlyDictionary<string, Tensor> state, string argument)
    {
        ArgumentNullException.ThrowIfNull(state, argument);
        string[] faults =
        [
            .. _averages.Where(pair => !state.TryGetValue(pair.Key, out Tensor? value) || value is null).Select(static pair => $"missing: {pair.Key}"),
            .. _averages.Where(pair => state.TryGetValue(pair.Key, out Tensor? value) && value is not null && !value.Shape.Equals(pair.Value.Shape))
                .Select(pair => $"{pair.Key} expects the shape {pair.Value.Shape} but got {state[pair.Key].Shape}"),
        ];
        if (faults.Length > 0)
        {
            throw new ArgumentException($"The averages do not fit {_model.Name}: {string.Join("; ", faults)}.", argument);
        }

        foreach (string name in _averages.Keys)
        {
            state[name].Storage.Memory(out _);
        }

        if (Narrowing.Fault(_averages.Select(
            pair => (pair.Key, state[pair.Key].DataType, (Func<Tensor>)(() => state[pair.Key]), pair.Value.DataType))) is { } beyond)
        {
            throw new ArgumentException($"The averages do not fit {_model.Name}: {beyond}.", argument);
        }

        return Copy;

        void Copy()
        {
            foreach ((string name, Tensor average) in _averages)
            {
                average.CopyFrom(state[name]);
            }
        }
    }
}
