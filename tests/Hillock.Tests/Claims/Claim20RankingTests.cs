using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

public class Claim20RankingTests
{
    [Fact]
    public void Rule_HoldsOnNoDataSet()
    {
        Assert.All(Claim20Ranking.Data, data => Assert.NotEqual(Claim20Ranking.Rule, Claim20Ranking.Order(data)));
        Assert.All(Claim20Ranking.Data, data => Assert.InRange(Claim20Ranking.Agreeing(data), 0, 14));
    }

    [Fact]
    public void Sigmoid_IsLastEverywhere() => Assert.All(Claim20Ranking.Data, data => Assert.Equal("sigmoid", Claim20Ranking.Order(data)[^1]));
}
