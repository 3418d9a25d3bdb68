using Hillock.Tests.ChildProcesses;
using Xunit;

namespace Hillock.Tests.Tensors;

/// <summary>
/// A collection at the worst moment: a thread has given up its last reference to a tensor, holds the buffer and waits for the pool. The program
/// <c>Hillock.Digests stress windows</c> forces it at every change of the pool.
/// </summary>
[Collection(ChildProcessCollection.Name)]
public class ReleaseWindowTests
{
    private static readonly Lazy<Task<string[]>> Outcomes = new(() => ChildProcess.RunAsync("stress windows"));

    [Theory]
    [InlineData("Tensor.Release")]
    [InlineData("Tensor.AsSpan")]
    [InlineData("Tensor.AsReadOnlySpan")]
    [InlineData("Tensor.AsTensorSpan")]
    [InlineData("Tensor.AsReadOnlyTensorSpan")]
    [InlineData("Tensor.ZeroGrad")]
    [InlineData("TensorPool.Tidy")]
    [InlineData("F.Activation")]
    [InlineData("F.LinearCrossEntropy")]
    [InlineData("F.LinearCrossEntropy backward")]
    [InlineData("AdaptiveLogSoftmaxWithLoss")]
    [InlineData("F.ScaledDotProductAttention")]
    [InlineData("F.Softmax of columns")]
    public async Task Collection_BeforeTheGate_GivesNoBufferTwoOwners(string place) =>
        Assert.Contains($"{place}: ok", await Outcomes.Value);
}
