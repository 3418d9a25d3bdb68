using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Laws;

/// <summary>Tensors of no elements and of no axes: a result, or an exception that names the argument; never one from the inside.</summary>
[Trait("Speed", "slow")]
public class EmptyLaws
{
    public static TheoryData<string> Files => [.. LawCase.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Empty_IsComputedOrRefusedInWords(string file)
    {
        var faults = new Faults();
        foreach (LawCase one in LawCase.Load(file).Where(one => one.Type is DataType.Float32 or DataType.Float16).DistinctBy(one => (one.Call, one.Type, one.Shapes.Length, one.Shapes[0].Length)))
        {
            foreach (int[][] shapes in Variants(one))
            {
                Tensor[] inputs = [.. shapes.Select((shape, i) => Tensor.Zeros(Shape.Create(shape), one.Kinds[i] switch { 'i' => DataType.Int64, 'b' => DataType.Bool, _ => one.Type }))];
                if (Inside(one, inputs) is { } fault)
                {
                    faults.Add($"{one.Call} of {string.Join(", ", shapes.Select(shape => Shape.Format(shape)))}: {fault}");
                }
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults\n{faults}");
    }

    /// <summary>What a function of nothing is, by definition.</summary>
    [Theory]
    [InlineData("Sum", new[] { 2, 0 }, 0.0)]
    [InlineData("Mean", new[] { 2, 0 }, double.NaN)]
    [InlineData("Variance", new[] { 2, 0 }, double.NaN)]
    [InlineData("StandardDeviation", new[] { 2, 0 }, double.NaN)]
    [InlineData("LogSumExp", new[] { 2, 0 }, double.NegativeInfinity)]
    [InlineData("Norm", new[] { 2, 0 }, 0.0)]
    [InlineData("Norm1", new[] { 2, 0 }, 0.0)]
    [InlineData("Norm3", new[] { 2, 0 }, 0.0)]
    [InlineData("Entropy", new[] { 2, 0 }, 0.0)]
    [InlineData("MatMul", new[] { 2, 0 }, 0.0)]
    public void Reduction_OfNothing_IsItsNeutralElement(string name, int[] shape, double expected)
    {
        Dictionary<string, Func<Tensor, Tensor>> functions = new()
        {
            ["Sum"] = x => F.Sum(x, 1),
            ["Mean"] = x => F.Mean(x, 1),
            ["Variance"] = x => F.Variance(x, [1]),
            ["StandardDeviation"] = x => F.StandardDeviation(x, [1]),
            ["LogSumExp"] = x => F.LogSumExp(x, 1),
            ["Norm"] = x => F.Norm(x, 2, [1]),
            ["Norm1"] = x => F.Norm(x, 1, [1]),
            ["Norm3"] = x => F.Norm(x, 3, [1]),
            ["Entropy"] = x => F.Entropy(x, 1),
            ["MatMul"] = x => F.MatMul(x, Tensor.Zeros(0, x.DataType)),
        };
        foreach (DataType type in (DataType[])[DataType.Float32, DataType.Float64, DataType.Float16, DataType.BFloat16])
        {
            Tensor y = functions[name](Tensor.Zeros(Shape.Create(shape), type).WithGradient());
            Assert.Equal([2], y.Shape.Dimensions.ToArray());
            Assert.All(y.Detach().To(DataType.Float64).ToArray<double>(), value => Assert.Equal(expected, value));
            y.Backward(Tensor.OnesLike(y));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void MatMul_WithAnEmptyAxis_IsZerosWithGradients(int empty)
    {
        int[] lengths = [2, 3, 4];
        lengths[empty] = 0;
        Tensor x = Tensor.Ones([2, lengths[0], lengths[1]]).WithGradient();
        Tensor y = Tensor.Ones([2, lengths[1], lengths[2]]).WithGradient();
        Tensor z = F.MatMul(x, y);
        Assert.Equal([2, lengths[0], lengths[2]], z.Shape.Dimensions.ToArray());
        Assert.All(z.ToArray<float>(), value => Assert.Equal(0, value));
        z.Backward(Tensor.OnesLike(z));
        Assert.All(x.Gradient!.ToArray<float>(), value => Assert.Equal(0, value));
        Assert.All(y.Gradient!.ToArray<float>(), value => Assert.Equal(0, value));
    }

    /// <summary>The case's shapes with every length of one axis 0, for each length that occurs; and without axes.</summary>
    private static IEnumerable<int[][]> Variants(LawCase one)
    {
        foreach (int length in one.Shapes.SelectMany(shape => shape).Distinct())
        {
            yield return [.. one.Shapes.Select(shape => shape.Select(own => own == length ? 0 : own).ToArray())];
        }

        yield return [.. one.Shapes.Select(shape => shape.Select(_ => 0).ToArray())];
        yield return [.. one.Shapes.Select(_ => Array.Empty<int>())];
        yield return [.. one.Shapes.Select(shape => shape.Select(_ => 1).ToArray())];
    }

    /// <summary>Runs forward, backward and backward again; tells of exceptions that do not name what was wrong, and of NaN out of zeros.</summary>
    private static string? Inside(LawCase one, Tensor[] inputs)
    {
        string stage = "the call";
        try
        {
            Tensor[] leaves = [.. inputs.Select((x, i) => one.Kinds[i] == 'x' && one.IsDifferentiable ? x.WithGradient() : x)];
            Tensor y = TensorFunctions.All[one.Call].Apply(leaves);
            Tensor[] by = [.. leaves.Where(x => x.RequiresGrad)];
            if (!y.RequiresGrad)
            {
                return null;
            }

            stage = "its gradient";
            Tensor?[] gradients = Gradients.Of([y], by, [Tensor.OnesLike(y)], createGraph: true);
            Tensor[] recorded = [.. gradients.OfType<Tensor>().Where(g => g.RequiresGrad)];
            stage = "its second gradient";
            if (recorded.Length > 0)
            {
                Gradients.Of(recorded, by, [.. recorded.Select(Tensor.OnesLike)]);
            }

            return gradients.Where((g, i) => g is not null && !g.Shape.Equals(by[i].Shape)).Any() ? "a gradient has another shape" : null;
        }
        catch (Exception e) when (stage == "the call" && Exceptions.IsInWords(e))
        {
            return null;
        }
        catch (Exception e)
        {
            return $"{stage} throws {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
        }
    }
}
