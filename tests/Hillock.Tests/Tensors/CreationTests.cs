using Hillock.Numbers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Tensors;

public class CreationTests
{
    [Fact]
    public void From_Array_SharesItsMemory()
    {
        float[] data = [1, 2, 3, 4];
        Tensor x = Tensor.From(data, [2, 2]);
        data[3] = 7;
        Assert.Equal(7f, x[1, 1].Item<float>());
        x.AsSpan<float>()[0] = -1;
        Assert.Equal(-1f, data[0]);
    }

    [Fact]
    public void From_EachElementType_KnowsIt()
    {
        Assert.Equal(DataType.Float32, Tensor.From(new float[1]).DataType);
        Assert.Equal(DataType.Float64, Tensor.From(new double[1]).DataType);
        Assert.Equal(DataType.Float16, Tensor.From(new Half[1]).DataType);
        Assert.Equal(DataType.BFloat16, Tensor.From(new BFloat16[1]).DataType);
        Assert.Equal(DataType.Int64, Tensor.From(new long[1]).DataType);
        Assert.Equal(DataType.Int32, Tensor.From(new int[1]).DataType);
        Assert.Equal(DataType.UInt8, Tensor.From(new byte[1]).DataType);
        Assert.Equal(DataType.Bool, Tensor.From(new bool[1]).DataType);
        var error = Assert.Throws<ArgumentException>(() => Tensor.From(new char[1]));
        Assert.Contains("Char", error.Message);
    }

    [Fact]
    public void From_TooFewElements_SaysHowMany()
    {
        var error = Assert.Throws<ArgumentException>(() => Tensor.From(new float[5], [2, 3]));
        Assert.Contains("From expects 6 elements for the shape [2, 3] but got 5", error.Message);
    }

    [Fact]
    public void From_NestedArrays_IsAMatrix()
    {
        Tensor rectangular = Tensor.From(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Tensor jagged = Tensor.From(new double[][] { [1, 2, 3], [4, 5, 6] });
        Assert.Equal([2, 3], rectangular.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], rectangular.ToArray<double>());
        Assert.Equal(rectangular.ToArray<double>(), jagged.ToArray<double>());
        Assert.Equal([1, 2, 2], Tensor.From(new int[,,] { { { 1, 2 }, { 3, 4 } } }).Shape);
        Assert.Contains("row 1 has 1", Assert.Throws<ArgumentException>(() => Tensor.From(new int[][] { [1, 2], [3] })).Message);
    }

    [Fact]
    public void Constants_OfEveryType_Hold()
    {
        foreach (DataType type in Enum.GetValues<DataType>())
        {
            Assert.Equal([0, 0, 0], Tensor.Zeros(3, type).ToArray<double>());
            Assert.Equal([1, 1, 1], Tensor.Ones(3, type).ToArray<double>());
            Assert.Equal(type, Tensor.Full([2], 1, type).DataType);
        }

        Assert.Equal([2.5, 2.5], Tensor.Full(2, 2.5, DataType.Float64).ToArray<double>());
    }

    [Fact]
    public void Ranges_LikeNumPys_Hold()
    {
        Assert.Equal([0L, 1, 2, 3], Tensor.Arange(4).ToArray<long>());
        Assert.Equal([1f, 1.5f, 2f], Tensor.Arange(1, 2.25, 0.5).ToArray<float>());
        Assert.Equal([3.0, 2, 1], Tensor.Arange(3, 0, -1, DataType.Float64).ToArray<double>());
        Assert.Throws<ArgumentException>(() => Tensor.Arange(0, 3, -1));
        Assert.Throws<ArgumentException>(() => Tensor.Arange(0, 3, 0));
        Assert.Equal([-1f, -0.5f, 0f, 0.5f, 1f], Tensor.Linspace(-1, 1, 5).ToArray<float>());
        Assert.Equal([2f], Tensor.Linspace(2, 9, 1).ToArray<float>());
        Assert.Equal([1f, 0, 0, 0, 1, 0], Tensor.Eye(2, 3).ToArray<float>());
    }

    // The distance of the ends is beyond float64, the numbers are not.
    [Fact]
    public void Numbers_OverTheWholeRange_AreFinite()
    {
        Assert.Equal([-1e308, 0, 1e308], Tensor.Linspace(-1e308, 1e308, 3, DataType.Float64).ToArray<double>());
        Assert.Equal([1.5e308, 0, -1.5e308], Tensor.Linspace(1.5e308, -1.5e308, 3, DataType.Float64).ToArray<double>());
        Assert.Equal([-1e308, 0, 1e308], Tensor.Arange(-1e308, 1.1e308, 1e308, DataType.Float64).ToArray<double>());
        double[] random = Tensor.RandomUniform(1000, new Philox(3), -1.7e308, 1.7e308, DataType.Float64).ToArray<double>();
        double[] unit = Tensor.RandomUniform(1000, new Philox(3), dataType: DataType.Float64).ToArray<double>();
        for (int i = 0; i < random.Length; i++)
        {
            Assert.Equal((2 * unit[i]) - 1, random[i] / 1.7e308, 1e-15);
        }
    }

    [Fact]
    public void Random_SameSeed_GivesTheSameNumbersWhateverTheShape()
    {
        Tensor a = Tensor.RandomUniform([3, 5], new Philox(7), -2, 3);
        Tensor b = Tensor.RandomUniform(15, new Philox(7), -2, 3);
        Assert.Equal(a.ToArray<float>(), b.ToArray<float>());
        Assert.All(a.ToArray<float>(), value => Assert.InRange(value, -2, 3));
        Assert.NotEqual(a.ToArray<float>(), Tensor.RandomUniform([3, 5], new Philox(8), -2, 3).ToArray<float>());

        double[] normal = Tensor.RandomNormal(20_000, new Philox(1), 3, 2, DataType.Float64).ToArray<double>();
        Assert.InRange(normal.Average(), 2.95, 3.05);
        Assert.InRange(Math.Sqrt(normal.Average(x => (x - 3) * (x - 3))), 1.95, 2.05);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), Tensor.Permutation(50, new Philox(2)).ToArray<long>().Order());
    }
}
