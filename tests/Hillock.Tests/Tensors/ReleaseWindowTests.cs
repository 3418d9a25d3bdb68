using Hillock.Tests.ChildProcesses;
using Xunit;

namespace Hillock.Tests.Tensors;

/// <summary>
/// A collection at the worst moment: a thread has given up its last reference to a tensor, holds the buffer and waits for the pool. The program
/// <c>Hillock.Digests stress windows</c> forces it at every change of the pool, every span and every fork.
/// </summary>
[Collection(ChildProcessCollection.Name)]
[Trait("Speed", "slow")]
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
    [InlineData("F.Apply")]
    [InlineData("F.LinearCrossEntropy")]
    [InlineData("F.LinearCrossEntropy backward")]
    [InlineData("F.LinearCrossEntropy backward, graph retained")]
    [InlineData("F.LayerNorm without gradients")]
    [InlineData("F.LayerNorm backward, graph retained")]
    [InlineData("Optimizer.Step, the optimizer forgotten")]
    [InlineData("AdaptiveLogSoftmaxWithLoss")]
    [InlineData("F.ScaledDotProductAttention")]
    [InlineData("F.Softmax of columns")]
    public async Task Collection_BeforeTheGate_GivesNoBufferTwoOwners(string place) =>
        Assert.Contains($"{place}: ok", await Outcomes.Value);
}
