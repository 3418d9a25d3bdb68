using System.Globalization;
using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Norms of any order of rows of many lengths against 50 digits, and second derivatives where the norm is large.</summary>
public class NormOfOrderTests
{
    [Fact]
    public void Norm_OfRowsOfManyLengths_IsRoundedOnce()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(OracleFile.DataFolder, "steep.json")));
        List<string> faults = new List<string>();
        foreach (JsonElement one in document.RootElement.GetProperty("norms").EnumerateArray())
        {
            double p = one[0].GetDouble();
            int length = one[1].GetInt32();
            Tensor x = Tensor.From([.. Enumerable.Range(0, length).Select(static i => 1.0 + (7919L * i % 1009))]);
            double error = Ulp.Distance(F.Norm(x, p, []).Item<double>(), one[2].GetString()!);
            if (!(error <= 1 + (1 / (32 * Math.Abs(p)))))
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"order {p} of {length} elements: {error:F2} ULP"));
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    // The row and the norm of it that a reader found, and mpmath's derivatives of the sum of its gradients.
    [Fact]
    public void Norm_OfASmallOrder_HasSecondDerivatives()
    {
        Assert.Equal(36254624466456328555.0, F.Norm(Tensor.From([896.0, 994, 950, 938, 270, 203, 79]), 0.05, []).Item<double>(), 4096.0);
        Tensor x = Tensor.From([3.0, -4.0]).WithGradient();
        Tensor gradient = Gradients.Of(F.Norm(x, 0.001, []), [x], createGraph: true)[0]!;
        AssertNear([6.1855319656162182545e+300, -4.6404837661921334208e+300], gradient);
        AssertNear([-1.802568622527950366e+300, -1.3519264668959627745e+300], Gradients.Of(F.Sum(gradient), [x])[0]!);
    }

    private static void AssertNear(double[] expected, Tensor actual)
    {
        double[] values = actual.ToArray<double>();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(1, values[i] / expected[i], 1e-13);
        }
    }
}
