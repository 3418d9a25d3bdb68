using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Hillock.Tests.Modules;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>Connectionist temporal classification against PyTorch and against an enumeration of all alignments with 50 digits.</summary>
[Trait("Speed", "slow")]
public class CtcOracleTests
{
    public static TheoryData<string> Cases => [.. TorchData.Names("ctc", "cases")];

    public static TheoryData<string> Exact => [.. TorchData.Names("ctc", "exact")];

    // T131 T132 T133 T196 T197 T199 T200: padded and concatenated targets, in every kind of whole number, lengths as tensors and as lists.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_AndGradient_AreThoseOfPyTorch(string name)
    {
        JsonElement item = TorchData.Case("ctc", "cases", name);
        var one = new CtcCase(item);
        foreach ((DataType type, double tolerance) in ((DataType, double)[])[(DataType.Float64, 1e-12), (DataType.Float32, 1e-6)])
        {
            foreach (Tensor targets in (Tensor[])[one.Concatenated, one.Padded, one.Padded.To(DataType.Int32)])
            {
                Tensor x = one.Logits(type).WithGradient();
                Tensor loss = F.CtcWithLogits(x, targets, one.InputLengths, one.TargetLengths, one.Blank, one.Reduction, one.Zero);
                Check(item, "value", "gradient", loss, x, tolerance, type);

                Tensor y = F.LogSoftmax(one.Logits(DataType.Float64), 2).To(type).WithGradient();
                Tensor partial = F.Ctc(y, targets, Tensor.From(one.InputLengths), Tensor.From(one.TargetLengths).To(DataType.Int64), one.Blank, one.Reduction, one.Zero);
                Check(item, "value", "partial", partial, y, tolerance, type);
            }
        }
    }

    // The gradient of a log-softmax above log-probabilities is that of the logits.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_OfLogitsThroughLogSoftmax_IsPyTorchs(string name)
    {
        JsonElement item = TorchData.Case("ctc", "cases", name);
        var one = new CtcCase(item);
        Tensor x = one.Logits(DataType.Float64).WithGradient();
        Tensor loss = F.Ctc(F.LogSoftmax(x, 2), one.Concatenated, one.InputLengths, one.TargetLengths, one.Blank, one.Reduction, one.Zero);
        Check(item, "value", "gradient", loss, x, 1e-12, DataType.Float64);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void DifferentiableGradient_AndItsOwn_AreThoseOfPyTorch(string name)
    {
        JsonElement item = TorchData.Case("ctc", "cases", name);
        var one = new CtcCase(item);
        foreach (bool fromLogits in (bool[])[true, false])
        {
            Tensor x = (fromLogits ? one.Logits(DataType.Float64) : F.LogSoftmax(one.Logits(DataType.Float64), 2)).WithGradient();
            Tensor loss = one.Loss(x, fromLogits);
            Tensor gradient = Gradients.Of([loss], [x], [LossCase.Weights(loss.Shape, 40, DataType.Float64)], createGraph: true)[0]!;
            LossCase.Compare(item.GetProperty(fromLogits ? "gradient" : "partial"), gradient, 1e-12, "differentiable gradient");
            if (item.TryGetProperty(fromLogits ? "second" : "second_partial", out JsonElement expected))
            {
                Tensor second = Gradients.Of(F.Sum(gradient * LossCase.Weights(gradient.Shape, 41, DataType.Float64)), [x])[0]!;
                LossCase.Compare(expected, second, 1e-11, "second derivative");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Exact))]
    public void Loss_IsTheSumOverAllAlignments(string name)
    {
        JsonElement item = TorchData.Case("ctc", "exact", name);
        double[][] rows = [.. item.GetProperty("logits").EnumerateArray().Select(TorchData.Numbers)];
        Tensor targets = Tensor.From(item.GetProperty("target").EnumerateArray().Select(label => label.GetInt64()).ToArray());
        int blank = item.GetProperty("blank").GetInt32();
        double value = Parse(item.GetProperty("value"));
        foreach ((DataType type, double ulps) in ((DataType, double)[])[(DataType.Float64, Math.Pow(2, -52)), (DataType.Float32, Math.Pow(2, -23))])
        {
            Tensor x = Tensor.From(rows).To(type).WithGradient();
            Tensor loss = F.CtcWithLogits(x, targets, blank: blank);
            double expected = value / Math.Max(1, targets.Length);

            // The recursion's own rounding is in units of a probability of 1.
            Assert.True(Math.Abs(loss.Item<double>() - expected) <= (4 * ulps * expected) + Math.Pow(2, -52), $"{type}: expected {expected:R} but got {loss.Item<double>():R}");
            Near(item.GetProperty("gradient"), Gradients.Of(loss * Math.Max(1, targets.Length), [x])[0]!, 8 * ulps);
            if (type == DataType.Float64)
            {
                Tensor y = F.LogSoftmax(x.Detach(), 1).WithGradient();
                Near(item.GetProperty("partial"), Gradients.Of(F.Ctc(y, targets, blank: blank, reduction: Reduction.Sum), [y])[0]!, 64 * ulps);
            }
        }
    }

    private static void Near(JsonElement expected, Tensor actual, double tolerance)
    {
        double[] numbers = [.. expected.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(Parse)];
        double[] values = actual.ToArray<double>();
        for (int i = 0; i < numbers.Length; i++)
        {
            Assert.True(Math.Abs(values[i] - numbers[i]) <= tolerance, $"[{i}]: expected {numbers[i]:R} but got {values[i]:R}");
        }
    }

    private static double Parse(JsonElement number) => double.Parse(number.GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static void Check(JsonElement item, string value, string gradient, Tensor loss, Tensor x, double tolerance, DataType type)
    {
        LossCase.Compare(item.GetProperty(value), loss, tolerance, "loss");
        Tensor actual = Gradients.Of([loss], [x], [LossCase.Weights(loss.Shape, 40, type)])[0]!;
        LossCase.Compare(item.GetProperty(gradient), actual, tolerance, gradient);
    }
}
