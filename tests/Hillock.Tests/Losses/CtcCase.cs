using System.Text.Json;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Hillock.Tests.Modules;

namespace Hillock.Tests.Losses;

/// <summary>A case of <c>ctc.json</c>, which describes its inputs.</summary>
internal sealed class CtcCase(JsonElement item)
{
    public int[] InputLengths { get; } = Lengths(item.GetProperty("input_lengths"));

    public int[] TargetLengths { get; } = Lengths(item.GetProperty("target_lengths"));

    public int Blank { get; } = item.GetProperty("blank").GetInt32();

    public bool Zero { get; } = item.GetProperty("zero").GetBoolean();

    public Reduction Reduction { get; } = Enum.Parse<Reduction>(item.GetProperty("reduction").GetString()!, ignoreCase: true);

    private int Classes { get; } = item.GetProperty("classes").GetInt32();

    private int Longest => TargetLengths.Max();

    /// <summary>The labels of all sequences, one after the other.</summary>
    public Tensor Concatenated => Tensor.From(TargetLengths.SelectMany((length, n) => Enumerable.Range(n * Longest, length)).Select(Label).ToArray());

    /// <summary>A row for each sequence; what is beyond a target's length is no label.</summary>
    public Tensor Padded => Tensor.From(
        TargetLengths.SelectMany((length, n) => Enumerable.Range(0, Longest).Select(i => i < length ? Label((n * Longest) + i) : -1L)).ToArray(),
        [TargetLengths.Length, Longest]);

    public Tensor Logits(DataType type)
    {
        Shape shape = [item.GetProperty("steps").GetInt32(), InputLengths.Length, Classes];
        return (Tensor.From(LossCase.Weights(shape, 0, DataType.Float64).ToArray<double>().Select(v => Math.Floor((v - 1) * 4 * 1024) / 1024).ToArray(), shape))
            .To(type);
    }

    public Tensor Loss(Tensor x, bool fromLogits) => fromLogits
        ? F.CtcWithLogits(x, Concatenated, InputLengths, TargetLengths, Blank, Reduction, Zero)
        : F.Ctc(x, Concatenated, InputLengths, TargetLengths, Blank, Reduction, Zero);

    private static int[] Lengths(JsonElement list) => [.. list.EnumerateArray().Select(length => length.GetInt32())];

    private long Label(int i)
    {
        double x = ((i + 1) * 0.6180339887498949) + 0.31;
        long index = (long)Math.Floor((x - Math.Floor(x)) * (Classes - 1));
        return index + (index >= Blank ? 1 : 0);
    }
}
