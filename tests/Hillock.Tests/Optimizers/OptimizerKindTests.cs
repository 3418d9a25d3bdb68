using Hillock.Optimizers;
using Hillock.Tensors;
using Xunit;

namespace Hillock.Tests.Optimizers;

/// <summary>What files call the optimizers: a name that changed would refuse the files that are there.</summary>
public class OptimizerKindTests
{
    [Fact]
    public void Kinds_StayAsTheyAreWritten()
    {
        Tensor[] parameters = [Tensor.Zeros([2]).WithGradient()];
        Assert.Equal("Sgd", new Sgd(parameters, 0.1).Kind);
        Assert.Equal("Adam", new Adam(parameters).Kind);
        Assert.Equal("AdamW", new AdamW(parameters).Kind);
        Assert.Equal("RmsProp", new RmsProp(parameters, 0.1).Kind);
        Assert.Equal("Mine", new Renamed(parameters).Kind);
    }

    private sealed class Renamed(IReadOnlyList<Tensor> parameters) : Adam(parameters)
    {
        public override string Kind => "Mine";
    }
}
