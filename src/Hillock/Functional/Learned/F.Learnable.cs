using Hillock.Activations;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

public static partial class F
{
    /// <summary>Applies a function with a learned parameter to every element: <c>y[i] = f(x[i], p[i])</c>, with gradients of any order for both.</summary>
    /// <param name="x">The arguments, of a floating-point type.</param>
    /// <param name="parameter">
    /// The parameter: one number; one for each channel, <c>[channels]</c> for axis 1 of <paramref name="x"/>; or any shape that broadcasts to that of
    /// <paramref name="x"/>, such as one for each unit.
    /// </param>
    /// <param name="function">The function; its derivatives follow from its definition.</param>
    /// <returns>A tensor of the shape and type of <paramref name="x"/>. 16-bit types are computed in float32 and rounded once.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not of a floating-point type, or the parameter does not broadcast to it.</exception>
    public static Tensor Apply<TActivation>(Tensor x, Tensor parameter, TActivation function)
        where TActivation : struct, ILearnableActivation
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(parameter);
        return MixedDerivative(function, 0, 0, x, AlignParameter(x, parameter, typeof(TActivation).Name));
    }

    /// <summary>Applies an activation that is random while training: <c>y[i] = f(x[i], u[i])</c>.</summary>
    /// <param name="x">The arguments, of a floating-point type.</param>
    /// <param name="random">The random numbers: element <c>i</c>, in row-major order, draws number <c>start + i</c>, whatever its value.</param>
    /// <param name="function">The function.</param>
    /// <param name="start">The number that the first element draws.</param>
    /// <returns>A tensor of the shape and type of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="x"/> is not of a floating-point type.</exception>
    public static Tensor RandomActivation<TActivation>(Tensor x, Philox random, TActivation function, ulong start = 0)
        where TActivation : struct, IRandomActivation
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        Tensor uniform = Tensor.Empty(x.Shape);
        random.FillUniform(uniform.Span<float>(), start);
        GC.KeepAlive(uniform);
        return Widening.Apply(
            DataType.Float32, x, (function, uniform), static (wide, s) => MixedDerivative(s.function, 0, 0, wide, s.uniform.To(wide.DataType)));
    }

    /// <summary>The derivative <c>∂ⁱ⁺ʲf(x, p)/∂xⁱ∂pʲ</c>, itself differentiable in both tensors.</summary>
    internal static Tensor MixedDerivative<TFunction>(TFunction function, int orderX, int orderP, Tensor x, Tensor p)
        where TFunction : struct, IBinaryFunction
    {
        if (Widening.IsNarrow(x.DataType) && Tracks(x, p))
        {
            return Widening.Apply(
                DataType.Float32, x, p, (function, orderX, orderP), static (wideX, wideP, s) => MixedDerivative(s.function, s.orderX, s.orderP, wideX, wideP));
        }

        Tensor z = MixedDerivatives.Evaluate(function, orderX, orderP, x, p);
        return Tracks(x, p) ? z.By(new LearnableNode<TFunction>(function, orderX, orderP, x, p)) : z;
    }

    private static Tensor AlignParameter(Tensor x, Tensor parameter, string name)
    {
        if (!x.DataType.IsFloatingPoint())
        {
            throw Elementwise.NeedsFloatingPoint(x.DataType);
        }

        Tensor p = parameter.To(x.DataType);
        if (p.Rank == 1 && p.Length != 1 && x.Rank > 2 && x.Shape[1] == p.Length)
        {
            Span<int> dimensions = stackalloc int[x.Rank - 1];
            dimensions.Fill(1);
            dimensions[0] = p.Length;
            return p.Reshape(dimensions);
        }

        // One number serves any input, also one without axes.
        return p.Length == 1 && p.Rank > x.Rank
            ? p.Reshape(Shape.Scalar)
            : BroadcastsTo(p.Shape, x.Shape)
            ? p
            : throw new ArgumentException(
                x.Rank == 0
                    ? $"{name} expects a parameter of one number for an input of one number, without axes, but got {parameter.Shape}; give the input an " +
                        "axis with Unsqueeze."
                    : $"{name} expects a parameter of one number, of [{(x.Rank > 1 ? x.Shape[1] : x.Length)}] channels, or of a shape that broadcasts to " +
                        $"{x.Shape} but got {parameter.Shape}.",
                nameof(parameter));
    }

    private static bool BroadcastsTo(Shape from, Shape to)
    {
        int added = to.Rank - from.Rank;
        for (int i = 0; i < from.Rank && added >= 0; i++)
        {
            if (from.Dimensions[i] != 1 && from.Dimensions[i] != to.Dimensions[added + i])
            {
                return false;
            }
        }

        return added >= 0;
    }
}
