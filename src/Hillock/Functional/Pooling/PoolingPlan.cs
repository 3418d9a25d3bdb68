using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The checked sizes of a pooling, and the shapes of its input and output <c>[n, c, ...]</c>.</summary>
internal sealed class PoolingPlan
{
    private PoolingPlan(string function, Tensor x, int[] outputs, string name, Func<int, PoolingAxis> axis)
    {
        Input = x.Shape;
        string lengths = string.Join(" by ", outputs);
        TensorSize.Fitting(
            TensorSize.Product(outputs) * x.Shape[0] * x.Shape[1], function, $"a result of {lengths} for x of {x.Shape}, together a tensor", "make it smaller",
            name);
        Output = Shape.Adopt([x.Shape[0], x.Shape[1], .. outputs]);
        PoolingAxis[] all = [PoolingAxis.Unit, PoolingAxis.Unit, PoolingAxis.Unit];
        int planes = Shape.Times(x.Shape[0], x.Shape[1]);
        for (int i = 0; planes > 0 && i < outputs.Length; i++)
        {
            all[3 - outputs.Length + i] = axis(i);
        }

        // Without planes no window is looked at, however many there would be.
        Geometry = new PoolingGeometry(planes, all[0], all[1], all[2]);
    }

    internal PoolingGeometry Geometry { get; }

    internal Shape Input { get; }

    internal Shape Output { get; }

    /// <summary>Whether the one window of a plane is all of it.</summary>
    internal bool IsWhole => Geometry.Planes > 0 && Geometry.Z.IsWhole && Geometry.Y.IsWhole && Geometry.X.IsWhole;

    /// <summary>Checks a pooling with a kernel.</summary>
    internal static PoolingPlan Windows(
        string function, int axes, Tensor x, PerAxis kernelSize, PerAxis stride, PerAxis padding, PerAxis dilation, bool ceilMode)
    {
        int[] kernels = kernelSize.Of(axes, nameof(kernelSize), 1);
        int[] strides = stride.IsDefault ? kernels : stride.Of(axes, nameof(stride), 1);
        int[] paddings = padding.Of(axes, nameof(padding), 0);
        int[] dilations = dilation.Of(axes, nameof(dilation), 1);
        int[] outputs = new int[axes];
        for (int i = 0; i < axes; i++)
        {
            long input = x.Shape[i + 2], reach = ((kernels[i] - 1L) * dilations[i]) + 1;
            string along = $"along axis {i + 2} of {x.Shape}";
            if (paddings[i] > reach / 2)
            {
                throw new ArgumentException(
                    $"{function} expects a padding of at most {reach / 2}, half of the {reach} elements that the kernel reaches {along}, but got " +
                    $"{paddings[i]}; pad less, or take a larger kernel.", nameof(padding));
            }

            long room = input + (2L * paddings[i]) - reach;
            long output = room < 0 ? 0 : (room / strides[i]) + 1;
            if (ceilMode && room + strides[i] - 1 >= 0)
            {
                // A window that would begin in the padding behind the input is left out.
                output = ((room + strides[i] - 1) / strides[i]) + 1;
                output -= (output - 1) * strides[i] >= input + paddings[i] ? 1 : 0;
            }

            if (output < 1 || reach > int.MaxValue)
            {
                throw new ArgumentException(
                    $"{function} expects a kernel that reaches over 1 to {input + (2L * paddings[i])} elements of the padded input {along} but got {reach}" +
                    $"{(dilations[i] > 1 ? $" with a dilation of {dilations[i]}" : "")}; the result would have no elements: take a smaller kernel, or pad.",
                    nameof(kernelSize));
            }

            outputs[i] = TensorSize.Fitting(output, function, $"a result {along}", "take a larger stride or pad less", nameof(stride));
        }

        return new PoolingPlan(function, x, outputs, nameof(kernelSize), i =>
        {
            PoolingAxis axis = PoolingAxis.Regular(x.Shape[i + 2], kernels[i], outputs[i], strides[i], paddings[i], dilations[i]);
            for (int o = 0; o < axis.Output; o++)
            {
                if (axis.Count(o) == 0)
                {
                    throw new ArgumentException(
                        $"{function} expects each window to hold an element of the input but that of output {o} along axis {i + 2} of {x.Shape} has none " +
                        $"for a kernel of {kernels[i]}, a padding of {paddings[i]} and a dilation of {dilations[i]}; pad less, or dilate less.",
                        nameof(padding));
                }
            }

            return axis;
        });
    }

    /// <summary>Checks a pooling to a given size.</summary>
    internal static PoolingPlan Adaptive(string function, int axes, Tensor x, PerAxis outputSize)
    {
        int[] sizes = outputSize.Of(axes, nameof(outputSize), -1);
        for (int i = 0; i < axes; i++)
        {
            int input = x.Shape[i + 2];
            if (sizes[i] == 0)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(outputSize), 0, $"{function} expects lengths of 1 or more, or −1 for that of the input, but got {outputSize}.");
            }

            if (input == 0)
            {
                throw new ArgumentException(
                    $"{function} expects x to have elements along its spatial axes but got {x.Shape}; leave out what is empty.", nameof(x));
            }

            sizes[i] = sizes[i] < 0 ? input : sizes[i];
        }

        return new PoolingPlan(function, x, sizes, nameof(outputSize), i => PoolingAxis.Adaptive(x.Shape[i + 2], sizes[i]));
    }

    /// <summary>Checks rank and type, of a batch or of one of its inputs.</summary>
    internal static void Check(string function, int axes, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != axes + 1 && x.Rank != axes + 2)
        {
            throw new ArgumentException(
                $"{function} expects x of {axes + 2} axes (batch, channels, {axes} spatial) or {axes + 1} without a batch but got {x.Shape}; reshape it, or " +
                "add an axis with Unsqueeze.", nameof(x));
        }

        if (!x.DataType.IsFloatingPoint())
        {
            throw new ArgumentException($"{function} expects a floating-point type but got {x.DataType.Name()}; convert with To.", nameof(x));
        }
    }
}
