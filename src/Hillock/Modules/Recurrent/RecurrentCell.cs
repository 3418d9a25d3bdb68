using Hillock.Kernels;
using Hillock.Tensors;

namespace Hillock.Modules;

/// <summary>What <see cref="RnnCell"/>, <see cref="LstmCell"/> and <see cref="GruCell"/> have in common: one step, and its parameters.</summary>
/// <remarks>
/// Parameters, their names, order, layout and initial values are PyTorch's: <c>weight_ih</c>, <c>weight_hh</c>, <c>bias_ih</c> and <c>bias_hh</c>, all uniform
/// in <c>±1/√hiddenSize</c>.
/// </remarks>
public abstract class RecurrentCell : Module
{
    private readonly RecurrentKind _kind;
    private readonly RecurrentWeights _weights;
    private readonly DataType _type;

    private protected RecurrentCell(RecurrentKind kind, int inputSize, int hiddenSize, bool bias, RandomSource? random, DataType dataType)
    {
        RecurrentChecks.Sizes(inputSize, hiddenSize);
        Initialization.CheckType(GetType().Name, dataType);
        random ??= RandomSource.Shared;
        _kind = kind;
        _type = dataType;
        InputSize = inputSize;
        HiddenSize = hiddenSize;
        double bound = 1 / Math.Sqrt(hiddenSize);
        int rows = RecurrentChecks.GateRows(GetType().Name, kind, hiddenSize);
        _weights = new RecurrentWeights(
            Make("weight_ih", [rows, inputSize]), Make("weight_hh", [rows, hiddenSize]), bias ? Make("bias_ih", rows) : null,
            bias ? Make("bias_hh", rows) : null, null);

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

    /// <summary>The weight of the input, <c>[gates·hiddenSize, inputSize]</c>.</summary>
    public Tensor InputWeight => _weights.Input;

    /// <summary>The weight of the hidden state, <c>[gates·hiddenSize, hiddenSize]</c>.</summary>
    public Tensor HiddenWeight => _weights.Hidden;

    /// <summary>The bias of the input, <c>[gates·hiddenSize]</c>, or null.</summary>
    public Tensor? InputBias => _weights.InputBias;

    /// <summary>The bias of the hidden state, <c>[gates·hiddenSize]</c>, or null.</summary>
    public Tensor? HiddenBias => _weights.HiddenBias;

    /// <inheritdoc/>
    protected override string Details => FormattableString.Invariant($"{InputSize}, {HiddenSize}") + (InputBias is null ? ", bias=False" : "");

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor x) => Run(x, null, "", null, "").Hidden;

    private protected (Tensor Hidden, Tensor? Cell) Pass(Tensor x, Tensor? hidden, string hiddenName, Tensor? cell, string cellName)
    {
        Module? caller = Enter();
        try
        {
            (Tensor next, Tensor? nextCell) = Run(x, hidden, hiddenName, cell, cellName);
            return (Traced(next), nextCell);
        }
        finally
        {
            Exit(caller);
        }
    }

    private (Tensor Hidden, Tensor? Cell) Run(Tensor x, Tensor? hidden, string hiddenName, Tensor? cell, string cellName)
    {
        RecurrentChecks.Step(Name, x, InputSize, _type);
        bool isBatch = x.Rank == 2;
        Shape state = isBatch ? [x.Shape[0], HiddenSize] : [HiddenSize];
        RecurrentChecks.State(Name, hidden, state, _type, hiddenName);
        RecurrentChecks.State(Name, cell, state, _type, cellName);
        Tensor step = isBatch ? x.Unsqueeze(0) : x.Reshape(1, 1, InputSize);
        (_, Tensor next, Tensor? nextCell) = _weights.Run(_kind, false, step, Batch(hidden), Batch(cell), null);
        return isBatch ? (next, nextCell) : (next.Squeeze(0), nextCell?.Squeeze(0));

        Tensor? Batch(Tensor? given) => isBatch ? given : given?.Unsqueeze(0);
    }
}
