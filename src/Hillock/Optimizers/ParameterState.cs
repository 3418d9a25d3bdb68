using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>What an optimizer remembers of one parameter: tensors and numbers by name, which <see cref="Optimizer.StateDict"/> saves.</summary>
/// <remarks>
/// A parameter of a 16-bit type is learned through a float32 copy: an optimizer changes <see cref="Value"/>, and the parameter follows.
/// </remarks>
public sealed class ParameterState
{
    private readonly OrderedDictionary<string, Tensor> _buffers = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, double> _numbers = new(StringComparer.Ordinal);
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
    /// <param name="name">Its name, which is not empty and has no point: the part of a path in <see cref="Optimizer.StateDict"/>.</param>
    /// <param name="initial">Makes it, the first time it is asked for; zeros of the shape and type of <see cref="Value"/> when left out.</param>
    /// <returns>The tensor, to be changed in place.</returns>
    /// <exception cref="ArgumentException">The name is empty or has a point.</exception>
    public Tensor Buffer(string name, Func<Tensor>? initial = null)
    {
        if (!_buffers.TryGetValue(name, out Tensor? buffer))
        {
            CheckName(name);
            buffer = TensorPool.Keep(initial is null ? Tensor.ZerosLike(Value) : initial());
            _buffers.Add(name, buffer);
        }

        return buffer;
    }

    /// <summary>A number that belongs to the parameter.</summary>
    /// <param name="name">Its name, which is not empty and has no point.</param>
    /// <param name="initial">What it is as long as it has not been set.</param>
    public double Number(string name, double initial = 0) => _numbers.TryGetValue(name, out double value) ? value : initial;

    /// <summary>Sets a number that belongs to the parameter.</summary>
    /// <param name="name">Its name, which is not empty and has no point.</param>
    /// <param name="value">The number.</param>
    /// <returns>The number.</returns>
    /// <exception cref="ArgumentException">The name is empty or has a point.</exception>
    public double SetNumber(string name, double value)
    {
        CheckName(name);
        return _numbers[name] = value;
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

    /// <summary>Forgets everything, and takes over what was saved.</summary>
    internal void Load(long steps, Tensor? master, IEnumerable<(string Name, Tensor Value)> buffers, IEnumerable<(string Name, double Value)> numbers)
    {
        Steps = steps;
        _buffers.Clear();
        _numbers.Clear();
        if (master is not null && Value is var copy && !ReferenceEquals(copy, Parameter))
        {
            copy.CopyFrom(master);
            Publish();
        }

        foreach ((string name, Tensor value) in buffers)
        {
            _buffers.Add(name, TensorPool.Keep(value.Detach().Clone()));
        }

        foreach ((string name, double value) in numbers)
        {
            _numbers.Add(name, value);
        }
    }

    private static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The name \"{name}\" has a point, which separates the steps of a path; choose another.", nameof(name));
        }
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
