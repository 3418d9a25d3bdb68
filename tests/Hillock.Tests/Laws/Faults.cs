using System.Globalization;
using System.Text;
using Hillock.Tensors;

namespace Hillock.Tests.Laws;

/// <summary>Compares what came out with the oracle's values, and gathers what is wrong, so that one run tells all.</summary>
internal sealed class Faults
{
    private readonly StringBuilder _text = new();

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many are written.</summary>
    public int Shown { get; init; } = 12;

    /// <summary>Compares the result of a case.</summary>
    public void Value(LawCase one, TensorFunction function) =>
        Compare(one, "value", function.Apply(one.Inputs()), one.Value, function.Bound(one.Type).Value, function.Unit(one.Type));

    /// <summary>Compares the gradients of a case, and their derivatives.</summary>
    public void Gradients(LawCase one, TensorFunction function)
    {
        if (!one.IsDifferentiable)
        {
            return;
        }

        Tensor[] inputs = one.Inputs();
        LawRun run = LawRun.Of(one, function, inputs);
        Tensor[] by = [.. inputs.Where((_, i) => one.Kinds[i] == 'x')];
        LawBound bound = function.Bound(one.Type);
        for (int i = 0; i < by.Length; i++)
        {
            Compare(one, $"gradient {i}", run.Gradients[i] ?? Tensor.ZerosLike(by[i]), one.Gradients[i], bound.Gradient, function.Unit(one.Type));
            Compare(one, $"second gradient {i}", run.Second[i] ?? Tensor.ZerosLike(by[i]), one.Second[i], bound.Second, function.Unit(one.Type, 2));
        }
    }

    public void Add(string text)
    {
        if (Count++ < Shown)
        {
            _text.Append("  ").Append(text).Append('\n');
        }
    }

    public override string ToString() => _text.ToString();

    private void Compare(LawCase one, string what, Tensor actual, ExpectedNumber[] expected, double bound, double unit)
    {
        double[] values = LawRun.Doubles(actual);
        int[] positions = LawCase.Positions(values.Length);
        if (positions.Length != expected.Length)
        {
            Add($"{one}: {what} has {values.Length} elements {actual.Shape} where {expected.Length} values are expected");
            return;
        }

        DataType type = actual.DataType.IsFloatingPoint() ? actual.DataType : DataType.Float64;
        for (int i = 0; i < expected.Length; i++)
        {
            double value = values[positions[i]];
            double fault = expected[i].Fault(type, value, bound, unit);
            if (fault > 0)
            {
                Add(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{one}: {what}[{positions[i]}] is {value:R} for {Short(expected[i])}, {fault:0.###} ulp, {bound} allowed"));
            }
        }
    }

    private static string Short(ExpectedNumber number)
    {
        int e = number.Text.IndexOf('e', StringComparison.Ordinal);
        return e > 22 ? number.Text[..22] + number.Text[e..] : number.Text[..Math.Min(28, number.Text.Length)];
    }
}
