using System.Numerics;
using Hillock.Kernels;
using Hillock.Numbers;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>
/// The form <c>Σ y·conv(x, w)</c> is linear in each of its three tensors: the convolution, the transposed convolution and the product for the weight are its
/// derivatives by one of them, and each one's backward consists of the other two.
/// </summary>
internal static class ConvolutionOperation
{
    /// <summary>Computes one of the tensors from the other two, in the order x, w, y, and records it.</summary>
    /// <param name="role">What is computed.</param>
    /// <param name="first">The first of the other two.</param>
    /// <param name="second">The second of the other two.</param>
    /// <param name="bias">One number for each channel of an output or input, or null.</param>
    /// <param name="plan">The sizes.</param>
    /// <param name="following">What comes after an output, or null.</param>
    internal static Tensor Apply(
        ConvolutionRole role, Tensor first, Tensor second, Tensor? bias, ConvolutionPlan plan, IFollowing? following = null)
    {
        bool tracks = F.Tracks(first, second) || (bias is not null && F.Tracks(bias));
        BlockStep[]? steps = null;
        if (following is not null && !tracks && !Widening.IsNarrow(first.DataType) && Convolution.StepsPay(plan.Geometry, first.DataType.SizeInBytes()))
        {
            steps = following.Take(plan.Shape(role), first.DataType, byChannel: true);
        }

        Tensor result = Compute(role, first, second, bias, plan, steps);
        return tracks ? result.By(new ConvolutionNode(role, first, second, bias, plan)) : result;
    }

    private static Tensor Compute(ConvolutionRole role, Tensor first, Tensor second, Tensor? bias, ConvolutionPlan plan, BlockStep[]? steps = null)
    {
        DataType type = first.DataType;
        if (Widening.IsNarrow(type))
        {
            return Compute(role, Elementwise.Widened(first), Elementwise.Widened(second), bias is null ? null : Elementwise.Widened(bias), plan).To(type);
        }

        first = first.Detach().Contiguous();
        second = second.Detach().Contiguous();
        bias = bias?.Detach().Contiguous();
        Tensor result = Tensor.Empty(plan.Shape(role), type);
        if (type == DataType.Float32)
        {
            Into<float>(role, first, second, bias, result, plan.Geometry, steps);
        }
        else
        {
            Into<double>(role, first, second, bias, result, plan.Geometry, steps);
        }

        return result;
    }

    private static void Into<T>(
        ConvolutionRole role, Tensor first, Tensor second, Tensor? bias, Tensor result, ConvolutionGeometry geometry, BlockStep[]? steps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> biases = bias is null ? default : bias.Span<T>();
        int bits = VectorWidth.Bits;
        Tensor weight = role switch { ConvolutionRole.Output => second, ConvolutionRole.Input => first, _ => result };
        MultiplyAdds.Add((long)(role == ConvolutionRole.Output ? result : second).Length * (weight.Length / Math.Max(1, weight.Shape[0])));
        switch (role)
        {
            case ConvolutionRole.Output:
                Convolution.Output(geometry, first.Span<T>(), second.Span<T>(), biases, result.Span<T>(), bits, steps);
                break;
            case ConvolutionRole.Input:
                Convolution.Input(geometry, second.Span<T>(), first.Span<T>(), biases, result.Span<T>(), bits);
                break;
            default:
                Convolution.Weight<T>(geometry, first.Span<T>(), second.Span<T>(), result.Span<T>(), bits);
                break;
        }

        GC.KeepAlive(first);
        GC.KeepAlive(second);
        GC.KeepAlive(bias);
        GC.KeepAlive(result);
    }
}
