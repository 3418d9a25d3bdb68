using Hillock.Functional;
using Hillock.Tensors;
using Hillock.Tests.Activations;
using Xunit;

namespace Hillock.Tests.Laws;

/// <summary>Changes in place: the same numbers as the operations that return a new tensor, on every layout and on views of the same memory.</summary>
public class InPlaceLaws
{
    private static readonly double[] Some = [1.5, -0.25, 3, -7, 0.125, 2, -2, 0.5, 6, -0.75, 1, 4];

    public static TheoryData<DataType> Types => [DataType.Float32, DataType.Float64, DataType.Float16, DataType.BFloat16];

    [Theory]
    [MemberData(nameof(Types))]
    public void AddInPlace_IsAFusedMultiplyAdd(DataType type)
    {
        Tensor x = Tensor.From(Some, [3, 4]).To(type);
        Tensor y = Tensor.From([.. Some.Select(value => value / 3)], [3, 4]).To(type);
        double[] xs = LawRun.Doubles(x), ys = LawRun.Doubles(y);
        foreach (double scale in (double[])[1, -0.75, 1 / 3.0])
        {
            double[] expected =
            [
                .. xs.Zip(ys, (a, b) => type switch
                {
                    DataType.Float64 => Math.FusedMultiplyAdd(scale, b, a),
                    DataType.Float32 => MathF.FusedMultiplyAdd((float)scale, (float)b, (float)a),
                    DataType.Float16 => (double)(Half)MathF.FusedMultiplyAdd((float)scale, (float)b, (float)a),
                    _ => (double)(float)(BFloat16)MathF.FusedMultiplyAdd((float)scale, (float)b, (float)a),
                }),
            ];
            foreach (Func<Tensor, Tensor> layout in Layouts.All.Values)
            {
                Tensor target = layout(x.Clone());
                Assert.Same(target, target.AddInPlace(layout(y), scale));
                Assert.Equal(-1, LawSubject.FirstDifference(expected, LawRun.Doubles(target)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void MultiplyInPlace_CopyFromAndFill_AreTheirOperations(DataType type)
    {
        Tensor x = Tensor.From(Some, [3, 4]).To(type);
        Tensor y = Tensor.From([.. Some.Select(value => value / 3)], [3, 4]).To(type);
        foreach (Func<Tensor, Tensor> layout in Layouts.All.Values)
        {
            Assert.Equal(LawRun.Doubles(F.Multiply(x, y)), LawRun.Doubles(layout(x.Clone()).MultiplyInPlace(layout(y))));
            Assert.Equal(LawRun.Doubles(F.Multiply(x, y[1])), LawRun.Doubles(layout(x.Clone()).MultiplyInPlace(y[1])));
            Assert.Equal(LawRun.Doubles(F.Multiply(x, -2.5)), LawRun.Doubles(layout(x.Clone()).MultiplyInPlace(-2.5)));
            Assert.Equal(LawRun.Doubles(y), LawRun.Doubles(layout(x.Clone()).CopyFrom(layout(y))));
            Assert.All(LawRun.Doubles(layout(x.Clone()).Fill(0.75)), value => Assert.Equal(0.75, value));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void OfAViewOfTheSameMemory_TakeItAsItWas(DataType type)
    {
        (string Name, Func<Tensor, Tensor> View)[] views =
        [
            ("a row", x => x[0]), ("the last row", x => x[^1]), ("itself", x => x), ("a column", x => x.Slice(1, 0, 1)),
            ("the transposed", x => x.Slice(1, 0, 3).Transpose()),
        ];
        foreach ((string name, Func<Tensor, Tensor> view) in views)
        {
            // From 64 columns on several are computed at once.
            foreach (int columns in (int[])[3, 64, 150])
            {
                double[] numbers = [.. Enumerable.Range(0, 3 * columns).Select(i => ((i * 7 % 23) - 11) / 8.0)];
                Tensor Fresh() => Tensor.From(numbers, [3, columns]).To(type);
                if (name == "the transposed" && columns != 3)
                {
                    continue;
                }

                Tensor x = Fresh(), expected = F.Add(Fresh(), view(Fresh()));
                Assert.Equal(LawRun.Doubles(expected), LawRun.Doubles(x.AddInPlace(view(x))));
                x = Fresh();
                expected = F.Multiply(Fresh(), view(Fresh()));
                Assert.Equal(LawRun.Doubles(expected), LawRun.Doubles(x.MultiplyInPlace(view(x))));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void AllClose_FollowsItsFormula(DataType type)
    {
        Tensor x = Tensor.From([1.0, double.NaN, double.PositiveInfinity]).To(type);
        Assert.True(F.AllClose(x, x.Clone()));
        Assert.False(F.AllClose(x, x.Reshape(3, 1)));
        Assert.False(F.AllClose(Tensor.From([1.0]).To(type), Tensor.From([1.0625]).To(type)));
        Assert.True(F.AllClose(Tensor.From([1.0]).To(type), Tensor.From([1.0625]).To(type), relative: 0.0625));
        Assert.False(F.AllClose(Tensor.From([double.PositiveInfinity]).To(type), Tensor.From([double.NegativeInfinity]).To(type)));
        Assert.True(F.AllClose(Tensor.Empty(0, type), Tensor.Empty(0, type)));
    }
}
