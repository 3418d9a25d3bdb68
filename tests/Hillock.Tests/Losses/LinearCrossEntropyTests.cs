using System.Runtime.InteropServices;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Losses;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Losses;

/// <summary>The cross-entropy of a projection in tiles against the projection and the cross-entropy one after the other.</summary>
[Collection(ParallelismCollection.Name)]
[Trait("Speed", "slow")]
public class LinearCrossEntropyTests
{
    /// <summary>Rows, classes, features and the tile: whole rows; blocks of classes, the last one short; one tile; a single row.</summary>
    public static TheoryData<int, int, int, int, int> Tiles => new()
    {
        { 7, 5, 3, 2, 5 }, { 50, 11, 4, 50, 11 }, { 30, 9001, 3, 8, 4096 }, { 30, 9001, 3, 30, 8192 }, { 9, 9001, 7, 4, 9001 }, { 1, 2, 1, 1, 2 },
    };

    private static Tensor Tiled(
        int rowsEach, int classesEach, Tensor x, Tensor w, Tensor? b, Tensor t, Reduction reduction = Reduction.Mean, Tensor? weight = null,
        double smoothing = 0) =>
        F.LinearCrossEntropyInTiles(new(x.Shape[0], w.Shape[0], rowsEach, classesEach), x, w, b, t, t.Shape, reduction, -100, weight, smoothing, EmptyMean.NaN);

    private static Tensor Random(int seed, DataType type, double scale, params int[] shape)
    {
        float[] values = new float[shape.Aggregate(1, (a, b) => a * b)];
        new Philox((ulong)seed).FillNormal(values);
        return (Tensor.From(values, Shape.Create(shape)).To(DataType.Float64) * scale).To(type);
    }

    private static Tensor Classes(int rows, int classes) =>
        Tensor.From(Enumerable.Range(0, rows).Select(i => i % 5 == 3 ? -100 : (long)(new Philox(3).Below((ulong)i, (uint)classes))).ToArray());

    private static Tensor[] Operands(int rows, int classes, int features, DataType type, double scale = 1) =>
    [
        Random(1, type, scale, rows, features).WithGradient(), Random(2, type, scale, classes, features).WithGradient(),
        Random(3, type, scale, classes).WithGradient(),
    ];

    // PyTorch 1.13's gradients of the second row alone; with the first it has NaN in that row and in all of the weight.
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void IgnoredRow_WhateverItHolds_CountsForNothing(double value)
    {
        foreach (bool createGraph in new[] { false, true })
        {
            foreach (bool isSmall in createGraph ? [true] : new[] { true, false })
            {
                // More than 4 Mi logits are computed in tiles.
                int classes = isSmall ? 2 : 3 << 20;
                double[] weights = new double[2 * classes];
                weights.AsSpan(4).Fill(-2000);
                (weights[0], weights[1], weights[2], weights[3]) = (0.1, 0.2, 0.3, -0.4);
                Tensor x = Tensor.From(new[,] { { value, 1 }, { 2, 1 } }).WithGradient(),
                    weight = Tensor.From(weights).Reshape(classes, 2).Detach().WithGradient();
                Tensor loss = F.LinearCrossEntropy(x, weight, null, Tensor.From(new long[] { -100, 0 }));
                Assert.Equal(0.5981388693815918, loss.Item<double>(), 1e-15);
                Tensor?[] gradients = Gradients.Of(loss, [x, weight], createGraph: createGraph);
                AssertClose([0, 0, 0.0900332005375044, -0.2700996016125133], gradients[0]!);
                AssertClose([-0.900332005375044, -0.450166002687522, 0.900332005375044, 0.450166002687522], gradients[1]!.Slice(0, 0, 2));
            }

            Tensor logits = Tensor.From(new[,] { { value, 1 }, { 0.4, 0.2 } }).WithGradient();
            Tensor gradient = Gradients.Of(F.CrossEntropy(logits, Tensor.From(new long[] { -100, 0 })), [logits], createGraph: createGraph)[0]!;
            AssertClose([0, 0, -0.450166002687522, 0.450166002687522], gradient);
        }

        static void AssertClose(double[] expected, Tensor actual)
        {
            double[] values = actual.ToArray<double>();
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], values[i], 1e-14);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void LossAndGradients_AreThoseOfTheMaterialisedLogits(int rows, int classes, int features, int rowsEach, int classesEach)
    {
        Tensor targets = Classes(rows, classes);
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            double ulp = type == DataType.Float32 ? Math.Pow(2, -23) : Math.Pow(2, -52);
            foreach ((Reduction reduction, double smoothing, bool weighted, bool hasBias, double scale) in
                ((Reduction, double, bool, bool, double)[])
                [
                    (Reduction.Mean, 0, false, true, 1), (Reduction.Sum, 0.1, true, true, 1), (Reduction.None, 0, true, false, 3),
                    (Reduction.None, 0.2, false, true, 40),
                ])
            {
                Tensor[] inputs = Operands(rows, classes, features, type, scale);
                Tensor[] used = hasBias ? inputs : inputs[..2];
                Tensor? bias = hasBias ? inputs[2] : null;
                Tensor? weight = weighted ? (LossCase.Weights(classes, 5, type)) : null;
                Tensor expected = F.CrossEntropy(F.Linear(inputs[0], inputs[1], bias), targets, reduction, weight, -100, smoothing);
                Tensor actual = Tiled(rowsEach, classesEach, inputs[0], inputs[1], bias, targets, reduction, weight, smoothing);
                Tensor upstream = LossCase.Weights(expected.Shape, 6, type);
                string what = $"{type} {reduction} {smoothing} {scale}";

                // With smoothing, the materialised loss adds its terms one by one.
                Near.Assert(expected, actual, (4 + (smoothing == 0 ? 0 : Math.Sqrt(classes))) * ulp, what);
                Tensor?[] gradients = Gradients.Of([expected], used, [upstream]);
                Tensor?[] own = Gradients.Of([actual], used, [upstream]);
                for (int i = 0; i < used.Length; i++)
                {
                    // The upstream gradient is multiplied before or after a chain of as many sums in the elements' precision.
                    Near.Assert(gradients[i]!, own[i], (16 + Math.Sqrt(i == 0 ? classes : rows)) * ulp, $"{what}, gradient {i}");
                }
            }
        }
    }

    [Fact]
    public void OneClass_IsCertain()
    {
        Tensor[] inputs = Operands(5, 1, 3, DataType.Float64);
        Tensor loss = Tiled(2, 1, inputs[0], inputs[1], inputs[2], Tensor.Zeros(5, DataType.Int64), smoothing: 0.1);
        Assert.Equal(0, loss.Item<double>(), 1e-15);
        Assert.All(Gradients.Of(loss, inputs), gradient => Near.Assert(Tensor.ZerosLike(gradient!), gradient, 1e-12, "gradient"));
    }

    /// <summary>Values of arbitrary precision: <c>ln(1 + r)</c> with <c>r = (classes − 1)·e^(−margin)</c>; of all sizes the loss keeps its digits.</summary>
    [Theory]
    [InlineData(20, 9, 1.6489228843561128e-8)]
    [InlineData(48, 9, 1.1401312661927481e-20)]
    [InlineData(80, 40, 7.0389204125971192e-34)]
    [InlineData(20, 5000, 1.0303653875746439e-5)]
    [InlineData(48, 5000, 7.1243952496219346e-18)]
    [InlineData(80, 5000, 9.0224520878392304e-32)]
    public void OfACertainTarget_KeepsItsDigits(int margin, int classes, double loss)
    {
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            foreach (int classesEach in (int[])[classes, Math.Min(classes, 4096)])
            {
                Tensor weight = Tensor.Zeros([classes, 1], type);
                weight[2] = Tensor.Full([1], margin, type);
                Tensor actual = Tiled(1, classesEach, Tensor.Ones([1, 1], type), weight, null, Tensor.From(new long[] { 2 }));
                Assert.Equal(1, actual.Item<double>() / loss, type == DataType.Float32 ? 1e-6 : 1e-14);
            }
        }
    }

    // Above the size that is simply held: tiles of classes, and tiles of whole rows.
    [Theory]
    [InlineData(1030, 9001)]
    [InlineData(5000, 1100)]
    public void MeanInFloat32_HasTheBitsOfTheMaterialisedLogits(int rows, int classes)
    {
        // Up to 8,192 classes the sums are the same; beyond, they may differ by so little that a mean in float32 seldom shows it.
        Tensor[] inputs = Operands(rows, classes, 6, DataType.Float32);
        Tensor targets = Classes(rows, classes);
        Tensor expected = F.CrossEntropy(F.Linear(inputs[0], inputs[1], inputs[2]), targets);
        Tensor actual = F.LinearCrossEntropy(inputs[0], inputs[1], inputs[2], targets);
        Assert.Equal(expected.Item<float>(), actual.Item<float>());
        Tensor?[] gradients = Gradients.Of(expected, inputs), own = Gradients.Of(actual, inputs);
        Assert.Equal(gradients[0]!.ToArray<float>(), own[0]!.ToArray<float>());
        Assert.Equal(gradients[1]!.ToArray<float>(), own[1]!.ToArray<float>());
        Near.Assert(gradients[2]!, own[2], Math.Pow(2, -23), "bias");
    }

    [Theory]
    [InlineData(Reduction.Mean, 4)]
    [InlineData(Reduction.None, 4)]
    [InlineData(Reduction.Sum, 4096)]
    public void GradientChecks_OfBothOrders_Pass(Reduction reduction, int classesEach)
    {
        // With more classes than a block, a direction instead of each of them.
        int classes = classesEach == 4 ? 4 : 4099;
        Tensor[] inputs = Operands(3, classes, 2, DataType.Float64);
        Tensor targets = Tensor.From(new long[] { classes - 1, -100, 0 });
        Tensor b = inputs[2].Detach(), w = inputs[1].Detach();
        Tensor Loss(IReadOnlyList<Tensor> x) => classesEach == 4
            ? Tiled(2, classesEach, x[0], x[1], x[2], targets, reduction, LossCase.Weights(classes, 5, DataType.Float64), 0.1)
            : Tiled(2, classesEach, x[0], w * x[1], b * x[2], targets, reduction, null, 0.1);
        Tensor[] own =
            classesEach == 4
                ? inputs
                : [inputs[0], Tensor.Full([1, 2], 0.5, DataType.Float64).WithGradient(), Tensor.Full(1, 0.5, DataType.Float64).WithGradient()];
        GradientReport first = GradientCheck.First(Loss, own);
        Assert.True(first.Passed, first.ToString());
        GradientReport second = GradientCheck.Second(Loss, own);
        Assert.True(second.Passed, second.ToString());
    }

    // Both ways to the gradient: along with the loss, scaled afterwards, and from logits computed again.
    [Fact]
    public void SmallAndTiledLosses_Agree()
    {
        Tensor[] inputs = Operands(40, 70, 3, DataType.Float32);
        Tensor targets = Classes(40, 70);
        Tensor[] losses =
        [
            F.LinearCrossEntropy(inputs[0], inputs[1], inputs[2], targets, Reduction.Sum) * 0.3f,
            Tiled(7, 70, inputs[0], inputs[1], inputs[2], targets, Reduction.Sum) * 0.3f,
            F.Sum(Tiled(7, 70, inputs[0], inputs[1], inputs[2], targets, Reduction.None)) * 0.3f,
        ];
        double[][] gradients = [.. losses.Select(loss => Gradients.Of(loss, inputs, retainGraph: true).SelectMany(one => one!.ToArray<double>()).ToArray())];
        Assert.All(losses, loss => Assert.Equal(losses[0].Item<float>(), loss.Item<float>(), 1e-5f * losses[0].Item<float>()));
        Near.Assert(gradients[0], gradients[1], 1e-6, "along");
        Near.Assert(gradients[0], gradients[2], 1e-6, "again");

        // A second pass through a kept graph gives the same.
        Assert.Equal(gradients[1], Gradients.Of(losses[1], inputs).SelectMany(one => one!.ToArray<double>()));
    }

    [Fact]
    public void Results_OfAnyWidthAndThreadCount_HaveTheSameBits()
    {
        foreach ((int rows, int classes, DataType type) in
            ((int, int, DataType)[])[
                (1030, 9001, DataType.Float32), (1030, 9001, DataType.Float64), (5000, 1100, DataType.Float32), (5000, 1100, DataType.Float64),
            ])
        {
            Tensor targets = Classes(rows, classes);
            double[]? expected = null;
            foreach ((int width, int threads) in ((int, int)[])[.. WidthScope.All.Zip([1, 2, 1, 1]), (VectorWidth.Widest, 3)])
            {
                using ThreadScope scope = new ThreadScope(threads);
                using WidthScope vectors = new WidthScope(width);
                Tensor[] inputs = Operands(rows, classes, 3, type);
                Tensor loss = F.LinearCrossEntropy(inputs[0], inputs[1], inputs[2], targets, labelSmoothing: 0.1);
                double[] actual = [loss.Item<double>(), .. Gradients.Of(loss, inputs).SelectMany(gradient => gradient!.ToArray<double>())];
                expected ??= actual;
                Assert.True(
                    MemoryMarshal.AsBytes(expected.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(actual.AsSpan())),
                    $"{type}, {classes}, {width} bits, {threads} threads");
            }
        }
    }

    // Logits far beyond the range of the exponential, whole blocks of −∞, and NaN.
    [Theory]
    [InlineData(0, 2000)]
    [InlineData(1, 1300)]
    [InlineData(2, -1500)]
    [InlineData(3, 1e30)]
    public void ExtremeLogits_GiveWhatTheMaterialisedOnesGive(int kind, double size)
    {
        const int Count = 9001;
        double[] bias = new double[Count];
        for (int j = 0; j < Count; j++)
        {
            bias[j] = kind switch
            {
                0 => j == 8200 ? size : -j,
                1 => size - (200.0 * (j / 4096)) - (j % 7),
                2 => size - (j % 50),
                _ => j < 5000 ? double.NegativeInfinity : j == 6000 ? size : j % 3,
            };
        }

        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64])
        {
            foreach (long target in (long[])[3, 6000, 8200, 9000])
            {
                Tensor b = Tensor.From(bias).To(type).WithGradient();
                Tensor x = Tensor.Zeros([600, 1], type), w = Tensor.Zeros([Count, 1], type);
                Tensor targets = Tensor.Full(600, target, DataType.Int64);
                Tensor expected = F.CrossEntropy(F.Linear(x, w, b), targets), actual = F.LinearCrossEntropy(x, w, b, targets);
                double wanted = expected.Item<double>(), got = actual.Item<double>();
                double ulp = type == DataType.Float32 ? Math.Pow(2, -23) : Math.Pow(2, -52);
                Assert.True(
                    wanted.Equals(got) || Math.Abs(wanted - got) <= 4 * ulp * Math.Abs(wanted), $"{type} {target}: expected {wanted:R} but got {got:R}");
                double[] gradient = Gradients.Of(expected, [b])[0]!.ToArray<double>(), own = Gradients.Of(actual, [b])[0]!.ToArray<double>();
                if (gradient.All(double.IsFinite))
                {
                    Near.Assert(gradient, own, 16 * ulp, $"{type} {target}");
                }
                else
                {
                    Assert.Equal(gradient, own);
                }
            }
        }
    }

    [Fact]
    public void NaN_IsPassedOn()
    {
        Tensor b = Tensor.Full(9001, double.NegativeInfinity, DataType.Float64);
        b.AsSpan<double>()[17] = double.NaN;
        b.AsSpan<double>()[9000] = 1;
        Tensor loss =
            F.LinearCrossEntropy(
                Tensor.Zeros([600, 1], DataType.Float64), Tensor.Zeros([9001, 1], DataType.Float64), b, Tensor.Full(600, 9000, DataType.Int64));
        Assert.True(double.IsNaN(loss.Item<double>()));
    }

    [Fact]
    public void Memory_IsATileAndNotTheLogits()
    {
        // 131 MB of logits in double precision; a tile has 32 MiB.
        const int Rows = 1024, Count = 16000;
        Tensor[] inputs = Operands(Rows, Count, 2, DataType.Float64);
        Tensor targets = Classes(Rows, Count);
        using ThreadScope scope = new(1);
        TensorPool.Trim();
        long pool = TensorPool.TotalBytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        F.LinearCrossEntropy(inputs[0], inputs[1], inputs[2], targets).Backward();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 1, 36 << 20);
        Assert.InRange(TensorPool.TotalBytes - pool, 1, 36 << 20);
    }

    [Fact]
    public void ManyAxes_AndStridedOperands_AreRows()
    {
        Tensor x = Random(1, DataType.Float64, 1, 2, 3, 4), w = Random(2, DataType.Float64, 1, 4, 5), b = Random(3, DataType.Float64, 1, 10);
        Tensor targets = Tensor.From(new long[,] { { 1, 0, 4 }, { 2, -100, 3 } });
        Tensor strided = b.Slice(0, 0, 10).Reshape(5, 2).Select(1, 0);
        Tensor expected = F.CrossEntropy(F.Linear(x.Reshape(6, 4), w.Transpose(), strided), targets.Reshape(6), Reduction.None);
        Tensor actual = F.LinearCrossEntropy(x, w.Transpose(), strided, targets, Reduction.None);
        Assert.Equal(targets.Shape, actual.Shape);
        Near.Assert(expected.Reshape(2, 3), actual, 1e-15, "loss");
        Near.Assert(
            F.CrossEntropy(F.Linear(x.Select(1, 1), w.Transpose()), targets.Select(1, 1), Reduction.None),
            F.LinearCrossEntropy(x.Select(1, 1), w.Transpose(), null, targets.Select(1, 1), Reduction.None), 1e-15, "strided features");
    }

    [Fact]
    public void MeanOfNothing_IsWhatEmptyMeanSays()
    {
        foreach (int rows in (int[])[0, 2])
        {
            Tensor x = Tensor.Ones([rows, 3]).WithGradient(), w = Tensor.Ones([4, 3]).WithGradient();
            Tensor targets = Tensor.Full(rows, -100, DataType.Int64);
            foreach (bool graph in (bool[])[false, true])
            {
                Tensor loss = F.LinearCrossEntropy(x, w, null, targets);
                Assert.True(float.IsNaN(loss.Item<float>()));
                Tensor zero = F.LinearCrossEntropy(x, w, null, targets, emptyMean: EmptyMean.Zero);
                Assert.Equal(0, zero.Item<float>());
                Assert.All(Gradients.Of(zero, [x, w], createGraph: graph).SelectMany(gradient => gradient!.ToArray<float>()), value => Assert.Equal(0, value));
            }

            Assert.Throws<InvalidOperationException>(() => F.LinearCrossEntropy(x, w, null, targets, emptyMean: EmptyMean.Throw));
        }
    }

    [Fact]
    public void HalfPrecision_IsComputedInSingle()
    {
        Tensor[] inputs = [.. Operands(6, 5, 4, DataType.BFloat16)];
        Tensor targets = Classes(6, 5);
        Tensor loss = F.LinearCrossEntropy(inputs[0], inputs[1], inputs[2], targets);
        Tensor[] single = [.. inputs.Select(x => x.Detach().To(DataType.Float32).WithGradient())];
        Tensor wide = F.LinearCrossEntropy(single[0], single[1], single[2], targets);
        Assert.Equal(wide.To(DataType.BFloat16).Item<float>(), loss.Item<float>());
        Assert.Equal(Gradients.Of(wide, single)[1]!.To(DataType.BFloat16).ToArray<float>(), Gradients.Of(loss, inputs)[1]!.ToArray<float>());
    }

    [Fact]
    public void Module_IsALinearLayerAndACrossEntropy()
    {
        LinearCrossEntropyLoss loss = new(3, 5, labelSmoothing: 0.1, random: new RandomSource(4));
        Linear linear = new(3, 5, random: new RandomSource(4));
        Assert.Equal(["weight", "bias"], loss.StateDict().Keys);
        loss.LoadStateDict(linear.StateDict());
        Tensor x = Random(1, DataType.Float32, 1, 2, 3), targets = Tensor.From(new long[] { 4, 0 });
        Near.Assert(new CrossEntropyLoss(labelSmoothing: 0.1).Forward(linear.Forward(x), targets), loss.Forward(x, targets), 1e-7, "loss");
        Assert.Equal("LinearCrossEntropyLoss(in_features=3, classes=5, bias=True)", loss.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearCrossEntropyLoss(3, 5, labelSmoothing: 2));
        Assert.Throws<ArgumentException>(() => new LinearCrossEntropyLoss(3, 5, classWeight: Tensor.Ones(4)));
    }

    [Fact]
    public void BadArguments_AreNamed()
    {
        Tensor x = Tensor.Ones([2, 3]), w = Tensor.Ones([4, 3]), b = Tensor.Ones(4), t = Tensor.From(new long[] { 1, 2 });
        void Refused(Func<Tensor> call, params string[] parts)
        {
            ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => call());
            Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
        }

        Refused(() => F.LinearCrossEntropy(x, w, b, Tensor.From(new long[] { 1, 4 })), "targets[1] is 4", "0 to 3", "-100");
        Refused(() => F.LinearCrossEntropy(x, w, b, Tensor.From(new long[] { -1, 0 })), "targets[0] is -1");
        Refused(() => F.LinearCrossEntropy(x, w, b, t.Unsqueeze(1)), "[2]", "[2, 1]");
        Refused(() => F.LinearCrossEntropy(x, w, b, Tensor.Ones(2)), "class indices", "float32");
        Refused(() => F.LinearCrossEntropy(x, Tensor.Ones([4, 2]), b, t), "[..., 2]", "[2, 3]");
        Refused(() => F.LinearCrossEntropy(x, Tensor.Ones([0, 3]), null, t), "a class at least");
        Refused(() => F.LinearCrossEntropy(x, w, Tensor.Ones(3), t), "bias of [4]", "[3]");
        Refused(() => F.LinearCrossEntropy(x, w.To(DataType.Float64), null, t), "float32", "float64");
        Refused(() => F.LinearCrossEntropy(x, w, b, t, classWeight: Tensor.Ones(3)), "4 classes", "[3]");
        Refused(() => F.LinearCrossEntropy(x, w, b, t, labelSmoothing: -0.1), "0 to 1");
        Refused(() => F.LinearCrossEntropy(x, w, b, t, (Reduction)9), "reduction");
    }
}
