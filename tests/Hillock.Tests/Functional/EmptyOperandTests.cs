using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Losses;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Products, attention and means of nothing: a sum of no terms is 0, and a function of nothing is constant.</summary>
public class EmptyOperandTests
{
    private static readonly int[][] Shapes =
    [
        [0], [1], [2], [0, 0], [2, 0], [0, 2], [1, 2], [2, 2], [2, 2, 0], [2, 0, 2], [0, 2, 2], [1, 2, 0], [1, 0, 2], [2, 2, 2], [0, 0, 2],
        [3, 1, 2, 0], [3, 1, 0, 2], [0, 1, 2, 2], [3, 2, 2, 2],
    ];

    [Theory]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    [InlineData(DataType.BFloat16)]
    public void MatMul_WithLengthsOfZero_IsZero_WithGradientsOfBothOrders(DataType type)
    {
        int products = 0;
        foreach (int[] a in Shapes)
        {
            foreach (int[] b in Shapes)
            {
                if (Product(a, b) is not { } expected)
                {
                    continue;
                }

                Tensor x = Ones(a, type), y = Ones(b, type);
                Tensor z = F.MatMul(x, y);
                Assert.Equal(expected, z.Shape.Dimensions.ToArray());
                Assert.All(z.ToArray<double>(), value => Assert.Equal(a[^1], value));
                CheckGradients(z, [x, y]);
                products++;
            }
        }

        Assert.True(products >= 100);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Linear_WithLengthsOfZero_IsTheBias(int outFeatures)
    {
        foreach (int[] shape in Shapes)
        {
            Tensor x = Ones(shape, DataType.Float32), weight = Ones([outFeatures, shape[^1]], DataType.Float32), bias = Ones([outFeatures], DataType.Float32);
            Tensor y = F.Linear(x, weight, bias);
            Assert.Equal([.. shape[..^1], outFeatures], y.Shape.Dimensions.ToArray());
            Assert.All(y.ToArray<double>(), value => Assert.Equal(1 + shape[^1], value));
            CheckGradients(y, [x, weight, bias]);
        }
    }

    [Fact]
    public void Attention_WithoutQueriesOrKeys_HasGradientsOfBothOrders()
    {
        foreach ((int l, int s, int e) in new[] { (0, 3, 2), (3, 0, 2), (0, 0, 2), (2, 3, 0) })
        {
            foreach (int heads in new[] { 0, 1, 2 })
            {
                foreach (int width in new[] { 0, 2 })
                {
                    Tensor q = Ones([heads, l, e], DataType.Float64), k = Ones([heads, s, e], DataType.Float64), v = Ones([heads, s, width], DataType.Float64);
                    Tensor additive = Ones([l, s], DataType.Float64);
                    AttentionMask?[] masks =
                        [null, new CausalMask(CausalAlignment.UpperLeft), new VisibleMask(Tensor.Ones([l, s], DataType.Bool)), new AdditiveMask(additive)];
                    foreach (AttentionMask? mask in masks)
                    {
                        Tensor z = F.ScaledDotProductAttention(q, k, v, out Tensor weights, mask);

                        // The mean of equal values; 0 where there is no key.
                        Assert.All(z.ToArray<double>(), value => Assert.Equal(s == 0 ? 0 : 1, value, 15));
                        CheckGradients(z, [q, k, v]);
                        CheckGradients(weights, [q, k]);
                    }
                }
            }
        }
    }

    [Fact]
    public void CrossEntropy_WithoutRowsOrPositions_IsTheMeanOfNothing()
    {
        foreach (int[] shape in new int[][] { [0, 3], [2, 3, 0], [0, 3, 2], [0, 3, 0] })
        {
            Tensor x = Ones(shape, DataType.Float32);
            Tensor targets = Tensor.Zeros(Shape.Create([shape[0], .. shape[2..]]), DataType.Int64);
            Assert.Equal(float.NaN, F.CrossEntropy(x, targets).Item<float>());
            Assert.Equal(0f, F.CrossEntropy(x, targets, Reduction.Sum).Item<float>());
            Assert.Equal(targets.Shape, F.CrossEntropy(x, targets, Reduction.None).Shape);
            Assert.Empty(Gradients.Of(F.CrossEntropy(x, targets, Reduction.Sum), [x])[0]!.ToArray<float>());
        }

        // Rows, but no class that a target could be.
        Assert.Contains(
            "expects no targets, as there are no classes",
            Assert.Throws<ArgumentException>(() => F.CrossEntropy(Tensor.Zeros([2, 0]), Tensor.Zeros([2], DataType.Int64))).Message);
    }

    [Fact]
    public void MeanOfNothing_HasASecondGradientOfZero()
    {
        Tensor x = Ones([0, 3], DataType.Float64);
        Tensor weight = Tensor.Ones([0, 3], DataType.Float64), targets = Tensor.Zeros([0, 3], DataType.Float64);
        Func<Tensor>[] means =
        [
            () => F.Mean(x),
            () => F.Mean(x, 0).Sum(),
            () => F.MeanSquaredError(x, targets),
            () => F.BinaryCrossEntropy(x, targets, weight: weight),
            () => F.BinaryCrossEntropyWithLogits(x, targets, weight: weight),
            () => F.MultiLabelSoftMargin(x, targets),
            () => F.NegativeLogLikelihood(x, Tensor.Zeros([0], DataType.Int64)),
        ];
        foreach (Func<Tensor> mean in means)
        {
            Tensor y = mean();
            Assert.Equal(double.NaN, y.Item<double>());
            Tensor upstream = Tensor.Scalar(1, DataType.Float64).WithGradient();
            Tensor gradient = Gradients.Of([y], [x], [upstream], createGraph: true)[0]!;
            Assert.Empty(gradient.ToArray<double>());
            Tensor? second = Gradients.Of(F.Sum(F.Square(gradient)), [upstream])[0];
            Assert.Equal(0, second?.Item<double>() ?? 0);
        }
    }

    private static Tensor Ones(int[] shape, DataType type) => Tensor.Ones(shape, type).WithGradient();

    /// <summary>The shape of a product by NumPy's rule, or null where there is none.</summary>
    private static int[]? Product(int[] a, int[] b)
    {
        int[] left = a.Length == 1 ? [1, a[0]] : a, right = b.Length == 1 ? [b[0], 1] : b;
        int[] x = left[..^2], y = right[..^2];
        int rank = Math.Max(x.Length, y.Length);
        int[] batch = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            (int m, int n) = (i <= x.Length ? x[^i] : 1, i <= y.Length ? y[^i] : 1);
            if (m != n && m != 1 && n != 1)
            {
                return null;
            }

            batch[^i] = m == 1 ? n : m;
        }

        return left[^1] != right[^2] ? null : [.. batch, .. a.Length == 1 ? (int[])[] : [left[^2]], .. b.Length == 1 ? (int[])[] : [right[^1]]];
    }

    /// <summary>Both gradients exist, have the inputs' shapes, and hold no NaN.</summary>
    private static void CheckGradients(Tensor y, Tensor[] inputs)
    {
        Tensor upstream = Tensor.Ones(y.Shape, y.DataType).WithGradient();
        Tensor?[] first = Gradients.Of([y], inputs, [upstream], createGraph: true);
        Tensor total = Tensor.Scalar(0, y.DataType);
        for (int i = 0; i < inputs.Length; i++)
        {
            Assert.Equal(inputs[i].Shape, first[i]!.Shape);
            Assert.DoesNotContain(double.NaN, first[i]!.ToArray<double>());
            total += F.Sum(F.Square(first[i]!));
        }

        foreach (Tensor? second in total.RequiresGrad ? Gradients.Of(total, [.. inputs, upstream]) : [])
        {
            Assert.DoesNotContain(double.NaN, second?.ToArray<double>() ?? []);
        }
    }
}
