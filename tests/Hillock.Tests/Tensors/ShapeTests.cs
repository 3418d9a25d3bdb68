using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Tensors;

public class ShapeTests
{
    [Fact]
    public void ToString_OfLengths_IsInBrackets()
    {
        Shape shape = [64, 784];
        Assert.Equal("[64, 784]", shape.ToString());
        Assert.Equal("[]", Shape.Scalar.ToString());
    }

    [Fact]
    public void Indexer_FromTheEnd_CountsAxes()
    {
        Shape shape = [2, 1, 3];
        Assert.Equal([3, 1, 2], [shape[^1], shape[^2], shape[^3]]);
        Assert.Throws<ArgumentOutOfRangeException>(() => shape[^4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => shape[^0]);
    }

    [Fact]
    public void Equality_OfTheSameLengths_Holds()
    {
        Shape a = [2, 3];
        Shape b = new[] { 2, 3 };
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.NotEqual(a, [3, 2]);
        Assert.NotEqual(a, [2, 3, 1]);
    }

    [Fact]
    public void Operators_CompareLengths()
    {
        Shape a = [2, 3];
        Shape b = Tensor.Zeros([2, 3]).Shape;
        Assert.False(ReferenceEquals(a, b));
        Assert.True(a == b);
        Assert.False(a != b);
        Assert.True(a != Shape.Scalar);
        Assert.False(a == null);
        Assert.True((Shape?)null == null);
    }

    [Fact]
    public void Spans_BecomeShapesAndBack()
    {
        ReadOnlySpan<int> lengths = [4, 5];
        Span<int> writable = stackalloc int[] { 4, 5 };
        Shape shape = lengths;
        Assert.Equal([4, 5], shape);
        Assert.Equal(shape, (Shape)writable);
        ReadOnlySpan<int> back = shape;
        Assert.True(back.SequenceEqual(lengths));
        Assert.Equal([4, 5], shape.ToArray());
        shape.ToArray()[0] = 9;
        Assert.Equal(4, shape[0]);
        Assert.Equal(shape, Tensor.Zeros(lengths).Shape);
        Assert.Equal(shape, Tensor.Zeros(20).Reshape(shape).Shape);
        Assert.Equal([2, 10], Tensor.Zeros(20).Reshape([2, -1]).Shape);
        Assert.Throws<ArgumentNullException>("shape", () => ((ReadOnlySpan<int>)(Shape)null!).Length);
        Assert.Throws<ArgumentException>(() => (Shape)(ReadOnlySpan<int>)[-1]);
    }

    [Fact]
    public void Shapes_FallIntoTheirLengths()
    {
        (int rows, int columns) = Tensor.Zeros([2, 3]).Shape;
        Assert.Equal((2, 3), (rows, columns));
        (int a, int b, int c) = Tensor.Zeros([4, 5, 6]).Shape;
        Assert.Equal((4, 5, 6), (a, b, c));
        (int n, int channels, int height, int width) = Tensor.Zeros([7, 8, 9, 10]).Shape;
        Assert.Equal((7, 8, 9, 10), (n, channels, height, width));
        Assert.Contains("[2] has 1 axes and does not fall into 2 lengths", Assert.Throws<InvalidOperationException>(() => (rows, columns) = (Shape)2).Message);
        Assert.True(Shape.Create([64, 784]).Dimensions is [64, _]);
    }

    [Fact]
    public void Index_FromTheEnd_CountsAxes()
    {
        // Three axes of two elements in all: an end taken from the number of elements would be another axis.
        Shape shape = [1, 1, 2];
        Assert.Equal(2, shape[^1]);
        Assert.Equal(1, shape[^3]);
        Assert.Throws<ArgumentOutOfRangeException>("axis", () => shape[^4]);
        Assert.Throws<ArgumentOutOfRangeException>("axis", () => shape[^0]);
    }

    [Fact]
    public void Strides_OfRowMajorMemory_AreProductsOfTheLengthsBehind()
    {
        Shape shape = [2, 3, 4];
        Assert.Equal([12, 4, 1], shape.Strides.ToArray());
        Assert.Equal(24, shape.Length);
        Assert.Equal(4, shape[-1]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-3)]
    public void Axis_OutsideOfTheShape_SaysWhichExist(int axis)
    {
        Shape shape = [5, 6];
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => shape.Axis(axis));
        Assert.Contains($"Axis {axis} does not exist in the shape [5, 6]; axes run from -2 to 1", error.Message);
    }

    [Fact]
    public void Create_OfTooManyElements_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Shape.Create([65536, 65536]));
        Assert.Contains("[65536, 65536]", error.Message);
        Assert.Throws<ArgumentException>(() => Shape.Create([2, -1]));
        Assert.Equal(0, Shape.Create([65536, 65536, 0]).Length);
    }

    [Theory]
    [InlineData("2,3", "3", "2,3")]
    [InlineData("2,1", "1,3", "2,3")]
    [InlineData("4,1,5", "2,1", "4,2,5")]
    [InlineData("", "7", "7")]
    [InlineData("0,3", "1,3", "0,3")]
    public void Broadcast_OfFittingShapes_IsNumPys(string a, string b, string expected)
    {
        Assert.Equal(Parse(expected), Shape.Broadcast(Parse(a), Parse(b)));
        Assert.Equal(Parse(expected), Shape.Broadcast(Parse(b), Parse(a)));
    }

    [Fact]
    public void Broadcast_OfOtherShapes_NamesTheAxis()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Shape.Broadcast([2, 3], [2, 4]));
        Assert.Contains("axis -1 has 3 elements in one and 4 in the other", error.Message);
    }

    private static Shape Parse(string text) => text.Length == 0 ? Shape.Scalar : text.Split(',').Select(int.Parse).ToArray();
}
