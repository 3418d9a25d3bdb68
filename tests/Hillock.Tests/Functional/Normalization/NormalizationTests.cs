using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Hillock.Tests.Modules;
using Xunit;

namespace Hillock.Tests.Functional.Normalization;

/// <summary>Layer and root-mean-square normalisation: lines T257 to T259 of the checklist, gradients of both orders, accuracy, bits and errors.</summary>
[Trait("Speed", "slow")]
[Collection(ParallelismCollection.Name)]
public class NormalizationTests
{
    public static TheoryData<string> Names => [.. TorchData.Names("normalization", "cases")];

    public static TheoryData<int, int> Sizes => new() { { 1, 1 }, { 3, 7 }, { 300, 16 }, { 70, 33 }, { 3000, 70 }, { 5000, 3 }, { 2, 9000 }, { 33, 1031 } };

    [Theory]
    [MemberData(nameof(Names))]
    public void ValuesAndGradients_InFloat64_AreTheReferences(string name)
    {
        JsonElement one = TorchData.Case("normalization", "cases", name);
        NormalizationReference.CheckFloat64(one, inputs => Apply(one, inputs), 1e-11);
    }

    // Everything is computed in double precision: what is left is one rounding.
    [Theory]
    [MemberData(nameof(Names))]
    public void ValuesAndGradients_InFloat32_AreTheReferencesRounded(string name)
    {
        JsonElement one = TorchData.Case("normalization", "cases", name);
        NormalizationReference.CheckFloat32(one, inputs => Apply(one, inputs), 6e-8);
    }

    [Fact]
    public void Gradients_OfThirdOrder_AgreeWithDifferences()
    {
        Tensor x = Tensor.From([0.3, -1.2, 2, 0.7, 1.1, -0.4, 0.1, 0.9], [2, 4]), w = Tensor.From([0.5, 1.5, -1, 2.0]), b = Tensor.From([0.1, 0.2, 0.3, 0.4]);
        Tensor v = TorchCase.Weights(x.Shape, 3);
        foreach (Func<IReadOnlyList<Tensor>, Tensor> function in (Func<IReadOnlyList<Tensor>, Tensor>[])
            [t => F.LayerNorm(t[0], 4, t[1], t[2], 1e-2), t => F.RmsNorm(t[0], 4, t[1], 1e-2) + t[2]])
        {
            GradientCheck.First(function, [x, w, b]).ThrowIfFailed();
            GradientCheck.Second(function, [x, w, b]).ThrowIfFailed();

            // The gradient itself as the function whose second derivatives are checked.
            GradientCheck.Second(t => GradientOf(function, t, v), [x, w, b]).ThrowIfFailed();
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Results_AtEveryWidthAndThreadCount_HaveTheSameBits(int rows, int length)
    {
        Check<float>(rows, length);
        Check<double>(rows, length);
    }

    [Fact]
    public void Rows_OfEqualElements_AreExactlyTheBias()
    {
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            Tensor x = Tensor.From(new double[,] { { 2, 2 }, { 14, 14 } }).To(type);
            Assert.Equal([0, 0, 0, 0], F.LayerNorm(x, 2, epsilon: 1e-6).ToArray<double>());
            Tensor large = Tensor.Full([3, 770], 1e6 / 3, type);
            Assert.All(F.LayerNorm(large, 770, epsilon: 1e-6).ToArray<double>(), value => Assert.Equal(0, value));
            Assert.All(F.LayerNorm(large, 770, bias: Tensor.Full(770, 0.5, type), epsilon: 0).ToArray<double>(), value => Assert.True(double.IsNaN(value)));
        }
    }

    [Fact]
    public void Modules_ComputeAndPrintAsPyTorch()
    {
        Assert.Equal("LayerNorm((5,), eps=1e-05, elementwise_affine=True)", new LayerNorm(5).ToString());
        Assert.Equal("LayerNorm((2, 3), eps=0.001, elementwise_affine=False)", new LayerNorm((int[])[2, 3], 1e-3, elementwiseAffine: false).ToString());
        Assert.Equal("RmsNorm((5,), eps=None, elementwise_affine=True)", new RmsNorm(5).ToString());
        Assert.Equal(["weight", "bias"], new LayerNorm(5).StateDict().Keys);
        Assert.Equal(["weight"], new LayerNorm(5, bias: false).StateDict().Keys);
        Assert.Empty(new LayerNorm(5, elementwiseAffine: false).StateDict());
        Assert.Equal(["weight"], new RmsNorm(5).StateDict().Keys);
        Tensor x = Numbers([4, 3, 5]);
        Assert.Equal(F.LayerNorm(x, 5).ToArray<float>(), new LayerNorm(5).Forward(x).ToArray<float>());
        Assert.Equal(F.LayerNorm(x, 5).ToArray<float>(), F.LayerNorm(x, 5, Tensor.Ones(5), Tensor.Zeros(5)).ToArray<float>());
        Assert.Equal(F.RmsNorm(x, 5, epsilon: 1.1920928955078125e-7).ToArray<float>(), new RmsNorm(5).Forward(x).ToArray<float>());
        Assert.Equal(new[] { 0, 5 }, F.LayerNorm(Tensor.Zeros([0, 5]), 5).Shape.Dimensions.ToArray());
        Assert.Equal(new[] { 3, 0 }, F.LayerNorm(Tensor.Zeros([3, 0]), 0).Shape.Dimensions.ToArray());
    }

    [Fact]
    public void Rows_OfStridedMemoryOrSixteenBits_AreThoseOfTheWiderOnes()
    {
        Tensor x = Numbers([6, 5]), strided = x.Transpose().Contiguous().Transpose();
        Assert.Equal(F.LayerNorm(x, 5).ToArray<float>(), F.LayerNorm(strided, 5).ToArray<float>());
        Tensor half = x.To(DataType.Float16);
        Assert.Equal(F.LayerNorm(half.To(DataType.Float32), 5).To(DataType.Float16).ToArray<float>(), F.LayerNorm(half, 5).ToArray<float>());
        Assert.All(
            F.LayerNorm(Tensor.From(new float[,] { { 1, float.NaN, 2 }, { 1, float.PositiveInfinity, 2 } }), 3).ToArray<float>(),
            value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Arguments_ThatDoNotFit_AreRefused()
    {
        // The bad pairs of T258.
        Refused("at least one axis but got []", () => F.LayerNorm(Tensor.Zeros(Shape.Scalar), Shape.Scalar));
        Refused("ends in the normalized shape [2, 3] but got [3]", () => F.LayerNorm(Tensor.Zeros(3), (int[])[2, 3]));
        Refused("ends in the normalized shape [2] but got [1, 2, 3]", () => F.LayerNorm(Tensor.Zeros([1, 2, 3]), 2));
        Refused("ends in the normalized shape [10] but got [2, 3]", () => F.LayerNorm(Tensor.Zeros([2, 3]), 10));
        Refused("RmsNorm expects an input that ends in the normalized shape [10] but got [2, 3]", () => F.RmsNorm(Tensor.Zeros([2, 3]), 10));
        Refused("weight of the normalized shape [3] but got [2]", () => F.LayerNorm(Tensor.Zeros([2, 3]), 3, Tensor.Ones(2)));
        Refused("bias of the input's type float32 but got float64", () => F.LayerNorm(Tensor.Zeros([2, 3]), 3, null, Tensor.Ones(3, DataType.Float64)));
        Refused("int64", () => F.LayerNorm(Tensor.Arange(3), 3));
        Refused("finite epsilon", () => F.LayerNorm(Tensor.Zeros([2, 3]), 3, epsilon: -1));
        Refused("finite epsilon", () => _ = new LayerNorm(3, double.NaN));
        Refused("at least one axis", () => _ = new LayerNorm(Shape.Scalar));
        Refused("at least one axis", () => _ = new RmsNorm(Shape.Scalar));
    }

    private static void Refused(string message, Action act) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(act).Message, StringComparison.Ordinal);

    private static Tensor GradientOf(Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, Tensor v)
    {
        Tensor?[] gradients = Gradients.Of([function(inputs)], [inputs[0], inputs[1]], [v], createGraph: true);
        return F.Concat([gradients[0]!.Reshape(-1), gradients[1]!]);
    }

    private static Tensor Numbers(Shape shape)
    {
        Tensor x = Tensor.Empty(shape);
        new Philox(5).FillNormal(x.AsSpan<float>());
        return x;
    }

    private static void Check<T>(int rows, int length)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        T[] x = Array.ConvertAll(Numbers([rows * length]).ToArray<float>(), T.CreateTruncating), dy = [.. x.Reverse()];
        T[] weight = [.. x.AsSpan(0, length)], bias = [.. dy.AsSpan(0, length)];
        int threads = Parallelism.Threads;
        List<T[]>? first = null;
        try
        {
            foreach ((int bits, int count) in ((int, int)[])[(512, 1), (256, 1), (128, 1), (512, 3)])
            {
                Parallelism.Threads = count;
                foreach (bool centered in (bool[])[true, false])
                {
                    T[] y = new T[x.Length], dx = new T[x.Length], dw = new T[length], db = new T[length];
                    double[] statistics = new double[2 * rows];
                    RowNorm.Forward<T>(x, weight, bias, y, statistics, 1e-5, centered, bits);
                    RowNorm.Backward<T>(x, dy, weight, statistics, dx, centered, bits);
                    RowNorm.ParameterGradients<T>(x, dy, statistics, dw, db, bits);
                    List<T[]> all = [y, dx, dw, db];
                    if (centered)
                    {
                        first ??= all;
                        Assert.Equal(first, all);
                        T[] sums = new T[length];
                        Reduce.SumColumns<T>(dy, rows, length, sums);
                        Assert.Equal(sums, db);
                    }
                }
            }
        }
        finally
        {
            Parallelism.Threads = threads;
        }
    }

    private static Tensor Apply(JsonElement one, Tensor[] inputs)
    {
        Shape shape = Shape.Create([.. one.GetProperty("normalized").EnumerateArray().Select(value => value.GetInt32())]);
        double epsilon = one.GetProperty("epsilon").GetDouble();
        Tensor? weight = one.TryGetProperty("weight", out _) ? inputs[1] : null;
        return one.GetProperty("kind").GetString() == "layer"
            ? F.LayerNorm(inputs[0], shape, weight, one.TryGetProperty("bias", out _) ? inputs[^1] : null, epsilon)
            : F.RmsNorm(inputs[0], shape, weight, epsilon);
    }
}
