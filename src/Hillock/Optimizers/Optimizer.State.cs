using System.Globalization;
using Hillock.Tensors;

namespace Hillock.Optimizers;

public abstract partial class Optimizer
{
    private const string Steps = "steps", Master32 = "master", BufferPart = "buffers", NumberPart = "numbers";

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
            state.Add(prefix + "learning_rate", Tensor.Scalar(_groups[j].LearningRate, DataType.Float64));
            state.Add(prefix + "initial_learning_rate", Tensor.Scalar(_groups[j].InitialLearningRate, DataType.Float64));
            state.Add(prefix + "weight_decay", Tensor.Scalar(_groups[j].WeightDecay, DataType.Float64));
        }

        return state;
    }

    /// <summary>
    /// Takes over what <see cref="StateDict"/> gave, of an optimizer of the same kind with as many parameters and groups. Either all is taken over or nothing.
    /// </summary>
    /// <param name="state">The values by name. They are copied.</param>
    /// <exception cref="ArgumentException">A name is missing or unknown, or a shape differs. The message lists all faults.</exception>
    /// <remarks>The parameters themselves are the network's: load those by its <c>LoadStateDict</c>, before or after.</remarks>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        List<string> faults = new List<string>();
        Loaded[] loaded = new Loaded[_states.Length];
        for (int i = 0; i < loaded.Length; i++)
        {
            loaded[i] = new Loaded();
            string name = string.Create(CultureInfo.InvariantCulture, $"state.{i}.{Steps}");
            if (!state.ContainsKey(name))
            {
                faults.Add($"missing: {name}");
            }
        }

        Dictionary<(int Group, string Name), double> numbers = new Dictionary<(int Group, string Name), double>();
        foreach ((string name, Tensor value) in state)
        {
            if (Read(name.Split('.'), value, loaded, numbers) is { } fault)
            {
                faults.Add($"{fault}: {name}");
            }
        }

        for (int j = 0; j < _groups.Length; j++)
        {
            foreach (string name in (string[])["learning_rate", "initial_learning_rate", "weight_decay"])
            {
                if (!numbers.ContainsKey((j, name)))
                {
                    faults.Add(string.Create(CultureInfo.InvariantCulture, $"missing: groups.{j}.{name}"));
                }
            }
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException(
                $"The state does not fit {GetType().Name} of {_states.Length} parameters in {_groups.Length} groups: {string.Join("; ", faults)}.",
                nameof(state));
        }

        for (int i = 0; i < loaded.Length; i++)
        {
            _states[i].Load(loaded[i].Steps, loaded[i].Master, loaded[i].Buffers, loaded[i].Numbers);
        }

        for (int j = 0; j < _groups.Length; j++)
        {
            _groups[j].Load(numbers[(j, "learning_rate")], numbers[(j, "initial_learning_rate")], numbers[(j, "weight_decay")]);
        }
    }

    /// <summary>Sorts one value in; returns what is wrong with it, or null.</summary>
    private string? Read(string[] path, Tensor value, Loaded[] loaded, Dictionary<(int Group, string Name), double> numbers)
    {
        if (path.Length < 3 || !int.TryParse(path[1], NumberStyles.None, CultureInfo.InvariantCulture, out int index))
        {
            return "unknown";
        }

        if (path[0] == "groups" && index < _groups.Length && path is [_, _, "learning_rate" or "initial_learning_rate" or "weight_decay"])
        {
            return value.Length != 1
                ? $"expects one number but got {value.Shape}"
                : numbers.TryAdd((index, path[2]), value.ToArray<double>()[0]) ? null : "twice";
        }

        if (path[0] != "state" || index >= loaded.Length)
        {
            return "unknown";
        }

        Loaded own = loaded[index];
        Shape shape = _states[index].Parameter.Shape;
        switch (path)
        {
            case [_, _, Steps] when value.Length == 1:
                own.Steps = value.ToArray<long>()[0];
                return null;
            case [_, _, Master32] when value.Shape.Equals(shape):
                own.Master = value;
                return null;
            case [_, _, Master32]:
                return $"expects the shape {shape} but got {value.Shape}";
            case [_, _, NumberPart, var name] when value.Length == 1:
                own.Numbers.Add((name, value.ToArray<double>()[0]));
                return null;
            case [_, _, BufferPart, var name]:
                // A buffer may have a shape of its own; one that is there already says which.
                if (_states[index].Buffers.TryGetValue(name, out Tensor? present) && !present.Shape.Equals(value.Shape))
                {
                    return $"expects the shape {present.Shape} but got {value.Shape}";
                }

                own.Buffers.Add((name, value));
                return null;
            default:
                return path[2] is Steps or NumberPart ? $"expects one number but got {value.Shape}" : "unknown";
        }
    }

    /// <summary>What a state says of one parameter.</summary>
    private sealed class Loaded
    {
        internal long Steps;
        internal Tensor? Master;
        internal readonly List<(string Name, Tensor Value)> Buffers = [];
        internal readonly List<(string Name, double Value)> Numbers = [];
    }
}
