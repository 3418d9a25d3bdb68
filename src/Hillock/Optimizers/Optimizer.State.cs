using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Optimizers;

public abstract partial class Optimizer
{
    private const string Steps = "steps", Master32 = "master", BufferPart = "buffers", NumberPart = "numbers", LearningRate = "learning_rate",
        InitialLearningRate = "initial_learning_rate", WeightDecay = "weight_decay";

    /// <summary>
    /// What files call it, so that its state is not loaded into another kind: the class's name. An optimizer of one's own that may be renamed gives a name
    /// that stays.
    /// </summary>
    public virtual string Kind => GetType().Name;

    /// <summary>All that the optimizer remembers, by name: what to save beside the network's own state to go on later with the same bits.</summary>
    /// <returns>
    /// For parameter <c>i</c> in the order of the groups <c>state.i.steps</c>, <c>state.i.master</c> (the float32 copy of a 16-bit parameter),
    /// <c>state.i.buffers.name</c> and <c>state.i.numbers.name</c>; for group <c>j</c> <c>groups.j.learning_rate</c>, <c>groups.j.initial_learning_rate</c> and
    /// <c>groups.j.weight_decay</c>. Tensors share memory with the optimizer's: <see cref="Tensor.Clone"/> what is to stay as it is. Numbers are copies.
    /// </returns>
    /// <example>
    /// <code>
    /// IReadOnlyDictionary&lt;string, Tensor&gt; saved = optimizer.StateDict();
    /// other.LoadStateDict(saved);   // an optimizer of the same kind, for parameters of the same shapes
    /// </code>
    /// </example>
    public OrderedDictionary<string, Tensor> StateDict()
    {
        OrderedDictionary<string, Tensor> state = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        for (int i = 0; i < _states.Length; i++)
        {
            ParameterState own = _states[i];
            string prefix = string.Create(CultureInfo.InvariantCulture, $"state.{i}.");
            state.Add(prefix + Steps, Tensor.From([own.Steps], Shape.Scalar));
            if (!ReferenceEquals(own.Value, own.Parameter))
            {
                state.Add(prefix + Master32, own.Value.Detach());
            }

            foreach ((string name, Tensor value) in own.Buffers)
            {
                state.Add($"{prefix}{BufferPart}.{name}", value.Detach());
            }

            foreach ((string name, double value) in own.Numbers)
            {
                state.Add($"{prefix}{NumberPart}.{name}", Tensor.Scalar(value, DataType.Float64));
            }
        }

        for (int j = 0; j < _groups.Length; j++)
        {
            string prefix = string.Create(CultureInfo.InvariantCulture, $"groups.{j}.");
            state.Add(prefix + LearningRate, Tensor.Scalar(_groups[j].LearningRate, DataType.Float64));
            state.Add(prefix + InitialLearningRate, Tensor.Scalar(_groups[j].InitialLearningRate, DataType.Float64));
            state.Add(prefix + WeightDecay, Tensor.Scalar(_groups[j].WeightDecay, DataType.Float64));
        }

        return state;
    }

    /// <summary>
    /// Takes over what <see cref="StateDict"/> gave, of an optimizer of the same kind and settings with as many parameters and groups. Either all is taken
    /// over or nothing.
    /// </summary>
    /// <param name="state">The values by name. They are copied.</param>
    /// <exception cref="ArgumentException">
    /// A name is missing or unknown; a value is null, or of another shape or type; a number is out of range. The message lists all faults.
    /// </exception>
    /// <remarks>The parameters themselves are the network's: load those by its <c>LoadStateDict</c>, before or after.</remarks>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state) => PrepareState(state, nameof(state))();

    /// <summary>Does all of <see cref="LoadStateDict"/> that can fail.</summary>
    /// <returns>What takes the values over.</returns>
    internal Action PrepareState(IReadOnlyDictionary<string, Tensor> state, string argument)
    {
        ArgumentNullException.ThrowIfNull(state, argument);
        StateReader reader = new StateReader(state);
        SavedParameterState[] saved = [.. _states.Select((own, i) => Read(reader, own, string.Create(CultureInfo.InvariantCulture, $"state.{i}.")))];
        (double Rate, double InitialRate, double Decay)[] groups =
        [
            .. Enumerable.Range(0, _groups.Length).Select(
                j =>
                {
                    string prefix = string.Create(CultureInfo.InvariantCulture, $"groups.{j}.");
                    return (OfGroup(prefix + LearningRate), OfGroup(prefix + InitialLearningRate), OfGroup(prefix + WeightDecay));
                }),
        ];
        if (reader.Faults() is { Count: > 0 } faults)
        {
            throw new ArgumentException(
                $"The state does not fit {GetType().Name} of {_states.Length} parameters in {_groups.Length} groups: {string.Join("; ", faults)}.",
                argument);
        }

        return TakeOver;

        void TakeOver()
        {
            for (int i = 0; i < saved.Length; i++)
            {
                _states[i].Load(saved[i]);
            }

            for (int j = 0; j < groups.Length; j++)
            {
                _groups[j].Load(groups[j].Rate, groups[j].InitialRate, groups[j].Decay);
            }
        }

        double OfGroup(string name) => reader.Number(name, 0, double.MaxValue);
    }

    /// <summary>What a state says of one parameter, copied; faults are the reader's.</summary>
    private SavedParameterState Read(StateReader reader, ParameterState own, string prefix)
    {
        SavedParameterState saved = new SavedParameterState { Steps = reader.Count(prefix + Steps) };
        Tensor value = own.Value;
        if (!ReferenceEquals(value, own.Parameter))
        {
            saved.Master = reader.Copy(prefix + Master32, value.Shape, value.DataType);
        }

        // Before the first step there is nothing else, and nothing needs to be.
        bool hasBegun = saved.Steps != 0 || Array.Exists(Declared, entry => reader.Has(Path(entry)));
        foreach (StateEntry entry in hasBegun ? Declared : [])
        {
            if (!entry.IsBuffer)
            {
                saved.Numbers.Add(entry.Name, reader.Number(Path(entry), entry.Minimum, entry.Maximum));
                continue;
            }

            (Shape shape, DataType type) = entry.Form(value);
            if (reader.Copy(Path(entry), shape, type) is { } copy)
            {
                saved.Buffers.Add(entry.Name, copy);
            }
        }

        return saved;

        string Path(StateEntry entry) => $"{prefix}{(entry.IsBuffer ? BufferPart : NumberPart)}.{entry.Name}";
    }
}
