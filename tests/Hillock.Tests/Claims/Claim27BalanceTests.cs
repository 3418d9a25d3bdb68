using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim27BalanceTests
{
    [Fact]
    public void EveryRow_IsUsed_EquallyOftenWithinItsClass() => Assert.Equal([(1, 1), (10, 10), (100, 100)], Claim27Balance.Uses());

    [Fact]
    public void BalancedBatches_RecogniseRareRows_AndNaturalEpochsMakeProbabilitiesTrue()
    {
        Assert.True(Claim27Balance.Train("balanced batches").Balanced > Claim27Balance.Train("as it comes").Balanced + 0.1);
        Assert.True(Claim27Balance.Train("balanced batches").Predicted > 0.1);
        Assert.InRange(Claim27Balance.Train("balanced, last epochs natural").Predicted, 0.02, 0.045);
    }

    [Fact]
    public void ClassWeights_DoAsWellHere() =>
        Assert.Equal(Claim27Balance.Train("balanced batches").Balanced, Claim27Balance.Train("class weights").Balanced, 0.03);
}
