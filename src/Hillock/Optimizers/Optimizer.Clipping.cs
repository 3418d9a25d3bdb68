using System.Globalization;
using System.Runtime.CompilerServices;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Optimizers;

public abstract partial class Optimizer
{
    private readonly List<Tensor> _gradients = [];

    /// <summary>
    /// Scales all gradients by the same factor so that their Euclidean norm, taken of all together, is at most a limit, but for the rounding of the elements.
    /// </summary>
    /// <param name="maximum">The limit, above 0.</param>
    /// <returns>The norm before: 0 if there is no gradient.</returns>
    /// <remarks>
    /// To be called between <c>Backward</c> and <see cref="Step"/>. A gradient that is itself differentiable is replaced by numbers. If the norm is infinite or
    /// NaN the gradients stay as they are: look at the result. Unlike PyTorch's <c>clip_grad_norm_</c> it adds nothing to the norm, so that gradients within
    /// the limit keep their bits and others get its norm. Source: Pascanu, Mikolov, Bengio, "On the difficulty of training recurrent neural networks" (2013).
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not above 0, or not finite.</exception>
    public double ClipGradients(double maximum)
    {
        RequireLimit(maximum, "norm");
        double norm = GradientNormOfAll();
        if (norm > maximum && double.IsFinite(norm))
        {
            foreach (ParameterState state in _states)
            {
                if (state.Parameter.RawGradient is not null)
                {
                    GradientNorm.Limit(Numbers(state.Parameter), norm, maximum);
                }
            }
        }

        return norm;
    }

    /// <summary>Cuts each element of the gradients off at a magnitude: <c>g ← max(−m, min(g, m))</c>. NaN stays NaN.</summary>
    /// <param name="maximum">The magnitude, above 0.</param>
    /// <remarks>
    /// To be called between <c>Backward</c> and <see cref="Step"/>. It changes the direction of the gradient, which <see cref="ClipGradients"/> keeps. A
    /// gradient that is itself differentiable is replaced by numbers. PyTorch's <c>clip_grad_value_</c>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The magnitude is not above 0, or not finite.</exception>
    public void ClipGradientValues(double maximum)
    {
        RequireLimit(maximum, "magnitude");
        using GradientScope off = Gradients.Disabled();
        foreach (ParameterState state in _states)
        {
            if (state.Parameter.RawGradient is not null)
            {
                Tensor gradient = Numbers(state.Parameter);
                gradient.CopyFrom(F.Clamp(gradient, -maximum, maximum));
            }
        }
    }

    /// <summary>The Euclidean norm of all gradients together; 0 if there is none.</summary>
    internal double GradientNormOfAll()
    {
        _gradients.Clear();
        foreach (ParameterState state in _states)
        {
            if (state.Parameter.RawGradient is { } gradient)
            {
                _gradients.Add(gradient);
            }
        }

        double norm = GradientNorm.Of(_gradients);
        _gradients.Clear();
        return norm;
    }

    /// <summary>Whether all gradients are numbers, neither infinite nor NaN.</summary>
    internal bool GradientsAreFinite()
    {
        foreach (ParameterState state in _states)
        {
            if (state.Parameter.RawGradient is { } gradient && !GradientNorm.IsFinite(gradient))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Multiplies all gradients.</summary>
    internal void ScaleGradients(double factor)
    {
        using GradientScope off = Gradients.Disabled();
        foreach (ParameterState state in _states)
        {
            if (state.Parameter.RawGradient is not null)
            {
                Numbers(state.Parameter).MultiplyInPlace(factor);
            }
        }
    }

    /// <summary>The gradient of a parameter, to be changed in place: without its graph, which computes the numbers before.</summary>
    private static Tensor Numbers(Tensor parameter)
    {
        if (parameter.RawGradient!.Node is not null)
        {
            parameter.SetOwnGradient(parameter.RawGradient.Detach().Clone());
        }

        return parameter.RawGradient!;
    }

    private static void RequireLimit(double maximum, string what, [CallerArgumentExpression(nameof(maximum))] string name = "")
    {
        if (!(maximum > 0 && double.IsFinite(maximum)))
        {
            throw new ArgumentOutOfRangeException(
                name, maximum, $"{name} expects a finite {what} above 0 but got {maximum.ToString(CultureInfo.InvariantCulture)}.");
        }
    }
}
