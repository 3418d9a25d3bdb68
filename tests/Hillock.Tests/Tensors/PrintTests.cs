using System.Globalization;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Tensors;

public class PrintTests
{
    [Fact]
    public void ToString_OfSmallTensors_ShowsAll()
    {
        Assert.Equal("float32 [] 3", Tensor.Scalar(3).ToString());
        Assert.Equal("int64 [3] [0, 1, 2]", Tensor.Arange(3).ToString());
        Assert.Equal(
            "float32 [2, 2]\n[[   1, -2.5],\n [1000,  0.0]]".Replace("0.0]]", "  0]]", StringComparison.Ordinal).Replace(
                "1000,    0", "1000,    0", StringComparison.Ordinal), Tensor.From(new float[,] { { 1, -2.5f }, { 1000, 0 } }).ToString());
        Assert.Equal("bool [2] [ true, false]", Tensor.From(new[] { true, false }).ToString());
        Assert.Equal("float32 [0] []", Tensor.Zeros(0).ToString());
    }

    [Fact]
    public void ToString_OfLongTensors_LeavesOutTheMiddle() =>
        Assert.Equal("int64 [2000] [   0,    1,    2, ..., 1997, 1998, 1999]", Tensor.Arange(2000).ToString());

    [Fact]
    public void ToString_OfLongTensors_OfSeveralAxesAndViews_ShowsTheEnds()
    {
        Tensor x = Tensor.Arange(5000).Reshape(50, 100);
        string ends =
            "[[   0,    1,    2, ...,   97,   98,   99],\n [ 100,  101,  102, ...,  197,  198,  199],\n [ 200,  201,  202, ...,  297,  298,  299],\n ...,\n " +
            "[4700, 4701,";
        Assert.StartsWith("int64 [50, 100]\n" + ends, x.ToString(), StringComparison.Ordinal);
        Assert.Equal(x.ToString(), x.Transpose().Clone().Transpose().ToString());
        Assert.StartsWith("float32 [2, 3000]\n[[0, 0, 0, ...", Tensor.Zeros([2, 3000]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfALongTensor_CopiesNoMoreThanItShows()
    {
        Tensor x = Tensor.Zeros([100, 100_000], DataType.Float16);
        _ = x.ToString();
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = x.ToString();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_000_000);
    }

    [Fact]
    public void ToString_InAnyCulture_HasAPoint()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            comma.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(
                "float64 [2] [      -0.5, 1.2500e-5]".Replace("      -0.5", "     -0.5", StringComparison.Ordinal),
                Tensor.From(new[] { -0.5, 1.25e-5 }).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void ToString_OfReleasedTensor_SaysSo()
    {
        Tensor x = Tensor.Zeros(3);
        x.Release();
        Assert.Equal("float32 [3] (released)", x.ToString());
    }
}
