using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Functional;

/// <summary>The checked sizes of a convolution, and the shapes of its three tensors.</summary>
internal sealed class ConvolutionPlan
{
    private readonly Shape _input;
    private readonly Shape _weight;
    private readonly Shape _output;

    private ConvolutionPlan(int batch, int inputChannels, int outputChannels, int groups, ReadOnlySpan<ConvolutionAxis> axes)
    {
        ConvolutionAxis[] all = [ConvolutionAxis.Unit, ConvolutionAxis.Unit, ConvolutionAxis.Unit];
        axes.CopyTo(all.AsSpan(3 - axes.Length));
        Geometry = new ConvolutionGeometry(batch, inputChannels, outputChannels, groups, all[0], all[1], all[2]);
        int[] input = new int[axes.Length + 2];
        int[] weight = new int[axes.Length + 2];
        int[] output = new int[axes.Length + 2];
        (input[0], input[1]) = (batch, inputChannels);
        (weight[0], weight[1]) = (outputChannels, inputChannels / groups);
        (output[0], output[1]) = (batch, outputChannels);
        for (int i = 0; i < axes.Length; i++)
        {
            (input[i + 2], weight[i + 2], output[i + 2]) = (axes[i].Input, axes[i].Kernel, axes[i].Output);
        }

        _input = Tensors.Shape.Create(input);
        _weight = Tensors.Shape.Create(weight);
        _output = Tensors.Shape.Create(output);
    }

    internal ConvolutionGeometry Geometry { get; }

    /// <summary>The shape of what an operation computes.</summary>
    internal Shape Shape(ConvolutionRole role) => role switch
    {
        ConvolutionRole.Input => _input,
        ConvolutionRole.Weight => _weight,
        _ => _output,
    };

    /// <summary>Checks a convolution of a batch <c>[n, c, ...]</c>.</summary>
    internal static ConvolutionPlan Forward(
        string function, int axes, Tensor x, Tensor weight, Tensor? bias, PerAxis stride, PerAxis padding, PerAxis dilation, int groups)
    {
        Check(function, x, weight, bias, groups, weight.Shape[0]);
        if (x.Shape[1] != weight.Shape[1] * (long)groups)
        {
            throw new ArgumentException(
                $"{function} expects x to have {weight.Shape[1] * (long)groups} channels for a weight of {weight.Shape} and {groups} " +
                $"{Groups(groups)} but got {x.Shape}; the weight's second axis is the input's channels divided by the groups.", nameof(x));
        }

        if (weight.Shape[0] % groups != 0)
        {
            throw new ArgumentException(
                $"{function} expects a number of groups that divides the {weight.Shape[0]} output channels but got {groups}.", nameof(groups));
        }

        int[] strides = stride.Of(axes, nameof(stride), 1);
        int[] paddings = padding.IsSame ? new int[axes] : padding.Of(axes, nameof(padding), 0);
        int[] dilations = dilation.Of(axes, nameof(dilation), 1);
        ConvolutionAxis[] all = new ConvolutionAxis[axes];
        for (int i = 0; i < axes; i++)
        {
            int input = x.Shape[i + 2];
            int kernel = weight.Shape[i + 2];
            long reach = ((kernel - 1L) * dilations[i]) + 1;
            long padded = input + (2L * paddings[i]);
            int before = paddings[i];
            if (padding.IsSame)
            {
                if (strides[i] != 1)
                {
                    throw new ArgumentException(
                        $"{function} expects a stride of 1 with the padding same but got {stride}; give the padding in numbers.", nameof(stride));
                }

                padded = input + reach - 1;
                TensorSize.Fitting(
                    padded, function, $"axis {i + 2} of {x.Shape} with the padding same for a reach of {reach}", "dilate less", nameof(dilation));
                before = (int)((reach - 1) / 2);
            }

            TensorSize.Fitting(padded, function, $"axis {i + 2} of {x.Shape} with the padding {padding}", "pad less", nameof(padding));

            if (kernel == 0 || padded < reach)
            {
                throw new ArgumentException(
                    $"{function} expects a kernel of 1 to {padded} elements along axis {i + 2} of the padded input but got {reach}" +
                    $"{(dilations[i] > 1 ? $" with a dilation of {dilations[i]}" : "")}, for x of {x.Shape}, a weight of {weight.Shape} and a padding of " +
                    $"{padding}; pad more or take a smaller kernel.", nameof(weight));
            }

            all[i] = new ConvolutionAxis(input, kernel, (int)(((padded - reach) / strides[i]) + 1), strides[i], before, dilations[i]);
        }

        return new ConvolutionPlan(x.Shape[0], x.Shape[1], weight.Shape[0], groups, all);
    }

    /// <summary>Checks a transposed convolution of a batch <c>[n, c, ...]</c>; its result is the input of the plan.</summary>
    internal static ConvolutionPlan Transposed(
        string function, int axes, Tensor x, Tensor weight, Tensor? bias, PerAxis stride, PerAxis padding, PerAxis outputPadding, int groups, PerAxis dilation)
    {
        int channels = TensorSize.Fitting(
            TensorSize.Product(weight.Shape[1], Math.Max(0, groups)), function, $"output channels, {weight.Shape[1]} for each of {groups} groups,",
            "take fewer groups", nameof(groups));
        Check(function, x, weight, bias, groups, channels);
        if (x.Shape[1] != weight.Shape[0])
        {
            throw new ArgumentException(
                $"{function} expects x to have {weight.Shape[0]} channels for a weight of {weight.Shape} but got {x.Shape}; the weight's first axis is the " +
                "input's channels.", nameof(x));
        }

        if (x.Shape[1] % groups != 0)
        {
            throw new ArgumentException(
                $"{function} expects a number of groups that divides the {x.Shape[1]} input channels but got {groups}.", nameof(groups));
        }

        int[] strides = stride.Of(axes, nameof(stride), 1);
        int[] paddings = padding.Of(axes, nameof(padding), 0);
        int[] more = outputPadding.Of(axes, nameof(outputPadding), 0);
        int[] dilations = dilation.Of(axes, nameof(dilation), 1);
        ConvolutionAxis[] all = new ConvolutionAxis[axes];
        for (int i = 0; i < axes; i++)
        {
            if (more[i] >= Math.Max(strides[i], dilations[i]))
            {
                throw new ArgumentException(
                    $"{function} expects an outputPadding below the stride or the dilation but got {outputPadding} for a stride of {stride.Or(1)} and a " +
                    $"dilation of {dilation.Or(1)}; it only chooses among the lengths that one convolution makes equal.", nameof(outputPadding));
            }

            int kernel = weight.Shape[i + 2];
            long length = ((x.Shape[i + 2] - 1L) * strides[i]) - (2L * paddings[i]) + ((kernel - 1L) * dilations[i]) + more[i] + 1;
            if (kernel == 0 || length < 1)
            {
                throw new ArgumentException(
                    $"{function} expects a result of 1 or more elements along axis {i + 2} but got {length} for x of {x.Shape}, a weight of {weight.Shape} " +
                    $"and a padding of {padding}; pad less.", nameof(padding));
            }

            TensorSize.Fitting(
                length + (2L * paddings[i]), function,
                $"a result with its padding along axis {i + 2}, for x of {x.Shape}, a stride of {strides[i]} and a dilation of {dilations[i]},",
                "take a smaller stride or dilation", dilations[i] > strides[i] ? nameof(dilation) : nameof(stride));
            all[i] = new ConvolutionAxis((int)length, kernel, x.Shape[i + 2], strides[i], paddings[i], dilations[i]);
        }

        return new ConvolutionPlan(x.Shape[0], channels, weight.Shape[0], groups, all);
    }

    private static void Check(string function, Tensor x, Tensor weight, Tensor? bias, int groups, int channels)
    {
        if (groups < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(groups), groups, $"{function} expects 1 group or more but got {groups}.");
        }

        if (bias is not null && (bias.Rank != 1 || bias.Length != channels))
        {
            throw new ArgumentException(
                $"{function} expects a bias of [{channels}] but got {bias.Shape}; it has one number for each output channel.", nameof(bias));
        }

        if (x.DataType != weight.DataType || (bias is not null && bias.DataType != x.DataType) || !x.DataType.IsFloatingPoint())
        {
            throw new ArgumentException(
                $"{function} expects one floating-point type but got {x.DataType.Name()}, {weight.DataType.Name()}" +
                $"{(bias is null ? "" : $" and {bias.DataType.Name()}")}; convert with To.", nameof(x));
        }
    }

    private static string Groups(int groups) => groups == 1 ? "group" : "groups";
}
