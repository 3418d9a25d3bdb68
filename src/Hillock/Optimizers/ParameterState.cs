using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>What an optimizer remembers of one parameter: tensors and numbers by name, which <see cref="Optimizer.StateDict"/> saves.</summary>
/// <remarks>
/// A parameter of a 16-bit type is learned through a float32 copy: an optimizer changes <see cref="Value"/>, and the parameter follows.
/// </remarks>
public sealed class ParameterState
{
    private OrderedDictionary<string, Tensor> _buffers = new(StringComparer.Ordinal);
    private OrderedDictionary<string, double> _numbers = new(StringComparer.Ordinal);
    private Tensor? _master;
    private int _version;

    internal ParameterState(Tensor parameter, ParameterGroup group)
    {
        Parameter = parameter;
        Group = group;
    }

    /// <summary>The parameter.</summary>
    public Tensor Parameter { get; }

    /// <summary>The group that the parameter is in: its learning rate and weight decay.</summary>
    public ParameterGroup Group { get; }

    /// <summary>The steps taken, the one under way included; a step without a gradient does not count.</summary>
    public long Steps { get; internal set; }

    /// <summary>What a step changes in place, of type Float32 or Float64: the parameter, or of a 16-bit one its float32 copy, brought up to date.</summary>
    public Tensor Value
    {
        get
        {
            if (Parameter.DataType is DataType.Float32 or DataType.Float64)
            {
                return Parameter;
            }

            if (_master is null)
            {
                _master = TensorPool.Keep(Parameter.Detach().To(DataType.Float32));
            }
            else if (Parameter.Storage.Version != _version)
            {
                TakeChanges(_master);
            }

            _version = Parameter.Storage.Version;
            return _master;
        }
    }

    internal IReadOnlyDictionary<string, Tensor> Buffers => _buffers;

    internal IReadOnlyDictionary<string, double> Numbers => _numbers;

    /// <summary>A tensor that belongs to the parameter, such as a momentum: the same one in every step.</summary>
    /// <param name="name">Its name, declared in the optimizer's <see cref="Optimizer.Entries"/>.</param>
    /// <returns>The tensor, to be changed in place.</returns>
    /// <exception cref="ArgumentException">No buffer of the name is declared.</exception>
    public Tensor Buffer(string name) => _buffers.TryGetValue(name, out Tensor? buffer) ? buffer : throw Undeclared(name, nameof(StateEntry.Buffer));

    /// <summary>A number that belongs to the parameter.</summary>
    /// <param name="name">Its name, declared in the optimizer's <see cref="Optimizer.Entries"/>.</param>
    /// <exception cref="ArgumentException">No number of the name is declared.</exception>
    public double Number(string name) => _numbers.TryGetValue(name, out double value) ? value : throw Undeclared(name, nameof(StateEntry.Number));

    /// <summary>Sets a number that belongs to the parameter.</summary>
    /// <param name="name">Its name, declared in the optimizer's <see cref="Optimizer.Entries"/>.</param>
    /// <param name="value">The number.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentException">No number of the name is declared.</exception>
    public double SetNumber(string name, double value)
    {
        _ = Number(name);
        return _numbers[name] = value;
    }

    /// <summary>Makes what is declared, where it is not there yet.</summary>
    internal void Begin(StateEntry[] entries)
    {
        foreach (StateEntry entry in entries)
        {
            if (!entry.IsBuffer)
            {
                _numbers.TryAdd(entry.Name, entry.InitialNumber);
            }
            else if (!_buffers.ContainsKey(entry.Name))
            {
                _buffers.Add(entry.Name, TensorPool.Keep(entry.Make(Value)));
            }
        }
    }

    /// <summary>Rounds the copy, if there is one, to the parameter, after a change of what is learned.</summary>
    internal void Publish()
    {
        if (_master is not null)
        {
            Parameter.Storage.Version++;
            Conversion.Copy(_master, Parameter);
            _version = Parameter.Storage.Version;
        }
    }

    /// <summary>Forgets everything, and takes over what was saved and checked.</summary>
    internal void Load(SavedParameterState saved)
    {
        Steps = saved.Steps;
        foreach (Tensor buffer in saved.Buffers.Values)
        {
            TensorPool.Keep(buffer);
        }

        (_buffers, _numbers) = (saved.Buffers, saved.Numbers);
        if (saved.Master is not null)
        {
            Value.CopyFrom(saved.Master);
            Publish();
        }
    }

    private ArgumentException Undeclared(string name, string kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        string declared = string.Join(", ", kind == nameof(StateEntry.Buffer) ? _buffers.Keys : _numbers.Keys);
        return new ArgumentException(
            $"{kind} expects a name that the optimizer declares ({(declared.Length == 0 ? "there is none" : declared)}) but got \"{name}\"; " +
            $"override Entries with StateEntry.{kind}(\"{name}\").", nameof(name));
    }

    /// <summary>
    /// Somebody else may have written to the parameter: an element that is no longer the copy's, rounded, is taken over; others keep their digits.
    /// </summary>
    private void TakeChanges(Tensor master)
    {
        Tensor now = Parameter.Detach().To(DataType.Float32);
        Tensor rounded = master.To(Parameter.DataType).To(DataType.Float32);
        Tensor taken = F.Where(F.Equal(rounded, now), master, now);
        master.Storage.Version++;
        Conversion.CopySameType(taken, taken.Strides, master);
    }
}

/// <summary>What a saved state says of one parameter.</summary>
internal sealed class SavedParameterState
{
    internal required long Steps { get; init; }

    internal Tensor? Master { get; set; }

    internal OrderedDictionary<string, Tensor> Buffers { get; } = new(StringComparer.Ordinal);

    internal OrderedDictionary<string, double> Numbers { get; } = new(StringComparer.Ordinal);
}
