using Hillock.Autograd;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Modules;

/// <summary>Recurrent layers and cells against PyTorch: states, outputs, and the gradients of both orders of all parameters and inputs.</summary>
[Trait("Speed", "slow")]
public class RecurrentOracleTests
{
    public static TheoryData<string> Names => [.. RecurrentCase.Names];

    [Fact]
    public void Names_OfTheCases_AreManyAndDistinct()
    {
        Assert.True(Names.Count > 80);
        Assert.Equal(Names.Count, RecurrentCase.Names.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_InFloat64_IsTheReference(string name) => Check(name, DataType.Float64, 1e-11);

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_InFloat32_IsTheReference(string name) => Check(name, DataType.Float32, 1e-5);

    [Theory]
    [MemberData(nameof(Names))]
    public void Module_PrintsAndNamesItsParameters_AsPyTorch(string name)
    {
        RecurrentCase one = new(name, DataType.Float32);
        Assert.Equal(one.Text, one.Module.ToString());
        Assert.Equal(one.States, one.Module.StateDict().Select(item => item.Key));
    }

    private static void Check(string name, DataType type, double tolerance)
    {
        RecurrentCase one = new(name, type);
        IReadOnlyList<Tensor> outputs = one.Run(), leaves = one.Leaves;
        Assert.Equal(one.Outputs.Count, outputs.Count);
        for (int i = 0; i < outputs.Count; i++)
        {
            AssertNear($"result {i}", one.Outputs[i], outputs[i], tolerance);
        }

        // Through the kernels, and through the operations that gradients of gradients are made of.
        Tensor?[] fused = Gradients.Of([one.Total()], leaves), first = Gradients.Of([one.Total(outputs)], leaves, createGraph: true);
        Tensor?[] second = Gradients.Of([one.Total([.. first.OfType<Tensor>()], 1)], leaves);
        IReadOnlyList<Tensor> expectedFirst = one.Gradients("gradients"), expectedSecond = one.Gradients("second");
        for (int i = 0; i < leaves.Count; i++)
        {
            AssertNear($"gradient of leaf {i}", expectedFirst[i], fused[i]!, tolerance);
            AssertNear($"differentiable gradient of leaf {i}", expectedFirst[i], first[i]!, tolerance);
            AssertNear($"second gradient of leaf {i}", expectedSecond[i], second[i] ?? Tensor.ZerosLike(leaves[i]), tolerance);
        }
    }

    /// <summary>The error relative to the largest element: sums cancel in the others.</summary>
    private static void AssertNear(string what, Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] e = expected.ToArray<double>(), a = actual.Detach().To(DataType.Float64).ToArray<double>();
        double largest = Math.Max(1, e.Max(Math.Abs));
        for (int i = 0; i < e.Length; i++)
        {
            Assert.True(
                Math.Abs(e[i] - a[i]) <= tolerance * largest, FormattableString.Invariant($"Element {i} of the {what}: expected {e[i]:R} but got {a[i]:R}."));
        }
    }
}
