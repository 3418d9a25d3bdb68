using System.Numerics;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Laws;

/// <summary>Functions of whole numbers and truth values: NumPy's rules, as C#'s unchecked arithmetic in the type; or a refusal in words.</summary>
public class WholeNumberLaws
{
    public static TheoryData<string> Calls => [.. TensorFunctions.All.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public void OfWholeNumbers_IsComputedOrRefusedInWords(string call)
    {
        LawCase? one = LawCase.Files.SelectMany(LawCase.Load).FirstOrDefault(one => one.Call == call && one.Type == DataType.Float32 && one.Length < 1000)
            ?? LawCase.Files.SelectMany(LawCase.Load).First(one => one.Call == call);
        foreach (DataType type in (DataType[])[DataType.Int64, DataType.Int32, DataType.UInt8, DataType.Bool])
        {
            Tensor[] inputs =
                [
                    .. one.Shapes.Select(
                        (shape, i) => Tensor.Ones(Shape.Create(shape), one.Kinds[i] switch { 'i' => DataType.Int64, 'b' => DataType.Bool, _ => type })),
                ];
            try
            {
                Tensor y = TensorFunctions.All[call].Apply(inputs);
                Assert.False(y.RequiresGrad);
            }
            catch (Exception e)
            {
                Assert.True(Exceptions.IsInWords(e), $"{call} of {type} throws {e.GetType().Name}: {e.Message}");
            }
        }
    }

    [Fact]
    public void Arithmetic_OfEveryPairOfBytes_Wraps()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        Check<byte>(all, (a, b) => (byte)(a + b), (a, b) => (byte)(a - b), (a, b) => (byte)(a * b));
    }

    [Fact]
    public void Arithmetic_OfWiderNumbers_Wraps()
    {
        Check<int>(
            [0, 1, -1, 7, -12, 65536, int.MinValue, int.MaxValue, int.MinValue + 1], (a, b) => unchecked(a + b), (a, b) => unchecked(a - b),
            (a, b) => unchecked(a * b));
        Check<long>(
            [0, 1, -1, 7, -12, 1L << 32, (1L << 53) + 1, long.MinValue, long.MaxValue], (a, b) => unchecked(a + b), (a, b) => unchecked(a - b),
            (a, b) => unchecked(a * b));
    }

    private static void Check<T>(T[] numbers, Func<T, T, T> add, Func<T, T, T> subtract, Func<T, T, T> multiply)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        int n = numbers.Length;
        Tensor x = Tensor.From(numbers, [n, 1]), y = Tensor.From(numbers.ToArray(), [1, n]);
        T[] Pairs(Func<T, T, T> f) => [.. numbers.SelectMany(_ => numbers, f)];
        bool[] Holds(Func<T, T, bool> f) => [.. numbers.SelectMany(_ => numbers, f)];
        Assert.Equal(Pairs(add), F.Add(x, y).ToArray<T>());
        Assert.Equal(Pairs(subtract), F.Subtract(x, y).ToArray<T>());
        Assert.Equal(Pairs(multiply), F.Multiply(x, y).ToArray<T>());
        Assert.Equal(Pairs(T.Max), F.Maximum(x, y).ToArray<T>());
        Assert.Equal(Pairs(T.Min), F.Minimum(x, y).ToArray<T>());
        Assert.Equal(Holds((a, b) => a > b), F.Greater(x, y).ToArray<bool>());
        Assert.Equal(Holds((a, b) => a >= b), F.GreaterOrEqual(x, y).ToArray<bool>());
        Assert.Equal(Holds((a, b) => a < b), F.Less(x, y).ToArray<bool>());
        Assert.Equal(Holds((a, b) => a <= b), F.LessOrEqual(x, y).ToArray<bool>());
        Assert.Equal(Holds((a, b) => a == b), F.Equal(x, y).ToArray<bool>());
        Assert.Equal(Holds((a, b) => a != b), F.NotEqual(x, y).ToArray<bool>());

        Assert.Equal(numbers.Select(a => subtract(T.Zero, a)), F.Negate(x).ToArray<T>());
        Assert.Equal(numbers.Select(a => a < T.Zero ? subtract(T.Zero, a) : a), F.Abs(x).ToArray<T>());
        Assert.Equal(numbers.Select(a => T.CreateChecked(T.Sign(a))), F.Sign(x).ToArray<T>());
        Assert.Equal(numbers.Select(a => multiply(a, a)), F.Square(x).ToArray<T>());
        Assert.Equal(numbers.Max(), F.Max(x).Item<T>());
        Assert.Equal(numbers.Min(), F.Min(x).Item<T>());
        Assert.Equal(Array.IndexOf(numbers, numbers.Max()), F.ArgMax(x).Item<long>());
        Assert.Equal(Array.IndexOf(numbers, numbers.Min()), F.ArgMin(x).Item<long>());
        long sum = 0;
        long[] sums = [.. numbers.Select(a => sum = unchecked(sum + long.CreateTruncating(a)))];
        Assert.Equal(sum, F.Sum(x).Item<long>());
        Assert.Equal(sums, F.CumSum(x, 0).ToArray<long>());
    }
}
