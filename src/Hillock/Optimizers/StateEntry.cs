using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>
/// A tensor or a number that an optimizer remembers of each parameter. What is declared in <see cref="Optimizer.Entries"/> is made before the first step,
/// saved with <see cref="Optimizer.StateDict"/>, and checked before <see cref="Optimizer.LoadStateDict"/> takes anything over.
/// </summary>
/// <example>
/// <code>
/// protected override IReadOnlyList&lt;StateEntry&gt; Entries =&gt; [StateEntry.Buffer("exp_avg"), StateEntry.Number("power", initial: 1, minimum: 0)];
/// </code>
/// </example>
public sealed class StateEntry
{
    private readonly Func<Tensor, Tensor>? _initial;

    private StateEntry(string name, bool isBuffer, Func<Tensor, Tensor>? initial, double number, double minimum, double maximum)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The name \"{name}\" has a point, which separates the steps of a path; choose another.", nameof(name));
        }

        Name = name;
        IsBuffer = isBuffer;
        _initial = initial;
        InitialNumber = number;
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>The name: what <see cref="ParameterState"/> is asked for, and the last part of a path in <see cref="Optimizer.StateDict"/>.</summary>
    public string Name { get; }

    /// <summary>Whether it is a tensor; otherwise it is a number.</summary>
    public bool IsBuffer { get; }

    internal double InitialNumber { get; }

    internal double Minimum { get; }

    internal double Maximum { get; }

    /// <summary>A tensor, such as a momentum.</summary>
    /// <param name="name">Its name, which is not empty and has no point.</param>
    /// <param name="initial">
    /// Makes it from the parameter's <see cref="ParameterState.Value"/>, always in the same shape and type, in memory of its own; zeros of the shape and type
    /// of the value when left out.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty or has a point.</exception>
    public static StateEntry Buffer(string name, Func<Tensor, Tensor>? initial = null) => new(name, isBuffer: true, initial, 0, 0, 0);

    /// <summary>A number.</summary>
    /// <param name="name">Its name, which is not empty and has no point.</param>
    /// <param name="initial">What it is before the first step.</param>
    /// <param name="minimum">The least number that a saved state may have.</param>
    /// <param name="maximum">The largest number that a saved state may have. NaN is refused in any case.</param>
    /// <exception cref="ArgumentException">The name is empty or has a point.</exception>
    public static StateEntry Number(
        string name, double initial = 0, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity) =>
        new(name, isBuffer: false, null, initial, minimum, maximum);

    /// <summary>The tensor before the first step.</summary>
    internal Tensor Make(Tensor value) => _initial is null
        ? Tensor.ZerosLike(value)
        : _initial(value)?.Detach() ?? throw new InvalidOperationException($"The buffer \"{Name}\" expects a tensor to begin with but got null.");

    /// <summary>The shape and type of the tensor.</summary>
    internal (Shape Shape, DataType Type) Form(Tensor value)
    {
        Tensor like = _initial is null ? value : Make(value);
        return (like.Shape, like.DataType);
    }
}
