using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Tensors;

/// <summary>Changes in place whose operand is a view of the memory that is changed: the operand counts as it was before.</summary>
public class InPlaceTests
{
    private static readonly Func<Tensor, Tensor>[] Views =
    [
        x => x,
        x => x.Transpose(),
        x => x[0],
        x => x[.., 0].Unsqueeze(1),
        x => x[^1, ^1],
        x => x[0..1],
        x => x.Slice(0, 1),
        x => x.Slice(0, 0, -1),
        x => x.Slice(1, 1),
        x => x.Slice(1, 0, -1),
        x => x.Slice(1, 0, step: 2),
        x => x.Slice(0, 1, step: 2),
        x => x.Slice(0, 1).Slice(1, 1),
        x => x.Slice(0, 0, -1).Slice(1, 0, -1),
    ];

    [Theory]
    [InlineData(3, DataType.Float32)]
    [InlineData(66, DataType.Float32)]
    [InlineData(130, DataType.Float64)]
    [InlineData(5, DataType.Float64)]
    [InlineData(65, DataType.Float16)]
    [InlineData(6, DataType.BFloat16)]
    public void AViewOfTheSameMemory_CountsAsItWasBefore(int size, DataType type)
    {
        int compared = 0;
        foreach (Func<Tensor, Tensor> target in Views)
        {
            foreach (Func<Tensor, Tensor> operand in Views)
            {
                Tensor whole = Small(size, type);
                double[] before = target(whole).ToArray<double>();
                if (!BroadcastsTo(operand(whole).Shape, target(whole).Shape))
                {
                    continue;
                }

                // Small whole numbers: exact in every type. The expected values are those of two arrays apart.
                double[] other = operand(whole).Expand(target(whole).Shape.Dimensions).ToArray<double>();
                Check(whole, x => target(x).AddInPlace(operand(x), 2), target, [.. before.Zip(other, (a, b) => a + (2 * b))]);
                Check(whole, x => target(x).MultiplyInPlace(operand(x)), target, [.. before.Zip(other, (a, b) => a * b)]);
                Check(whole, x => target(x).CopyFrom(operand(x)), target, other);
                compared++;
            }
        }

        Assert.True(compared > 40);
    }

    [Fact]
    public void TwoTensorsOverOneArray_AreOneMemory()
    {
        float[] data = [.. Enumerable.Range(0, 300).Select(i => (float)i)];
        Tensor all = Tensor.From(data);
        Tensor matrix = Tensor.From(data, [3, 100]);
        all[1..].AddInPlace(matrix.Reshape(300)[..^1]);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => i == 0 ? 0f : (2 * i) - 1), data);
        float[] row = data[..100];
        float[] expected = [.. data.Select((value, i) => value * row[i % 100])];
        matrix.MultiplyInPlace(all[0..100]);
        Assert.Equal(expected, data);
    }

    [Fact]
    public void SettingElements_FromTheSameTensor_CopiesWhatWasThere()
    {
        Tensor x = Tensor.Arange(6, DataType.Float32);
        x[1..] = x[..^1];
        Assert.Equal([0f, 0, 1, 2, 3, 4], x.ToArray<float>());
        Tensor square = Tensor.Arange(9, DataType.Float32).Reshape(3, 3);
        square[..] = square.Transpose();
        Assert.Equal([0f, 3, 6, 1, 4, 7, 2, 5, 8], square.ToArray<float>());
    }

    [Fact]
    public void PartsThatDoNotTouch_NeedNoCopy()
    {
        Tensor x = Tensor.Ones([2, 1 << 16]);
        x[0].AddInPlace(x[1]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long pooled = TensorPool.TotalBytes;
        x[0].AddInPlace(x[1]);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000);
        Assert.Equal(pooled, TensorPool.TotalBytes);
        Assert.Equal(3f, x[0, 77].Item<float>());
    }

    [Fact]
    public void AnExpandedTarget_IsRefused()
    {
        Tensor x = Tensor.Zeros([3, 1]).Expand(3, 4);
        foreach (Action change in new Action[]
        {
            () => x.AddInPlace(x),
            () => x.MultiplyInPlace(2),
            () => x.CopyFrom(Tensor.Zeros([3, 4])),
            () => x[..] = Tensor.Zeros([4]),
        })
        {
            Assert.Contains("the 4 elements along axis 1 of the shape [3, 4] to one place", Assert.Throws<InvalidOperationException>(change).Message);
        }

        // One number in one place is no contradiction.
        Assert.Equal(2f, x.Fill(2)[2, 3].Item<float>());
    }

    /// <summary>What is refused has changed nothing: the backward pass that needs the tensor, saved before, goes through, and gives what it was.</summary>
    [Theory]
    [MemberData(nameof(Refused))]
    public void ARefusedChange_CountsAsNone(string name)
    {
        (DataType type, Action<Tensor> change) = Refusals[name];
        Tensor x = Tensor.From(new[] { 2.0, 3, 5 }).To(type);
        Tensor w = Tensor.Ones(3, DataType.Float64).WithGradient();
        Tensor y = F.Sum(w * x.To(DataType.Float64));
        int version = x.Storage.Version;
        Assert.ThrowsAny<Exception>(() => change(x));
        Assert.Equal(version, x.Storage.Version);
        Assert.Equal([2.0, 3, 5], x.ToArray<double>());
        y.Backward();
        Assert.Equal([2.0, 3, 5], w.Gradient!.ToArray<double>());
    }

    public static TheoryData<string> Refused => [.. Refusals.Keys];

    private static readonly Dictionary<string, (DataType Type, Action<Tensor> Change)> Refusals = new()
    {
        ["CopyFrom, shape"] = (DataType.Float64, x => x.CopyFrom(Tensor.Ones(2))),
        ["CopyFrom, released"] = (DataType.Float64, x => x.CopyFrom(Released(DataType.Float64))),
        ["AddInPlace, shape"] = (DataType.Float64, x => x.AddInPlace(Tensor.Ones(2))),
        ["AddInPlace, shape, float32"] = (DataType.Float32, x => x.AddInPlace(Tensor.Ones(2))),
        ["AddInPlace, shape, float16"] = (DataType.Float16, x => x.AddInPlace(Tensor.Ones(2))),
        ["AddInPlace, larger shape"] = (DataType.Float64, x => x.AddInPlace(Tensor.Ones([2, 3]))),
        ["AddInPlace, released"] = (DataType.Float32, x => x.AddInPlace(Released(DataType.Float32))),
        ["AddInPlace, released, float64"] = (DataType.Float64, x => x.AddInPlace(Released(DataType.Float64))),
        ["AddInPlace, whole numbers"] = (DataType.Int64, x => x.AddInPlace(Tensor.Ones(3))),
        ["MultiplyInPlace, shape"] = (DataType.Float64, x => x.MultiplyInPlace(Tensor.Ones(2))),
        ["MultiplyInPlace, whole numbers"] = (DataType.Int64, x => x.MultiplyInPlace(2)),
        ["Fill, recorded"] = (DataType.Float64, x => x.WithGradient().Fill(1)),
        ["elements, position"] = (DataType.Float64, x => x[7] = Tensor.Scalar(1)),
        ["elements, too many indices"] = (DataType.Float64, x => x[0, 0] = Tensor.Scalar(1)),
        ["elements, shape"] = (DataType.Float64, x => x[1..] = Tensor.Ones(3)),
        ["span, type"] = (DataType.Float64, x => x.AsSpan<float>()),
        ["tensor span, type"] = (DataType.Float64, x => x.AsTensorSpan<float>()),
        ["initialisation, whole numbers"] = (DataType.Int64, x => Hillock.Modules.Initialization.Constant(x, 1)),
        ["optimizer, gradient released"] = (DataType.Float64, x =>
        {
            Tensor other = Tensor.Ones(3, DataType.Float64).WithGradient();
            (other.Gradient, x.WithGradient().Gradient) = (Tensor.Ones(3, DataType.Float64), Tensor.Ones(3, DataType.Float64));
            other.Gradient.Release();
            new Hillock.Optimizers.Sgd([x, other], 1).Step();
        }
        ),
    };

    private static Tensor Released(DataType type)
    {
        Tensor x = Tensor.Ones(3, type);
        x.Release();
        return x;
    }

    private static Tensor Small(int size, DataType type)
    {
        Philox random = new(7);
        double[] values = [.. Enumerable.Range(0, size * size).Select(i => Math.Floor(random.UniformDouble((ulong)i) * 7) - 3)];
        return Tensor.From(values, [size, size]).To(type);
    }

    private static void Check(Tensor whole, Action<Tensor> change, Func<Tensor, Tensor> target, double[] expected)
    {
        Tensor own = whole.Clone();
        change(own);
        Assert.Equal(expected, target(own).ToArray<double>());
    }

    private static bool BroadcastsTo(Shape from, Shape to)
    {
        try
        {
            return Shape.Broadcast(from, to).Equals(to);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
