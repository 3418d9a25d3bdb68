using Hillock.Data;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Data;

/// <summary>From a file's array to a tensor and back: no value changes, or a message says why.</summary>
public class TensorArraysTests
{
    public static TheoryData<string> FixtureNames => [.. NpyFixtures.All.Select(fixture => fixture.Name)];

    // uint64 0, 2^64 − 1, 2^63 − 1, saved by numpy 1.24.2 in either byte order.
    [Theory]
    [InlineData(
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPHU4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAP///////////////////38=")]
    [InlineData(
        "k05VTVBZAQB2AHsnZGVzY3InOiAnPnU4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAP//////////f/////////8=")]
    public void UInt64_BeyondInt64_IsReadExactlyAndRefusedAsATensor(string base64)
    {
        NumericArray array = NpyFile.Read(new MemoryStream(Convert.FromBase64String(base64)));
        Assert.Equal([0ul, ulong.MaxValue, long.MaxValue], array.Values<ulong>().ToArray());
        Assert.Equal([0f, 18446744073709551616f, 9223372036854775808f], array.ToSingle());
        ArgumentException error = Assert.Throws<ArgumentException>(() => Tensor.From(array));
        Assert.Contains("holds 18446744073709551615 as UInt64, beyond the largest Int64", error.Message);
        Assert.Contains("Tensor.From(array.ToDouble(), array.Shape)", error.Message);
        Assert.Equal([0.0, 18446744073709551616.0, 9223372036854775808.0], Tensor.From(array.ToDouble(), array.Shape).ToArray<double>());
        NumericArray within = NumericArray.Create<ulong>([long.MaxValue], [1]);
        Assert.Equal(long.MaxValue, Tensor.From(within).Item<long>());
    }

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void Tensor_OfAFileOfNumpy_HasItsValuesAndWritesThem(string name)
    {
        NpyFixture fixture = NpyFixtures.All.Single(one => one.Name == name);
        NumericArray array = NpyFile.Read(new MemoryStream(fixture.Bytes));
        if (fixture.Type == ElementType.UInt64 && fixture.Values.Any(value => value >= long.MaxValue))
        {
            Assert.Throws<ArgumentException>(() => Tensor.From(array));
            return;
        }

        Tensor tensor = Tensor.From(array);
        Assert.Equal(tensor.ToArray<double>(), array.ToTensor().ToArray<double>());
        Assert.Equal(fixture.Shape, tensor.Shape.ToArray());
        Assert.Equal(fixture.Values, tensor.ToArray<double>());
        NumericArray back = tensor.ToNumericArray(array.FortranOrder);
        Assert.Equal(fixture.Values, back.ToDouble());
        Assert.Equal(fixture.Shape, back.Shape.ToArray());
        bool hasType = fixture.Type is not (ElementType.Int8 or ElementType.Int16 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64);
        Assert.Equal(hasType, back.ElementType == fixture.Type);
        MemoryStream output = new();
        NpyFile.Write(output, back);
        Assert.Equal(hasType && fixture.IsCanonical, output.ToArray().AsSpan().SequenceEqual(fixture.Bytes));
    }

    [Fact]
    public void Array_OfATensor_IsACopyInRowMajorOrder()
    {
        Tensor tensor = Tensor.From(new[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        NumericArray array = tensor.Transpose().ToNumericArray();
        tensor.AsSpan<int>().Clear();
        Assert.Equal([1, 4, 2, 5, 3, 6], array.Values<int>().ToArray());
        Assert.Equal([3, 2], array.Shape.ToArray());
        Tensor half = Tensor.From(new[] { (BFloat16)1.5f });
        Assert.Equal(ElementType.Float32, half.ToNumericArray().ElementType);
        Assert.Equal(1.5f, half.ToNumericArray().Values<float>()[0]);
        Tensor fresh = Tensor.From(array);
        fresh.AsSpan<int>().Clear();
        Assert.Equal(1, array.Values<int>()[0]);
        Assert.Equal(Shape.Scalar, Tensor.From(NumericArray.Create<double>([2], [])).Shape);
    }

    // What numpy 1.24.2 saves of arrays that are not of plain numbers.
    [Theory]
    [InlineData("'<c8'", "<c8")]
    [InlineData("'<f16'", "<f16")]
    [InlineData("'<M8[D]'", "<M8[D]")]
    [InlineData("'<m8[s]'", "<m8[s]")]
    [InlineData("'|S3'", "|S3")]
    [InlineData("'<U3'", "<U3")]
    [InlineData("'|V4'", "|V4")]
    [InlineData("'|O'", "|O")]
    public void Read_OfOtherTypes_SaysWhichAreSupported(string descr, string named)
    {
        string header = $"{{'descr': {descr}, 'fortran_order': False, 'shape': (1,), }}";
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. new byte[16]];
        DataFormatException error = Assert.Throws<DataFormatException>(() => NpyFile.Read(new MemoryStream(file)));
        Assert.Contains($"the element type '{named}' is not supported, only float16/32/64, int8/16/32/64, uint8/16/32/64 and bool", error.Message);
    }
}
