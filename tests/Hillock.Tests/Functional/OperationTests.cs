using Hillock.Autograd;
using Hillock.Functional;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Functional;

/// <summary>Every operation against PyTorch: values, gradients and gradients of gradients; in float32, on strided memory, and by differences.</summary>
public class OperationTests
{
    public static TheoryData<string> Names => [.. Operations.All.Keys];

    [Fact]
    public void Operations_OfTheReferenceFile_AreAllHere() =>
        Assert.Equal(TorchCase.All.Keys.Order(), Operations.All.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_InFloat64_IsPyTorchs(string name)
    {
        TorchCase expected = TorchCase.All[name];
        AssertClose(expected.Output, Operations.All[name](expected.Inputs), 1e-13);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_InFloat32_IsPyTorchs(string name)
    {
        TorchCase expected = TorchCase.All[name];
        Tensor actual = Operations.All[name]([.. expected.Inputs.Select(x => x.To(DataType.Float32))]);
        Assert.Equal(DataType.Float32, actual.DataType);
        AssertClose(expected.Output, actual, 2e-6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_InFloat16_IsPyTorchs(string name)
    {
        // The inputs are rounded first, so that only the results' own rounding and its amplification remain.
        TorchCase expected = TorchCase.All[name];
        Tensor[] halves = [.. expected.Inputs.Select(x => x.To(DataType.Float16))];
        Tensor exact = Operations.All[name]([.. halves.Select(x => x.To(DataType.Float64))]);
        Tensor actual = Operations.All[name](halves);
        Assert.Equal(DataType.Float16, actual.DataType);
        AssertClose(exact, actual, 4e-3);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_FirstAndSecond_ArePyTorchs(string name)
    {
        TorchCase expected = TorchCase.All[name];
        Check(expected, [.. expected.Inputs.Select(x => x.Clone().WithGradient())]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_OnStridedMemory_ArePyTorchs(string name)
    {
        TorchCase expected = TorchCase.All[name];
        Check(expected, [.. expected.Inputs.Select(x => Strided(x).WithGradient())]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_OnStridedMemory_HasTheSameBits(string name)
    {
        Tensor[] inputs = [.. TorchCase.All[name].Inputs.Select(x => x.To(DataType.Float32))];
        Tensor expected = Operations.All[name](inputs);
        Tensor actual = Operations.All[name]([.. inputs.Select(Strided)]);
        Assert.Equal(expected.ToArray<float>(), actual.ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_ByDifferences_Agree(string name)
    {
        // At ties the function has a kink, where a difference is the mean of two slopes.
        if (name is "maximum" or "minimum" or "max tied")
        {
            return;
        }

        TorchCase one = TorchCase.All[name];
        GradientCheck.First(Operations.All[name], one.Inputs).ThrowIfFailed();
        GradientCheck.Second(Operations.All[name], one.Inputs).ThrowIfFailed();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_WithAndWithoutGraph_GivesTheSameBits(string name)
    {
        TorchCase one = TorchCase.All[name];
        Tensor[] plain = [.. one.Inputs.Select(x => x.To(DataType.Float32).WithGradient())];
        Tensor[] graph = [.. one.Inputs.Select(x => x.To(DataType.Float32).WithGradient())];
        F.Sum(Operations.All[name](plain)).Backward();
        F.Sum(Operations.All[name](graph)).Backward(createGraph: true);
        for (int i = 0; i < plain.Length; i++)
        {
            Assert.Equal(plain[i].Gradient!.ToArray<float>(), graph[i].Gradient!.ToArray<float>());
        }
    }

    internal static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] e = expected.ToArray<double>();
        double[] a = actual.ToArray<double>();
        for (int i = 0; i < e.Length; i++)
        {
            bool close = e[i].Equals(a[i]) || Math.Abs(e[i] - a[i]) <= tolerance * (1 + Math.Abs(e[i]));
            Assert.True(close, FormattableString.Invariant($"Element {i} of {expected.Shape}: expected {e[i]:R} but got {a[i]:R}."));
        }
    }

    /// <summary>The same elements in memory with gaps and in column-major order.</summary>
    private static Tensor Strided(Tensor x)
    {
        if (x.Rank == 0)
        {
            return Tensor.Full(3, 7, x.DataType)[1].CopyFrom(x);
        }

        int[] reversed = [.. x.Shape.Dimensions.ToArray().Reverse(), 2];
        Tensor memory = Tensor.Full(reversed, 7, x.DataType);
        Tensor view = memory[TensorIndex.Ellipsis, 1].Permute([.. Enumerable.Range(0, x.Rank).Reverse()]);
        Assert.False(x.Length > 1 && view.IsContiguous);
        return view.CopyFrom(x);
    }

    private static void Check(TorchCase expected, Tensor[] inputs)
    {
        Tensor y = Operations.All[expected.Name](inputs);
        Tensor?[] gradients = Gradients.Of([y], inputs, [TorchCase.Weights(y.Shape, 0)], createGraph: true);
        Tensor total = Tensor.Scalar(0, DataType.Float64);
        for (int i = 0; i < inputs.Length; i++)
        {
            AssertClose(expected.Gradients[i], gradients[i]!, 1e-12);
            total += F.Sum(gradients[i]! * TorchCase.Weights(inputs[i].Shape, i + 1));
        }

        Tensor?[] second = total.RequiresGrad ? Gradients.Of(total, inputs) : new Tensor?[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            AssertClose(expected.Second[i], second[i] ?? Tensor.ZerosLike(inputs[i]), 1e-11);
        }
    }
}
