using System.Globalization;
using Hillock.Functional;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What the convolutions of one, two and three axes have in common, transposed ones too.</summary>
public abstract class ConvolutionLayer : Module, IWeightedLayer
{
    private readonly bool _transposed;

    private protected ConvolutionLayer(
        int axes, bool transposed, int inChannels, int outChannels, PerAxis kernelSize, PerAxis stride, PerAxis padding, PerAxis outputPadding,
        PerAxis dilation, int groups, bool bias, PaddingMode paddingMode, RandomSource? random, DataType dataType)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outChannels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentException(
                $"{GetType().Name} expects groups that divide the {inChannels} input and {outChannels} output channels but got {groups}; take a common " +
                "divisor.", nameof(groups));
        }

        if (paddingMode is < PaddingMode.Zeros or > PaddingMode.Circular)
        {
            throw new ArgumentOutOfRangeException(
                nameof(paddingMode), paddingMode,
                $"{GetType().Name} expects PaddingMode.Zeros, Reflect, Replicate or Circular but got {paddingMode}; choose one of them.");
        }

        Initialization.CheckType(GetType().Name, dataType);
        int[] kernel = kernelSize.Of(axes, nameof(kernelSize), 1);
        int[] strides = stride.Of(axes, nameof(stride), 1);
        if (padding.IsSame && strides.Any(one => one != 1))
        {
            throw new ArgumentException(
                $"{GetType().Name} expects a stride of 1 with the padding same but got {stride}; give the padding in numbers.", nameof(stride));
        }

        _transposed = transposed;
        Axes = axes;
        InChannels = inChannels;
        OutChannels = outChannels;
        Kernel = kernel;
        Strides = strides;
        Paddings = padding.IsSame ? null : padding.Of(axes, nameof(padding), 0);
        OutputPaddings = outputPadding.Of(axes, nameof(outputPadding), 0);
        Dilations = dilation.Of(axes, nameof(dilation), 1);
        KernelSize = kernelSize;
        Stride = stride;
        Padding = padding;
        OutputPaddingOf = outputPadding;
        Dilation = dilation;
        Groups = groups;
        PaddingMode = paddingMode;
        random ??= RandomSource.Shared;
        (int first, int second) = transposed ? (inChannels, outChannels / groups) : (outChannels, inChannels / groups);

        // PyTorch's kaiming_uniform with a = √5: the bound √(6/((1 + 5)·fanIn)), where the fan is that of the weight's second axis.
        double bound = 1 / Math.Sqrt(kernel.Aggregate((double)second, (product, length) => product * length));
        Weight = RegisterParameter("weight", Tensor.Empty(Shape.Create([first, second, .. kernel]), dataType));
        Initialization.Uniform(Weight, random.Next(), -bound, bound);
        if (bias)
        {
            Bias = RegisterParameter("bias", Tensor.Empty(outChannels, dataType));
            Initialization.Uniform(Bias, random.Next(), -bound, bound);
        }
    }

    /// <summary>The channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>The channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Into how many groups the channels fall.</summary>
    public int Groups { get; }

    /// <summary>What stands beside the input.</summary>
    public PaddingMode PaddingMode { get; }

    /// <summary>The weight, <c>[outChannels, inChannels/groups, ...]</c>; of a transposed convolution <c>[inChannels, outChannels/groups, ...]</c>.</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, <c>[outChannels]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    public int OutputAxis => _transposed ? 1 : 0;

    internal PerAxis KernelSize { get; }

    internal PerAxis Stride { get; }

    internal PerAxis Padding { get; }

    internal PerAxis OutputPaddingOf { get; }

    internal PerAxis Dilation { get; }

    private int Axes { get; }

    private int[] Kernel { get; }

    private int[] Strides { get; }

    private int[]? Paddings { get; }

    private int[] OutputPaddings { get; }

    private int[] Dilations { get; }

    /// <inheritdoc/>
    protected override string Details =>
        FormattableString.Invariant($"{InChannels}, {OutChannels}, kernel_size={Text(Kernel)}, stride={Text(Strides)}") +
        (Paddings is null ? ", padding=same" : Paddings.Any(one => one != 0) ? $", padding={Text(Paddings)}" : "") +
        (Dilations.Any(one => one != 1) ? $", dilation={Text(Dilations)}" : "") +
        (OutputPaddings.Any(one => one != 0) ? $", output_padding={Text(OutputPaddings)}" : "") +
        (Groups == 1 ? "" : FormattableString.Invariant($", groups={Groups}")) +
        (Bias is null ? ", bias=False" : "") +
        PaddingMode switch
        {
            PaddingMode.Reflect => ", padding_mode=reflect",
            PaddingMode.Replicate => ", padding_mode=replicate",
            PaddingMode.Circular => ", padding_mode=circular",
            _ => "",
        };

    internal override bool TakesFollowing => !_transposed;

    private string WayOut(Shape given)
    {
        int axes = given.Rank - (Axes + 2);
        if (axes > 0)
        {
            return $"join or leave out {(axes == 1 ? "an axis" : "axes")}, with Flatten, Select or Squeeze, or use a layer of more axes";
        }

        // A batch of rows without an axis of channels has the rank of one input.
        bool isFlat = axes < -1 || (axes == -1 && InChannels == 1);
        return isFlat
            ? "add an axis of channels with Unsqueeze"
            : $"use inChannels: {given[given.Rank - Axes - 1]}, or bring the channels before the spatial axes";
    }

    /// <inheritdoc/>
    public Tensor ForwardWith(Tensor x, Tensor weight) => ForwardWith(x, weight, null);

    private Tensor ForwardWith(Tensor x, Tensor weight, IFollowing? following)
    {
        ArgumentNullException.ThrowIfNull(x);
        bool batched = x.Rank == Axes + 2;
        if ((!batched && x.Rank != Axes + 1) || x.Shape[x.Rank - Axes - 1] != InChannels)
        {
            throw new ArgumentException(
                $"{GetType().Name} expects [batch, {InChannels}, ...] with {Axes} spatial {(Axes == 1 ? "axis" : "axes")}, or the same without the batch, " +
                $"but got {x.Shape}; {WayOut(x.Shape)}.", nameof(x));
        }

        if (_transposed)
        {
            return Axes switch
            {
                1 => F.ConvTranspose1d(x, weight, Bias, Stride, Padding, OutputPaddingOf, Groups, Dilation),
                2 => F.ConvTranspose2d(x, weight, Bias, Stride, Padding, OutputPaddingOf, Groups, Dilation),
                _ => F.ConvTranspose3d(x, weight, Bias, Stride, Padding, OutputPaddingOf, Groups, Dilation),
            };
        }

        PerAxis padding = Padding;
        if (PaddingMode != PaddingMode.Zeros)
        {
            for (int i = 0; i < Axes; i++)
            {
                int axis = x.Rank - Axes + i;
                long both = Paddings is null ? (long)Dilations[i] * (Kernel[i] - 1) : 2L * Paddings[i];
                TensorSize.Fitting(x.Shape[axis] + both, GetType().Name, $"axis {axis} of {x.Shape} with its padding {Padding}", "pad less", nameof(x));
                x = SpatialPadding.Apply(x, axis, (int)(both / 2), (int)(both - (both / 2)), PaddingMode);
            }

            padding = default;
        }

        string function = Axes switch { 1 => nameof(F.Conv1d), 2 => nameof(F.Conv2d), _ => nameof(F.Conv3d) };
        return F.Convolve(function, Axes, x, weight, Bias, Stride, padding, Dilation, Groups, following);
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => ForwardWith(x, Weight, null);

    private protected override Tensor ForwardThenCore(Tensor x, Following following) => ForwardWith(x, Weight, following);

    /// <summary>The padding of a transposed convolution, which cannot be <see cref="PerAxis.Same"/>.</summary>
    private protected static PerAxis Checked(PerAxis padding) => !padding.IsSame
        ? padding
        : throw new ArgumentException(
            "A transposed convolution expects its padding in numbers but got same; (kernel − 1)/2 keeps the lengths.", nameof(padding));

    /// <summary>The numbers as Python prints a tuple.</summary>
    private static string Text(int[] numbers) =>
        numbers.Length == 1
            ? FormattableString.Invariant($"({numbers[0]},)")
            : $"({string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))})";
}
