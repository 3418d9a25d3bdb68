using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Optimizers;

/// <summary>Changes parameters along their gradients.</summary>
/// <remarks>A step works in place, allocates nothing after the first, and gives the same bits with any number of threads.</remarks>
public abstract class Optimizer
{
    private readonly ParameterGroup[] _groups;
    private readonly ParameterState[] _states;

    /// <summary>Takes the parameters.</summary>
    /// <param name="groups">The parameters in groups.</param>
    /// <param name="learningRate">The learning rate of groups without their own.</param>
    /// <param name="weightDecay">The weight decay of groups without their own.</param>
    /// <exception cref="ArgumentException">There is no parameter, one occurs twice, was computed from others, or is of another type than Float32 or Float64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    private protected Optimizer(IEnumerable<ParameterGroup> groups, double learningRate, double weightDecay)
    {
        ArgumentNullException.ThrowIfNull(groups);
        _groups = [.. groups];
        Nonnegative(learningRate, nameof(learningRate));
        Nonnegative(weightDecay, nameof(weightDecay));
        var states = new List<ParameterState>();
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (ParameterGroup group in _groups)
        {
            foreach (Tensor parameter in group.Parameters)
            {
                Check(parameter, seen, states.Count);
                states.Add(new ParameterState(parameter, group));
            }
        }

        if (states.Count == 0)
        {
            throw new ArgumentException("An optimizer needs at least one parameter but got none; pass module.Parameters() of a module that has some.", nameof(groups));
        }

        foreach (ParameterGroup group in _groups)
        {
            group.Adopt(learningRate, weightDecay);
        }

        _states = [.. states];
    }

    /// <summary>The groups of parameters, whose learning rates and weight decays may be changed between steps.</summary>
    public IReadOnlyList<ParameterGroup> Groups => _groups;

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
        foreach (ParameterState state in _states)
        {
            Tensor parameter = state.Parameter;
            if (parameter.RawGradient is not { } gradient)
            {
                continue;
            }

            state.Steps++;
            parameter.Storage.Version++;
            gradient = gradient.IsContiguous ? gradient : gradient.Detach().Contiguous();
            Update(state, gradient);
            if (state.Group.Bound is { } bound)
            {
                CutBack(parameter, bound);
            }

            GC.KeepAlive(gradient);
            GC.KeepAlive(state);
        }
    }

    /// <summary>Scales all gradients by the same factor so that their Euclidean norm, taken of all together, is at most a limit.</summary>
    /// <param name="maximum">The limit, above 0.</param>
    /// <returns>The norm before: 0 if there is no gradient.</returns>
    /// <remarks>
    /// To be called between <c>Backward</c> and <see cref="Step"/>. If the norm is infinite or NaN the gradients stay as they are: look at the result. Unlike
    /// PyTorch's <c>clip_grad_norm_</c> it adds nothing to the norm, so that gradients within the limit keep their bits and others get its norm. Source: Pascanu,
    /// Mikolov, Bengio, "On the difficulty of training recurrent neural networks" (2013).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above 0, or not finite.</exception>
    public double ClipGradients(double maximum)
    {
        if (!(maximum > 0 && double.IsFinite(maximum)))
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"{nameof(maximum)} expects a finite norm above 0 but got {maximum.ToString(CultureInfo.InvariantCulture)}.");
        }

        List<Tensor> gradients = new(_states.Length);
        foreach (ParameterState state in _states)
        {
            if (state.Parameter.RawGradient is { } gradient)
            {
                gradients.Add(gradient);
            }
        }

        double norm = GradientNorm.Of(gradients);
        if (norm > maximum && double.IsFinite(norm))
        {
            foreach (Tensor gradient in gradients)
            {
                gradient.Detach().MultiplyInPlace(maximum / norm);
            }
        }

        return norm;
    }

    internal static double Nonnegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} expects a finite number of at least 0 but got {value.ToString(CultureInfo.InvariantCulture)}.");

    internal static double Fraction(double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} expects a number from 0 to below 1 but got {value.ToString(CultureInfo.InvariantCulture)}.");

    /// <summary>Updates one parameter.</summary>
    private protected abstract void Update(ParameterState state, Tensor gradient);

    private static void CutBack(Tensor parameter, double bound)
    {
        var clamp = new ClampFunction(-bound, bound);
        if (parameter.DataType == DataType.Float32)
        {
            Map.Apply(clamp, parameter.Span<float>(), parameter.Span<float>());
        }
        else
        {
            Map.Apply(clamp, parameter.Span<double>(), parameter.Span<double>());
        }
    }

    private protected static void Run<TUpdate>(TUpdate update, ParameterState state, Tensor gradient)
        where TUpdate : struct, IUpdate
    {
        if (state.Parameter.DataType == DataType.Float32)
        {
            Run<TUpdate, float>(update, state, gradient);
        }
        else
        {
            Run<TUpdate, double>(update, state, gradient);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TUpdate, TElement>(TUpdate update, ParameterState state, Tensor gradient)
        where TUpdate : struct, IUpdate
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement> =>
        Kernels.Update.Run(
            update,
            state.Parameter.Span<TElement>(),
            gradient.Span<TElement>(),
            state.First is { } first ? first.Span<TElement>() : default,
            state.Second is { } second ? second.Span<TElement>() : default);

    private static void Check(Tensor parameter, HashSet<Tensor> seen, int index)
    {
        if (parameter is null || !seen.Add(parameter))
        {
            throw new ArgumentException($"Parameter {index} {(parameter is null ? "is null" : "occurs a second time")}; pass each parameter once.", nameof(parameter));
        }

        if (!parameter.IsLeaf || !parameter.IsContiguous)
        {
            throw new ArgumentException($"Parameter {index} of shape {parameter.Shape} {(parameter.IsLeaf ? "is not contiguous" : "was computed from others")}; an optimizer changes leaves of their own memory.", nameof(parameter));
        }

        if (parameter.DataType is not (DataType.Float32 or DataType.Float64))
        {
            throw new ArgumentException($"Parameter {index} is of type {parameter.DataType.Name()} but optimizers work in float32 or float64; keep such a copy of it to learn.", nameof(parameter));
        }
    }
}
