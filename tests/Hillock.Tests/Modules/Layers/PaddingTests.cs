using System.Text.Json;
using Hillock.Functional;
using Hillock.Modules;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules.Layers;

public class PaddingTests
{
    public static TheoryData<string> Names => LayerOracle.Names("padding");

    [Theory]
    [MemberData(nameof(Names))]
    public void Padding_IsThatOfPyTorch(string name) => LayerOracle.Check("padding", name, (_, options, inputs) => Make(options).Forward(inputs[0]));

    [Fact]
    public void ToString_IsPyTorchs()
    {
        Assert.Equal("ConstantPad1d(padding=(3, 1), value=3.5)", new ConstantPad1d((3, 1), 3.5).ToString());
        Assert.Equal("ReflectionPad2d((1, 1, 2, 0))", new ReflectionPad2d((1, 1, 2, 0)).ToString());
        Assert.Equal("ReplicationPad3d((2, 2, 2, 2, 2, 2))", new ReplicationPad3d(2).ToString());
        Assert.Equal("ZeroPad2d((1, 2, 3, 4))", new ZeroPad2d((1, 2, 3, 4)).ToString());
        Assert.Equal("CircularPad1d((1, 0))", new CircularPad1d((1, 0)).ToString());
    }

    [Fact]
    public void WholeNumbers_AreCopiedAndZerosPut()
    {
        Tensor x = Tensor.From([1L, 2, 3], [1, 3]);
        Assert.Equal([0L, 0, 1, 2, 3, 0], new ZeroPad1d((2, 1)).Forward(x).ToArray<long>());
        Assert.Equal([3L, 2, 1, 2, 3, 2], new ReflectionPad1d((2, 1)).Forward(x).ToArray<long>());
        Assert.Equal([7L, 1, 2, 3], new ConstantPad1d((1, 0), 7).Forward(x).ToArray<long>());
    }

    [Fact]
    public void NothingToPad_IsTheInput()
    {
        Tensor x = Tensor.Ones([1, 1, 3]);
        Assert.Same(x, new ReflectionPad1d(0).Forward(x));
        Assert.Equal([2, 3, 0], new ReplicationPad1d(0).Forward(Tensor.Ones([2, 3, 0])).Shape.Dimensions.ToArray());
        Assert.Equal([0, 3, 8, 7], new CircularPad2d((1, 2, 2, 1)).Forward(Tensor.Ones([0, 3, 5, 4])).Shape.Dimensions.ToArray());
        Assert.Equal([2, 0], new ZeroPad1d((-3, 0)).Forward(Tensor.Ones([2, 3])).Shape.Dimensions.ToArray());
        Assert.Equal([0.5f, 0.5f], new ConstantPad1d((-3, 2), 0.5).Forward(Tensor.Ones([1, 3])).ToArray<float>());
    }

    [Fact]
    public void BadInput_IsRefusedInWords()
    {
        Assert.Contains(
            "at most 2 elements on each side of the length 3 of axis 2 but got 3 and 0",
            Assert.Throws<ArgumentException>(() => new ReflectionPad1d((3, 0)).Forward(Tensor.Ones([1, 1, 3]))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "with 2 spatial axes, or the same without the batch, but got [3]",
            Assert.Throws<ArgumentException>(() => new ReplicationPad2d(1).Forward(Tensor.Ones(3))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "take away no more", Assert.Throws<ArgumentException>(() => new ZeroPad1d((-3, -1)).Forward(Tensor.Ones([2, 3]))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "CircularPad3d expects one padding for all sides or 6", Assert.Throws<ArgumentException>(() => new CircularPad3d((1, 2))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => F.ReplicationPad(Tensor.Ones([2, 0]), 1, 0));
    }

    [Fact]
    public void PerSide_ComparesItsNumbers()
    {
        Assert.True((PerSide)3 == 3);
        Assert.True((PerSide)(1, 2) != (2, 1));
        Assert.Equal(((PerSide)(1, 2, 3, 4)).GetHashCode(), ((PerSide)(1, 2, 3, 4)).GetHashCode());
        Assert.False(((PerSide)(1, 2, 3, 4)).Equals("(1, 2, 3, 4)"));
        Assert.Equal("(1, 2, 3, 4, 5, 6)", ((PerSide)(1, 2, 3, 4, 5, 6)).ToString());
    }

    private static PaddingLayer Make(JsonElement options)
    {
        int[] s = LayerOracle.Whole(options, "sides")!;
        PerSide sides = s.Length == 2 ? (s[0], s[1]) : s.Length == 4 ? (s[0], s[1], s[2], s[3]) : (s[0], s[1], s[2], s[3], s[4], s[5]);
        return (options.GetProperty("mode").GetString(), s.Length / 2) switch
        {
            ("constant", 1) => new ConstantPad1d(sides, options.GetProperty("value").GetDouble()),
            ("constant", 2) => new ConstantPad2d(sides, options.GetProperty("value").GetDouble()),
            ("constant", _) => new ConstantPad3d(sides, options.GetProperty("value").GetDouble()),
            ("reflect", 1) => new ReflectionPad1d(sides),
            ("reflect", 2) => new ReflectionPad2d(sides),
            ("reflect", _) => new ReflectionPad3d(sides),
            ("replicate", 1) => new ReplicationPad1d(sides),
            ("replicate", 2) => new ReplicationPad2d(sides),
            ("replicate", _) => new ReplicationPad3d(sides),
            (_, 1) => new CircularPad1d(sides),
            (_, 2) => new CircularPad2d(sides),
            _ => new CircularPad3d(sides),
        };
    }
}
