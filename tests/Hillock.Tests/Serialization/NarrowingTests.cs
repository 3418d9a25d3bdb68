using Hillock.Modules;
using Hillock.Optimizers;
using Hillock.Serialization;
using Hillock.Tensors;
using Hillock.Tests.Data;
using Xunit;

namespace Hillock.Tests.Serialization;

/// <summary>A finite number that a parameter's type does not hold is never loaded as an infinity.</summary>
public class NarrowingTests
{
    /// <summary>
    /// The largest number that rounds to a finite one, and the first that does not: half a unit in the last place above the largest of the type (IEEE 754, ties
    /// to even), of float32 (2 − 2⁻²⁴)·2¹²⁷, of float16 65520, of bfloat16 (2 − 2⁻⁸)·2¹²⁷.
    /// </summary>
    [Theory]
    [InlineData(DataType.Float64, DataType.Float32, 3.4028235677973362e38, 3.4028235677973366e38)]
    [InlineData(DataType.Float64, DataType.Float16, 65519.99, 65520)]
    [InlineData(DataType.Float32, DataType.Float16, 65519.99, 65520)]
    [InlineData(DataType.BFloat16, DataType.Float16, 65280, 65536)]
    [InlineData(DataType.Float32, DataType.BFloat16, 3.396177326406364e38, 3.39617752923046e38)]
    [InlineData(DataType.Int64, DataType.Float16, 65519, 65520)]
    [InlineData(DataType.Int64, DataType.Int32, 2147483647, 2147483648)]
    [InlineData(DataType.Int32, DataType.UInt8, 255, 256)]
    public void Load_OfNumbersBeyondTheType_IsRefused_AndThoseWithinAreNot(DataType stored, DataType own, double within, double beyond)
    {
        using TemporaryFolder folder = new();
        foreach (double sign in stored.IsFloatingPoint() ? new[] { 1.0, -1 } : [1])
        {
            string path = folder.Path("s.safetensors");
            Holder holder = new(own);
            Tensor good = Tensor.From([sign * within, 1, 0]).To(stored), bad = Tensor.From([1, sign * beyond, sign * beyond]).To(stored);
            new Dictionary<string, Tensor> { ["first"] = Tensor.From([7.0, 7, 7]).To(stored), ["second"] = bad }.Save(path);
            string message = Assert.Throws<ArgumentException>(() => holder.Load(path)).Message;
            Assert.Contains($"2 of the 3 numbers of \"second\", stored as {stored.Name()}, are beyond what {own.Name()} holds, the largest ", message,
                StringComparison.Ordinal);
            Assert.Contains("F.Clamp", message, StringComparison.Ordinal);
            Assert.Equal([1.0, 1, 1], holder.StateDict()["first"].ToArray<double>());
            Assert.Throws<ArgumentException>(() => holder.LoadStateDict(SafeTensors.Read(path)));
            Assert.Throws<ArgumentException>(() => Load(holder, path));
            using (SafeTensorsFile file = new(path))
            {
                Assert.Throws<ArgumentException>(() => file.CopyTo("second", Tensor.Zeros([3], own)));
            }

            new Dictionary<string, Tensor> { ["first"] = good, ["second"] = good }.Save(path);
            holder.Load(path);
            Assert.All(holder.StateDict()["second"].ToArray<double>(), static value => Assert.True(double.IsFinite(value)));
            Assert.NotEqual(1, Math.Abs(holder.StateDict()["second"].ToArray<double>()[0]));
        }
    }

    [Fact]
    public void Load_OfInfinitiesAndNaN_KeepsThem()
    {
        using TemporaryFolder folder = new();
        double[] values = [double.PositiveInfinity, double.NaN, double.NegativeInfinity];
        new Dictionary<string, Tensor> { ["first"] = Tensor.From(values), ["second"] = Tensor.From(values) }.Save(folder.Path("s"));
        Holder holder = new(DataType.Float16);
        holder.Load(folder.Path("s"));
        Assert.Equal(values, holder.StateDict()["first"].ToArray<double>());
    }

    [Fact]
    public void Averages_BeyondTheirType_AreRefused()
    {
        Linear linear = new(1, 1);
        ExponentialMovingAverage average = new(linear);
        Dictionary<string, Tensor> state = new() { ["weight"] = Tensor.From([1e39], [1, 1]), ["bias"] = Tensor.From([1.0]) };
        Assert.Contains(
            "1 of the 1 numbers of \"weight\"", Assert.Throws<ArgumentException>(() => average.LoadStateDict(state)).Message, StringComparison.Ordinal);
    }

    private static void Load(Holder holder, string path)
    {
        using FileStream stream = File.OpenRead(path);
        holder.Load(stream);
    }

    private sealed class Holder : Module
    {
        public Holder(DataType type)
        {
            RegisterBuffer("first", Tensor.Ones([3], type));
            RegisterBuffer("second", Tensor.Ones([3], type));
        }

        protected override Tensor ForwardCore(Tensor x) => x;
    }
}
