using System.Globalization;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What <see cref="Rnn"/>, <see cref="Lstm"/> and <see cref="Gru"/> have in common: layers, directions, and their parameters.</summary>
/// <remarks>
/// Parameters, their names, order, layout and initial values are PyTorch's: for each layer <c>k</c> <c>weight_ih_lk</c>, <c>weight_hh_lk</c>,
/// <c>bias_ih_lk</c>, <c>bias_hh_lk</c> and, where outputs are projected, <c>weight_hr_lk</c>; those of the reverse direction end in <c>_reverse</c>. All start
/// uniform in <c>±1/√hiddenSize</c>.
/// </remarks>
public abstract class RecurrentModule : Module
{
    private readonly RecurrentKind _kind;
    private readonly RecurrentWeights[] _weights;
    private readonly DataType _type;
    private readonly Dropout? _dropout;

    private protected RecurrentModule(
        RecurrentKind kind, int inputSize, int hiddenSize, int numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, int projectionSize,
        RandomSource? random, DataType dataType)
    {
        RecurrentChecks.Sizes(inputSize, hiddenSize);
        RecurrentChecks.Layers(GetType().Name, hiddenSize, numLayers, dropout, projectionSize);
        Initialization.CheckType(GetType().Name, dataType);
        random ??= RandomSource.Shared;
        _kind = kind;
        _type = dataType;
        InputSize = inputSize;
        HiddenSize = hiddenSize;
        NumLayers = numLayers;
        HasBias = bias;
        BatchFirst = batchFirst;
        Dropout = dropout;
        Bidirectional = bidirectional;
        OutputSize = projectionSize == 0 ? hiddenSize : projectionSize;
        _weights = new RecurrentWeights[TensorSize.Fitting(
            TensorSize.Product(numLayers, Directions), GetType().Name, $"a list of {numLayers} layers in {Directions} directions", "take fewer layers",
            nameof(numLayers))];
        double bound = 1 / Math.Sqrt(hiddenSize);
        int rows = RecurrentChecks.GateRows(GetType().Name, kind, hiddenSize);
        for (int i = 0; i < _weights.Length; i++)
        {
            string end = string.Create(CultureInfo.InvariantCulture, $"_l{i / Directions}{(i % Directions == 1 ? "_reverse" : "")}");
            int width = i < Directions ? inputSize : TensorSize.Fitting(
                TensorSize.Product(OutputSize, Directions), GetType().Name, $"outputs of {OutputSize} in {Directions} directions, together an axis",
                "take a smaller hiddenSize", nameof(hiddenSize));
            _weights[i] = new RecurrentWeights(
                Make("weight_ih" + end, [rows, width]),
                Make("weight_hh" + end, [rows, OutputSize]),
                bias ? Make("bias_ih" + end, rows) : null,
                bias ? Make("bias_hh" + end, rows) : null,
                projectionSize == 0 ? null : Make("weight_hr" + end, [projectionSize, hiddenSize]));
        }

        // Not registered: it has no parameters, and PyTorch prints none.
        _dropout = dropout > 0 && numLayers > 1 ? new Dropout(dropout, random) : null;

        Tensor Make(string name, Shape shape)
        {
            Tensor parameter = RegisterParameter(name, Tensor.Empty(shape, dataType));
            return Initialization.Uniform(parameter, random.Next(), -bound, bound);
        }
    }

    /// <summary>The width of the input.</summary>
    public int InputSize { get; }

    /// <summary>The number of units.</summary>
    public int HiddenSize { get; }

    /// <summary>The number of layers, each of which takes the outputs of the one below.</summary>
    public int NumLayers { get; }

    /// <summary>Whether biases are added.</summary>
    public bool HasBias { get; }

    /// <summary>Whether batches are <c>[batch, steps, …]</c> instead of <c>[steps, batch, …]</c>.</summary>
    public bool BatchFirst { get; }

    /// <summary>The probability of an output that goes into another layer to become 0 while training.</summary>
    public double Dropout { get; }

    /// <summary>Whether each layer also runs from the last step to the first.</summary>
    public bool Bidirectional { get; }

    /// <summary>The width of one direction's outputs and hidden states: the number of units unless they are projected.</summary>
    public int OutputSize { get; }

    private int Directions => Bidirectional ? 2 : 1;

    /// <summary>The weight of a layer's input, <c>[gates·hiddenSize, width]</c>.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="reverse">Whether that of the reverse direction is meant.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or direction.</exception>
    public Tensor InputWeight(int layer = 0, bool reverse = false) => Of(layer, reverse).Input;

    /// <summary>The weight of a layer's hidden state, <c>[gates·hiddenSize, outputSize]</c>.</summary>
    /// <inheritdoc cref="InputWeight"/>
    public Tensor HiddenWeight(int layer = 0, bool reverse = false) => Of(layer, reverse).Hidden;

    /// <summary>The bias of a layer's input, <c>[gates·hiddenSize]</c>, or null.</summary>
    /// <inheritdoc cref="InputWeight"/>
    public Tensor? InputBias(int layer = 0, bool reverse = false) => Of(layer, reverse).InputBias;

    /// <summary>The bias of a layer's hidden state, <c>[gates·hiddenSize]</c>, or null.</summary>
    /// <inheritdoc cref="InputWeight"/>
    public Tensor? HiddenBias(int layer = 0, bool reverse = false) => Of(layer, reverse).HiddenBias;

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"{InputSize}, {HiddenSize}")
        + (OutputSize != HiddenSize ? FormattableString.Invariant($", proj_size={OutputSize}") : "")
        + (NumLayers != 1 ? FormattableString.Invariant($", num_layers={NumLayers}") : "")
        + (HasBias ? "" : ", bias=False") + (BatchFirst ? ", batch_first=True" : "")
        + (Dropout != 0 ? $", dropout={Format(Dropout)}" : "") + (Bidirectional ? ", bidirectional=True" : "");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => Run(x, null, null, null, states: false).Outputs;

    private protected RecurrentWeights Of(int layer, bool reverse)
    {
        if ((uint)layer >= (uint)NumLayers)
        {
            throw new ArgumentOutOfRangeException(nameof(layer), layer, $"{Name} has {NumLayers} layers, numbered from 0, but got {layer}.");
        }

        if (reverse && !Bidirectional)
        {
            throw new ArgumentOutOfRangeException(nameof(reverse), reverse, $"{Name} runs in one direction; make it with bidirectional: true.");
        }

        return _weights[(layer * Directions) + (reverse ? 1 : 0)];
    }

    /// <summary><see cref="Run"/>, as the forward pass of this module.</summary>
    private protected (Tensor Outputs, Tensor Hidden, Tensor? Cell) Pass(Tensor x, Tensor? initialHidden, Tensor? initialCell, IReadOnlyList<int>? lengths)
    {
        Module? caller = Enter();
        try
        {
            (Tensor outputs, Tensor? hidden, Tensor? cell) = Run(x, initialHidden, initialCell, lengths, states: true);
            return (Traced(outputs), hidden!, cell);
        }
        finally
        {
            Exit(caller);
        }
    }

    private (Tensor Outputs, Tensor? Hidden, Tensor? Cell) Run(
        Tensor x, Tensor? initialHidden, Tensor? initialCell, IReadOnlyList<int>? lengths, bool states)
    {
        RecurrentChecks.Sequence(Name, x, InputSize, BatchFirst, _type);
        bool isBatch = x.Rank == 3;
        int count = _weights.Length;
        Tensor input = !isBatch ? x.Unsqueeze(1) : BatchFirst ? x.Transpose(0, 1) : x;
        int steps = input.Shape[0], batch = input.Shape[1];
        RecurrentChecks.State(
            Name, initialHidden, isBatch ? [count, batch, OutputSize] : [count, OutputSize], _type, nameof(initialHidden));
        RecurrentChecks.State(Name, initialCell, isBatch ? [count, batch, HiddenSize] : [count, HiddenSize], _type, nameof(initialCell));
        Tensor? longest = RecurrentChecks.Lengths(Name, lengths, batch, steps, BatchFirst);
        if (longest is not null)
        {
            // Products of 0 with what stands in the padding would not be 0 if it were infinite or NaN.
            input = F.Where(RecurrentArguments.MaskOf(longest, steps), input, 0);
        }

        Tensor[] hidden = new Tensor[count], cells = new Tensor[count], outputs = new Tensor[Directions];
        for (int i = 0; i < count; i++)
        {
            int direction = i % Directions;
            if (i > 0 && direction == 0)
            {
                input = Joined(outputs);
                input = _dropout is not null && IsTraining ? _dropout.Forward(input) : input;
            }

            (outputs[direction], hidden[i], Tensor? cell) =
                _weights[i].Run(_kind, direction == 1, input, State(initialHidden, i), State(initialCell, i), longest);
            cells[i] = cell!;
        }

        Tensor result = Joined(outputs);
        result = !isBatch ? result.Squeeze(1) : BatchFirst ? result.Transpose(0, 1) : result;
        return !states ? (result, null, null) : (result, Stacked(hidden), _kind == RecurrentKind.Lstm ? Stacked(cells) : null);

        Tensor? State(Tensor? all, int index) => all is null ? null : isBatch ? all.Select(0, index) : all.Slice(0, index, index + 1);

        Tensor Stacked(Tensor[] all)
        {
            Tensor stack = all.Length == 1 ? all[0].Unsqueeze(0) : F.Stack(all);
            return isBatch ? stack : stack.Squeeze(1);
        }
    }

    private static Tensor Joined(Tensor[] directions) => directions.Length == 1 ? directions[0] : F.Concat([.. directions], -1);
}
