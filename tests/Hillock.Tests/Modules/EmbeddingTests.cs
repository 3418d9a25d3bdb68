using System.Text.Json;
using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Kernels;
using Hillock.Modules;
using Hillock.Numbers;
using Hillock.Tensors;
using Hillock.Tests.Kernels;
using Xunit;

namespace Hillock.Tests.Modules;

[Collection(ParallelismCollection.Name)]
public class EmbeddingTests
{
    [Fact]
    public void Module_HasPyTorchsTextStateAndInitialNumbers()
    {
        JsonElement arguments = TorchData.Load("modules").GetProperty("arguments");
        Assert.Equal(arguments.GetProperty("embedding").GetString(), new Embedding(7, 3).ToString());
        Embedding padded = new(7, 3, paddingIndex: -2);
        Assert.Equal(arguments.GetProperty("padded").GetString(), padded.ToString());
        Assert.Equal(5, padded.PaddingIndex);
        Assert.Equal(["weight"], padded.StateDict().Keys);
        Assert.Equal([0f, 0, 0], padded.Weight.Detach()[5].ToArray<float>());
        Assert.DoesNotContain(0f, padded.Weight.Detach()[4].ToArray<float>());

        double[] numbers = new Embedding(200, 100, random: new RandomSource(1), dataType: DataType.Float64).Weight.ToArray<double>();
        Assert.InRange(numbers.Average(), -0.03, 0.03);
        Assert.InRange(numbers.Average(x => x * x), 0.95, 1.05);
        Assert.InRange(numbers.Average(x => x * x * x * x), 2.7, 3.3);
    }

    [Theory]
    [InlineData(DataType.Int64)]
    [InlineData(DataType.Int32)]
    public void Forward_OfAnyShape_ReadsRows(DataType type)
    {
        Embedding embedding = new(4, 3);
        Tensor weight = embedding.Weight.Detach();
        Tensor index = Tensor.From(new long[,] { { 3, 0 }, { 1, 3 } }).To(type);
        Assert.Equal(Shape.Create([2, 2, 3]), embedding.Forward(index).Shape);
        Assert.Equal(weight[1].ToArray<float>(), embedding.Forward(index)[1, 0].ToArray<float>());
        Assert.Equal(weight[3].ToArray<float>(), embedding.Forward(index.Transpose())[1, 1].ToArray<float>());
        Assert.Equal(weight[2].ToArray<float>(), embedding.Forward(Tensor.Scalar(2, type)).ToArray<float>());
        Assert.Equal(Shape.Create([0, 3]), embedding.Forward(Tensor.Empty(0, type)).Shape);
    }

    [Fact]
    public void Gradient_OfAnEmptyIndex_IsZeros()
    {
        Embedding embedding = new(4, 3);
        embedding.Forward(Tensor.Empty(0, DataType.Int64)).Sum().Backward();
        Assert.All(embedding.Weight.Gradient!.ToArray<float>(), value => Assert.Equal(0, value));
    }

    /// <summary>In an order that each thread must keep: 2²⁴ swallows the ones before it, not those after.</summary>
    [Theory]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    public void Gradient_OnAnyNumberOfThreads_AddsInTheOrderOfTheIndex(DataType type)
    {
        const int Rows = 5, Length = 1037, Count = 600;
        Tensor index = Tensor.From(Enumerable.Range(0, Count).Select(i => (long)new Philox(5).Below((ulong)i, Rows)).ToArray());
        Tensor upstream = Tensor.RandomNormal([Count, Length], new Philox(6), dataType: type) * Tensor.RandomNormal([Count, 1], new Philox(7), 0, 1e4, type);
        double[] expected = new double[Rows * Length];
        double[] terms = upstream.ToArray<double>();
        long[] places = index.ToArray<long>();
        for (int i = 0; i < terms.Length; i++)
        {
            ref double sum = ref expected[(places[i / Length] * Length) + (i % Length)];
            sum = type == DataType.Float32 ? (float)sum + (float)terms[i] : sum + terms[i];
        }

        int before = Parallelism.Threads;
        try
        {
            foreach (int threads in (int[])[1, 2, 5])
            {
                Parallelism.Threads = threads;
                Tensor weight = Tensor.Zeros([Rows, Length], type).WithGradient();
                F.Embedding(index, weight).Backward(upstream);
                Assert.Equal(expected, weight.Gradient!.ToArray<double>());
            }
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Theory]
    [InlineData(DataType.Float16)]
    [InlineData(DataType.BFloat16)]
    public void Gradient_OfStorageTypes_IsAddedInFloat32(DataType type)
    {
        Tensor weight = Tensor.Zeros([2, 3], type).WithGradient();
        Tensor index = Tensor.Zeros(3000, DataType.Int64);
        F.Embedding(index, weight).Backward(Tensor.Ones([3000, 3], type));
        Assert.Equal(Tensor.Full(Shape.Create([1]), 3000, type).ToArray<double>()[0], weight.Gradient!.ToArray<double>()[2]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Gradients_OfFirstAndSecondOrder_AreRight(int? padding)
    {
        Tensor index = Tensor.From(new long[,] { { 3, 0, 1 }, { 1, 3, 3 } });
        Tensor weight = Tensor.RandomNormal([4, 2], new Philox(3), dataType: DataType.Float64);
        Func<IReadOnlyList<Tensor>, Tensor> function = x => F.Exp(F.Embedding(index, x[0] * 1));
        if (padding is null)
        {
            GradientCheck.First(function, [weight]).ThrowIfFailed();
            GradientCheck.Second(function, [weight]).ThrowIfFailed();
        }

        // A padding row has a constant in its place.
        int row = padding is null ? -1 : (padding.Value + 4) % 4;
        Tensor mask = Tensor.From(Enumerable.Range(0, 4).Select(i => i == row ? 0.0 : 1).ToArray(), [4, 1]);
        Tensor x = weight.Clone().WithGradient();
        Tensor constant = weight.Detach();
        Tensor padded = F.Sum(F.Exp(F.Embedding(index, x, padding)));
        Tensor masked = F.Sum(F.Exp(F.Embedding(index, (x * mask) + (constant * (1 - mask)))));
        Tensor[] first = [Gradient(padded, x), Gradient(masked, x)];
        Tensor[] second = [.. first.Select(gradient => Gradient(F.Sum(gradient * gradient), x))];
        Tensor[] third = [.. second.Select(gradient => Gradient(F.Sum(gradient * weight), x))];
        foreach (Tensor[] pair in (Tensor[][])[first, second, third])
        {
            Assert.All(pair[0].ToArray<double>().Zip(pair[1].ToArray<double>()), both => Assert.Equal(both.Second, both.First, 1e-13 * Math.Abs(both.Second)));
        }
    }

    private static Tensor Gradient(Tensor of, Tensor x) => Gradients.Of([of], [x], createGraph: true)[0]!;

    [Fact]
    public void BadInput_IsRefusedWithItsPlaceAndValue()
    {
        Embedding embedding = new(4, 3);
        string range = Assert.Throws<ArgumentOutOfRangeException>(() => embedding.Forward(Tensor.From(new long[,] { { 0, 1 }, { 4, -7 } }))).Message;
        Assert.Contains("from 0 to 3", range);
        Assert.Contains("index[1, 0] is 4", range);
        Assert.Contains("index[0] is -1", Assert.Throws<ArgumentOutOfRangeException>(() => F.Embedding(Tensor.From([-1L]), embedding.Weight)).Message);
        Assert.Contains("int64", Assert.Throws<ArgumentException>(() => embedding.Forward(Tensor.Ones(2))).Message);
        Assert.Contains("[3]", Assert.Throws<ArgumentException>(() => F.Embedding(Tensor.From([0L]), Tensor.Ones(3))).Message);
        Assert.Contains("from -4 to 3", Assert.Throws<ArgumentOutOfRangeException>(() => F.Embedding(Tensor.From([0L]), embedding.Weight, 4)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(4, 3, -5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(3, 0));
    }
}
