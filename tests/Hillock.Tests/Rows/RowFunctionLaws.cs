using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Rows;

/// <summary>
/// The laws of the operations on rows, found in <see cref="RowFunctionCatalog"/>, and their oracle data, found by their names: accuracy of result and gradient
/// in four types, both orders of gradients by differences, views and axes, threads.
/// </summary>
[Collection(ParallelismCollection.Name)]
public class RowFunctionLaws
{
    public static TheoryData<string> Names => [.. RowFunctionCatalog.All.Select(info => info.Name)];

    public static TheoryData<string, DataType> Typed
    {
        get
        {
            TheoryData<string, DataType> cases = [];
            foreach (RowFunctionInfo info in RowFunctionCatalog.All)
            {
                cases.Add(info.Name, DataType.Float64);
                cases.Add(info.Name, DataType.Float32);
            }

            return cases;
        }
    }

    public static string PathOf(string name) => Path.Combine(OracleFile.DataFolder, "rows", name + ".json");

    [Theory]
    [MemberData(nameof(Typed))]
    public void Row_IsAccurate(string name, DataType type)
    {
        int checkedRows = 0;
        foreach ((double[] values, JsonElement row) in Rows(name))
        {
            Tensor x = Tensor.From(Numbers(row, "x")).To(type).WithGradient();
            Tensor y = Compute(name, x, -1, values);
            Tensor dx = Gradients.Of([y], [x], [Tensor.From(Numbers(row, "dy")).To(type)])[0]!;
            string[] results = Texts(row, "y"), gradients = Texts(row, "dx");
            double[] actual = y.ToArray<double>(), slopes = dx.ToArray<double>();
            for (int i = 0; i < results.Length; i++)
            {
                double error = type == DataType.Float64 ? Ulp.Distance(actual[i], results[i]) : Ulp.Distance((float)actual[i], results[i]);
                Assert.True(
                    error <= 1.5, $"{name}, element {i} of {results.Length}: {actual[i]:R} for {results[i]} is off by {error:F2} units in the last place");
            }

            // Terms of different signs meet in a gradient: its errors are counted in units of the largest one of the row, or of a term.
            double largest =
                gradients.Select(Ulp.NearestDouble)
                    .Concat(Numbers(row, "dy").Select(value => value * Math.Abs(actual.Max(Math.Abs) / Math.Max(1e-300, Numbers(row, "x").Max(Math.Abs)))))
                    .Max(Math.Abs);
            double unit = type == DataType.Float64 ? Math.BitIncrement(largest) - largest : (double)MathF.BitIncrement((float)largest) - (float)largest;
            for (int i = 0; i < gradients.Length; i++)
            {
                double error = Math.Abs(slopes[i] - Ulp.NearestDouble(gradients[i])) / unit;
                Assert.True(error <= 2, $"{name}, gradient {i} of {gradients.Length}: {slopes[i]:R} for {gradients[i]} is off by {error:F2} units");
            }

            checkedRows++;
        }

        Assert.True(checkedRows > 5, $"tools/oracle/rows.py has no entry of {name}.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_AgreeWithDifferences(string name)
    {
        foreach ((double[] values,
            JsonElement row) in Rows(name).Where(pair => Numbers(pair.Row, "x") is { Length: > 1 and < 10 } x && x.Max(Math.Abs) is > 0.1 and < 10))
        {
            Tensor x = Tensor.From(Numbers(row, "x"));
            GradientCheck.First(inputs => Compute(name, inputs[0], -1, values), [x]).ThrowIfFailed();
            GradientCheck.Second(inputs => Compute(name, inputs[0], -1, values), [x]).ThrowIfFailed();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Row_OfSixteenBits_IsRoundedOnceFromFloat32(string name)
    {
        foreach (DataType type in (DataType[])[DataType.Float16, DataType.BFloat16])
        {
            foreach ((double[] values, JsonElement row) in Rows(name))
            {
                Tensor x = Tensor.From(Numbers(row, "x")).To(type);
                Assert.Equal(Compute(name, x.To(DataType.Float32), -1, values).To(type).ToArray<double>(), Compute(name, x, -1, values).ToArray<double>());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Row_OfViewsAxesAndThreads_HasTheSameBits(string name)
    {
        Tensor rows = Tensor.From([.. Enumerable.Range(0, 60_000).Select(static i => (((i * 7919L) % 1009) / 100.0) - 5)]).Reshape(3000, 20).WithGradient();
        (double[] y, double[] dx) = Both(rows, -1);
        using (new ThreadScope(1))
        {
            Assert.Equal((y, dx), Both(rows, -1), Same);
        }

        using (new ThreadScope(4))
        {
            Assert.Equal((y, dx), Both(rows, -1), Same);
        }

        // The same rows as columns of another tensor, with gaps.
        Tensor columns = F.Stack([rows.Detach().Transpose(0, 1), Tensor.Zeros([20, 3000], DataType.Float64)], -1).Clone().WithGradient();
        Tensor result = Compute(name, columns.Select(-1, 0), 0, []);
        Assert.Equal(y, result.Transpose(0, 1).ToArray<double>());
        Tensor gradient = Gradients.Of([result], [columns], [Weights(result.Transpose(0, 1).Shape).Transpose(0, 1)])[0]!;
        Assert.Equal(dx, gradient.Select(-1, 0).Transpose(0, 1).ToArray<double>());

        (double[] Y, double[] Gradient) Both(Tensor x, int axis)
        {
            Tensor z = Compute(name, x, axis, []);
            return (z.ToArray<double>(), Gradients.Of([z], [x], [Weights(z.Shape)])[0]!.ToArray<double>());
        }
    }

    private static Tensor Weights(Shape shape) => Tensor.From([.. Enumerable.Range(0, shape.Length).Select(static i => ((i * 31L) % 101) / 50.0)], shape);

    private static bool Same((double[] Y, double[] Gradient) a, (double[] Y, double[] Gradient) b) =>
        a.Y.AsSpan().SequenceEqual(b.Y) && a.Gradient.AsSpan().SequenceEqual(b.Gradient);

    private static Tensor Compute(string name, Tensor x, int axis, double[] values) => RowFunctionCatalog.Find(name)!.Compute(x, axis, values);

    private static IEnumerable<(double[] Values, JsonElement Row)> Rows(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(PathOf(name)));
        RowFunctionInfo info = RowFunctionCatalog.Find(name)!;
        return
        [
            .. document.RootElement.Clone().GetProperty("sets").EnumerateArray().SelectMany(set => set.GetProperty("rows").EnumerateArray().Select(row => (
                (double[])[
                    .. info.Parameters.Select(
                        parameter =>
                            set.GetProperty("parameters").TryGetProperty(parameter.Name, out JsonElement value) ? value.GetDouble() : parameter.Default),
                ],
                row))),
        ];
    }

    private static double[] Numbers(JsonElement row, string name) => [.. row.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    private static string[] Texts(JsonElement row, string name) => [.. row.GetProperty(name).EnumerateArray().Select(value => value.GetString()!)];
}
