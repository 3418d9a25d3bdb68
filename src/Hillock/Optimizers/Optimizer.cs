using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Numbers.Functions;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>Changes parameters along their gradients.</summary>
/// <remarks>
/// <para>A step works in place, allocates nothing after the first, and gives the same bits with any number of threads.</para>
/// <para>
/// A parameter of a 16-bit type is learned in float32: the optimizer keeps a copy of it (<see cref="Master"/>) and its own state in that type, and rounds the
/// copy to the parameter once after each step, so that steps too small for the 16-bit type add up. What somebody else writes to the parameter,
/// <c>LoadStateDict</c> for instance, is taken over at the next step, element by element where it differs from the rounded copy; <c>Master(p).CopyFrom(p)</c>
/// forgets the copy's further digits as well. Source: Micikevicius et al., "Mixed precision training" (2018).
/// </para>
/// <para>
/// An optimizer of your own overrides <see cref="Update"/>: it changes the <see cref="ParameterState.Value"/> of one parameter in place, by functions of
/// <c>F</c> or by an <see cref="IUpdate"/>, one formula that runs in a single pass. What it remembers it declares in <see cref="Entries"/> and asks
/// <see cref="ParameterState.Buffer"/> for; it is saved with <see cref="StateDict"/>. Groups, bounds, schedules, 16-bit parameters and clipping work as with
/// the others.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// // p ← p − η·sign(g): the learning rate is the length of every step.
/// sealed class SignDescent(IEnumerable&lt;Tensor&gt; parameters, double learningRate) : Optimizer([new ParameterGroup(parameters)], learningRate)
/// {
///     protected override void Update(ParameterState state, Tensor gradient) =&gt;
///         state.Value.AddInPlace(F.Sign(gradient), -state.Group.LearningRate);
/// }
/// </code>
/// </example>
public abstract partial class Optimizer
{
    private readonly ParameterGroup[] _groups;
    private readonly ParameterState[] _states;
    private StateEntry[]? _entries;

    /// <summary>Takes the parameters.</summary>
    /// <param name="groups">The parameters in groups.</param>
    /// <param name="learningRate">The learning rate of groups without their own.</param>
    /// <param name="weightDecay">The weight decay of groups without their own.</param>
    /// <exception cref="ArgumentException">
    /// There is no parameter, one occurs twice, was computed from others, or is not of a floating-point type; or a group has been given to an optimizer before.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    protected Optimizer(IEnumerable<ParameterGroup> groups, double learningRate, double weightDecay = 0)
    {
        ArgumentNullException.ThrowIfNull(groups);
        _groups = [.. groups];
        Check.NonNegative(learningRate, nameof(learningRate));
        Check.NonNegative(weightDecay, nameof(weightDecay));
        List<ParameterState> states = new List<ParameterState>();
        HashSet<Tensor> seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < _groups.Length; i++)
        {
            ParameterGroup group = _groups[i] ?? throw new ArgumentException($"Group {i} is null; pass groups of parameters.", nameof(groups));
            if (group.IsTaken || Array.IndexOf(_groups, group) < i)
            {
                throw new ArgumentException(
                    $"Group {i} of {group.Parameters.Count} parameters belongs to an optimizer already, whose learning rate it has; " +
                    "make another: new ParameterGroup(group.Parameters).", nameof(groups));
            }

            foreach (Tensor parameter in group.Parameters)
            {
                CheckParameter(parameter, seen, states.Count);
                states.Add(new ParameterState(parameter, group));
            }
        }

        if (states.Count == 0)
        {
            throw new ArgumentException(
                "An optimizer needs at least one parameter but got none; pass module.Parameters() of a module that has some.", nameof(groups));
        }

        foreach (ParameterGroup group in _groups)
        {
            group.Adopt(learningRate, weightDecay);
        }

        _states = [.. states];
    }

    /// <summary>The groups of parameters, whose learning rates and weight decays may be changed between steps.</summary>
    public IReadOnlyList<ParameterGroup> Groups => _groups;

    /// <summary>What the optimizer remembers of each parameter beside its steps: nothing unless overridden. It is read once, before the first step.</summary>
    protected virtual IReadOnlyList<StateEntry> Entries => [];

    private StateEntry[] Declared
    {
        get
        {
            if (_entries is null)
            {
                StateEntry[] entries = [.. Entries];
                if (entries.GroupBy(static entry => (entry.IsBuffer, entry.Name)).FirstOrDefault(static group => group.Count() > 1) is { } twice)
                {
                    throw new InvalidOperationException($"{GetType().Name} declares the entry \"{twice.Key.Name}\" twice; give each a name of its own.");
                }

                _entries = entries;
            }

            return _entries;
        }
    }

    /// <summary>Forgets the gradients of all parameters; their memory is used again.</summary>
    public void ZeroGrad()
    {
        foreach (ParameterState state in _states)
        {
            state.Parameter.ZeroGrad();
        }
    }

    /// <summary>Takes one step, and cuts the parameters of a group with a bound back to it. A parameter without a gradient stays as it is.</summary>
    public void Step()
    {
        using GradientScope off = Gradients.Disabled();
        foreach (ParameterState state in _states)
        {
            // Before anything has changed, so that a step that is refused has changed nothing.
            if (state.Parameter.RawGradient is { } gradient)
            {
                gradient.Storage.Memory(out _);
                state.Parameter.Storage.Memory(out _);
                state.Begin(Declared);
            }
        }

        foreach (ParameterState state in _states)
        {
            Tensor parameter = state.Parameter;
            if (parameter.RawGradient is not { } gradient)
            {
                continue;
            }

            Tensor learned = state.Value;
            Tensor converted = gradient.Detach().To(learned.DataType).Contiguous();
            state.Steps++;
            learned.Storage.Version++;
            Update(state, converted);
            if (state.Group.Bound is { } bound)
            {
                CutBack(learned, bound);
            }

            state.Publish();
            GC.KeepAlive(converted);
            if (converted.Storage != gradient.Storage)
            {
                converted.Release();
            }
        }
    }

    /// <summary>
    /// The float32 copy in which a parameter of a 16-bit type is learned: what to save beside the rounded parameter to go on later from the same digits.
    /// </summary>
    /// <param name="parameter">A parameter of this optimizer.</param>
    /// <returns>The copy, which shares memory with the optimizer's; the parameter itself if it is of Float32 or Float64.</returns>
    /// <exception cref="ArgumentException">The optimizer does not have the parameter.</exception>
    public Tensor Master(Tensor parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ParameterState? state = Array.Find(_states, state => ReferenceEquals(state.Parameter, parameter));
        return state?.Value
            ?? throw new ArgumentException(
                $"Master expects a parameter of this optimizer but got another tensor of shape {parameter.Shape}; pass one of Groups.", nameof(parameter));
    }

    /// <summary>A setting, if it is finite and at least 0.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="name">Its name, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    protected internal static double Nonnegative(double value, string name) => Check.NonNegative(value, name);

    /// <summary>A setting, if it is from 0 to below 1, as the decay of a mean.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="name">Its name, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    protected internal static double Fraction(double value, string name) => Check.Fraction(value, name);

    /// <summary>Takes the step of one parameter: changes <see cref="ParameterState.Value"/> in place. Nothing is recorded meanwhile.</summary>
    /// <param name="state">The parameter, its group, and what is remembered of it.</param>
    /// <param name="gradient">The gradient, of the shape and type of <see cref="ParameterState.Value"/> and contiguous; to be read and not written to.</param>
    protected abstract void Update(ParameterState state, Tensor gradient);

    private static void CutBack(Tensor parameter, double bound)
    {
        ClampFunction clamp = new ClampFunction(-bound, bound);
        if (parameter.DataType == DataType.Float32)
        {
            Map.Apply(clamp, parameter.Span<float>(), parameter.Span<float>());
        }
        else
        {
            Map.Apply(clamp, parameter.Span<double>(), parameter.Span<double>());
        }

        GC.KeepAlive(parameter);
    }

    /// <summary>
    /// Applies a formula to every element of a parameter, its gradient and its buffers: one vectorised pass, in parallel, which allocates nothing.
    /// </summary>
    /// <param name="update">The formula.</param>
    /// <param name="state">The parameter, whose <see cref="ParameterState.Value"/> is changed.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="first">The first buffer, of the shape and type of <see cref="ParameterState.Value"/>; null if the formula has none.</param>
    /// <param name="second">The second buffer, likewise.</param>
    /// <exception cref="ArgumentException">A buffer that the formula needs is missing, or of another length or type.</exception>
    protected static void Run<TUpdate>(TUpdate update, ParameterState state, Tensor gradient, Tensor? first = null, Tensor? second = null)
        where TUpdate : struct, IUpdate
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(gradient);
        Tensor value = state.Value;
        if (value.DataType == DataType.Float32)
        {
            Run<TUpdate, float>(update, value, gradient, first, second);
        }
        else
        {
            Run<TUpdate, double>(update, value, gradient, first, second);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TUpdate, TElement>(TUpdate update, Tensor value, Tensor gradient, Tensor? first, Tensor? second)
        where TUpdate : struct, IUpdate
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        Kernels.Update.Run(
            update,
            value.Span<TElement>(),
            gradient.Span<TElement>(),
            first is null ? default : first.Span<TElement>(),
            second is null ? default : second.Span<TElement>());
        GC.KeepAlive(value);
        GC.KeepAlive(gradient);
        GC.KeepAlive(first);
        GC.KeepAlive(second);
    }

    private static void CheckParameter(Tensor parameter, HashSet<Tensor> seen, int index)
    {
        if (parameter is null || !seen.Add(parameter))
        {
            throw new ArgumentException(
                $"Parameter {index} {(parameter is null ? "is null" : "occurs a second time")}; pass each parameter once.", nameof(parameter));
        }

        if (!parameter.IsLeaf || !parameter.IsContiguous)
        {
            throw new ArgumentException(
                $"Parameter {index} of shape {parameter.Shape} {(parameter.IsLeaf ? "is not contiguous" : "was computed from others")}; an optimizer " +
                "changes leaves of their own memory.", nameof(parameter));
        }

        if (!parameter.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"Parameter {index} is of type {parameter.DataType.Name()} but an optimizer learns floating-point numbers; use To(DataType.Float32).",
                nameof(parameter));
        }
    }
}
