using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Laws;

/// <summary>Every function on tensors against values of 50 digits, in four types: results, gradients, and gradients of gradients.</summary>
public class TensorLaws
{
    private static readonly DataType[] Types = [DataType.Float32, DataType.Float64, DataType.Float16, DataType.BFloat16];
    private static readonly ConcurrentDictionary<string, IReadOnlyList<LawCase>> Files = new();

    public static TheoryData<string, DataType> Subjects
    {
        get
        {
            TheoryData<string, DataType> all = [];
            foreach (string file in LawCase.Files)
            {
                foreach (DataType type in Types)
                {
                    all.Add(file, type);
                }
            }

            return all;
        }
    }

    internal static IEnumerable<LawCase> Cases(string file, DataType type) => Files.GetOrAdd(file, LawCase.Load).Where(one => one.Type == type);

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Value_IsTheOracles(string file, DataType type)
    {
        var faults = new Faults();
        foreach (LawCase one in Cases(file, type))
        {
            TensorFunction function = TensorFunctions.All[one.Call];
            faults.Compare(one, "value", function.Apply(one.Inputs()), one.Value, function.Bound(Result(one)).Value, function.Unit(type));
        }

        faults.Assert();
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Gradients_FirstAndSecond_AreTheOracles(string file, DataType type)
    {
        var faults = new Faults();
        foreach (LawCase one in Cases(file, type).Where(one => one.IsDifferentiable))
        {
            TensorFunction function = TensorFunctions.All[one.Call];
            Tensor[] inputs = one.Inputs();
            LawRun run = LawRun.Of(one, function, inputs);
            Tensor[] by = [.. inputs.Where((_, i) => one.Kinds[i] == 'x')];
            for (int i = 0; i < by.Length; i++)
            {
                faults.Compare(one, $"gradient {i}", run.Gradients[i] ?? Tensor.ZerosLike(by[i]), one.Gradients[i], function.Bound(type).Gradient, function.Unit(type));
                faults.Compare(one, $"second gradient {i}", run.Second[i] ?? Tensor.ZerosLike(by[i]), one.Second[i], function.Bound(type).Second, function.Unit(type));
            }
        }

        faults.Assert();
    }

    private static DataType Result(LawCase one) => one.Type;

    /// <summary>Gathers what is wrong, so that one run tells all.</summary>
    private sealed class Faults
    {
        private readonly StringBuilder _text = new();
        private int _count;

        public void Compare(LawCase one, string what, Tensor actual, ExpectedNumber[] expected, double bound, double unit)
        {
            double[] values = LawRun.Doubles(actual);
            int[] positions = LawCase.Positions(values.Length);
            if (positions.Length != expected.Length)
            {
                Fault($"{one}: {what} has {values.Length} elements {actual.Shape} where {expected.Length} values are expected");
                return;
            }

            DataType type = actual.DataType.IsFloatingPoint() ? actual.DataType : DataType.Float64;
            for (int i = 0; i < expected.Length; i++)
            {
                double value = values[positions[i]];
                double fault = expected[i].Fault(type, value, bound, unit);
                if (fault > 0)
                {
                    Fault(string.Create(CultureInfo.InvariantCulture, $"{one}: {what}[{positions[i]}] is {value:R} for {Short(expected[i])}, {fault:0.###} ulp, {bound} allowed"));
                }
            }
        }

        public void Assert() => Xunit.Assert.True(_count == 0, $"{_count} faults\n{_text}");

        private static string Short(ExpectedNumber number) =>
            number.Text.Contains('e', StringComparison.Ordinal) && number.Text.Length > 30 ? number.Text[..22] + number.Text[number.Text.IndexOf('e', StringComparison.Ordinal)..] : number.Text[..Math.Min(28, number.Text.Length)];

        private void Fault(string text)
        {
            if (_count++ < 12)
            {
                _text.Append("  ").Append(text).Append('\n');
            }
        }
    }
}
