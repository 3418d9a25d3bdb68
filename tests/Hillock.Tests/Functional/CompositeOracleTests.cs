using System.Globalization;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Functions of several operations against arbitrary precision, in four types: values, first and second gradients.</summary>
[Trait("Speed", "slow")]
public class CompositeOracleTests
{
    public static TheoryData<string, DataType> Functions
    {
        get
        {
            TheoryData<string, DataType> data = new();
            foreach ((string function, DataType type) in CompositeCase.All.Select(static one => (one.Function, one.Type)).Distinct())
            {
                data.Add(function, type);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Values_AreThoseOfArbitraryPrecision(string function, DataType type) => Check(function, type, static (one, faults) =>
    {
        Tensor x = one.X();
        double bound = one.Type switch
        {
            DataType.Float64 =>
                (one.Function is "distance" or "log-sum-exp" ? 2 : 1) +
                    (one.Function is "norm" or "distance" && one.P is not (1 or 2) ? 1 / (32 * Math.Abs(one.P)) : 0),
            DataType.Float32 => 1,
            _ => 0.51,
        };
        Compare(one, "value", [one.Value], one.Compute(x), bound, faults);
        Tensor column = Tensor.Zeros([x.Length, 2], x.DataType);
        column.Select(1, 1).CopyFrom(x);
        Compare(one, "value of a view", [one.Value], one.Compute(column.Transpose().Select(0, 1)), bound, faults);
    });

    [Theory]
    [MemberData(nameof(Functions))]
    public void Gradients_AreThoseOfArbitraryPrecision(string function, DataType type) => Check(function, type, static (one, faults) =>
    {
        double bound = one.Type switch
        {
            DataType.Float64 => one.Function is "norm" or "distance" && one.P is not (1 or 2) ? 8 + (8 * Math.Abs(one.P)) : 4,
            DataType.Float32 => one.Function == "log-sum-exp" ? 1.5 : 1,
            _ => 0.51,
        };

        // As training computes it, and as it is computed to be differentiated.
        foreach (bool createGraph in new[] { false, true })
        {
            Tensor x = one.X().WithGradient();
            if (HasLostRatio(one, x))
            {
                return;
            }

            Tensor gradient = Gradients.Of([one.Compute(x)], [x], createGraph: createGraph)[0]!;
            Compare(one, createGraph ? "recorded gradient" : "gradient", one.Gradient, gradient, bound, faults, Noise(one, x));
        }
    });

    [Theory]
    [MemberData(nameof(Functions))]
    public void SecondGradients_AreThoseOfArbitraryPrecision(string function, DataType type) => Check(function, type, static (one, faults) =>
    {
        // Nothing is said of terms that float64 does not hold.
        if (one.Second.Length == 0 || !double.IsFinite(one.Scale * 16) || one.Scale < 1e-290)
        {
            return;
        }

        Tensor x = one.X().WithGradient();
        if (HasLostRatio(one, x))
        {
            return;
        }

        Tensor gradient = Gradients.Of([one.Compute(x)], [x], createGraph: true)[0]!;
        Tensor direction = Tensor.From([.. Enumerable.Range(0, x.Length).Select(static i => ((5 * i % 7) - 3) / 4.0)]).To(x.DataType);
        Tensor second = Gradients.Of([gradient], [x], [direction])[0]!;
        double bound = one.Type switch
        {
            DataType.Float64 => 16,
            DataType.Float32 => 1,
            _ => 0.51,
        };

        // The softmax is that of float32.
        double noise =
            one.Function == "log-sum-exp" && one.Type != DataType.Float64
                ? Math.ScaleB(1, -22)
                : Math.ScaleB(1, -49) * (double.IsNaN(one.P) ? 1 : 1 + Math.Abs(one.P));
        Compare(one, "second gradient", one.Second, second, bound, faults, one.Scale * noise);
    });

    /// <summary>Whether the ratio of two elements, which gradients of norms of other orders are made of, is no number of float64.</summary>
    private static bool HasLostRatio(CompositeCase one, Tensor x)
    {
        Tensor magnitudes = F.Abs(x.Detach().To(DataType.Float64));
        return one.Function == "norm" && one.P is not (1 or 2) && F.Min(magnitudes).Item<double>() / F.Max(magnitudes).Item<double>() < 1e-300;
    }

    /// <summary>What is left of a vector across another is a difference, of float64 in its own digits.</summary>
    private static double Noise(CompositeCase one, Tensor x)
    {
        double norm = one.Function == "cosine" && one.Type == DataType.Float64 ? F.Norm(x.Detach()).Item<double>() : 0;
        return norm > 1e-8 ? Math.ScaleB(1, -50) / norm : 0;
    }

    private static void Check(string function, DataType type, Action<CompositeCase, List<string>> check)
    {
        List<string> faults = new();
        foreach (CompositeCase one in CompositeCase.All.Where(one => one.Function == function && one.Type == type))
        {
            check(one, faults);
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults.Take(40))}");
    }

    /// <summary>Compares the first elements; those that are the difference of larger terms may have the noise of these.</summary>
    private static void Compare(CompositeCase one, string what, string[] expected, Tensor actual, double bound, List<string> faults, double noise = 0)
    {
        double[] values = actual.ToArray<double>();
        for (int i = 0; i < expected.Length; i++)
        {
            double distance = Ulp.Distance(values[i], expected[i], one.Type);
            double error = Math.Abs(values[i] - Ulp.NearestDouble(expected[i]));
            if (!(distance <= bound) && !(error <= noise))
            {
                faults.Add(
                    string.Create(CultureInfo.InvariantCulture, $"{one.Name}: {what} [{i}] is {values[i]:R}, expected {expected[i]}: {distance:F3} ULP"));
            }
        }
    }
}
