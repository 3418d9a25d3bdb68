using Hillock.Samples.Claims;
using Xunit;

namespace Hillock.Tests.Claims;

[Trait("Speed", "slow")]
public class Claim20RankingTests
{
    [Theory]
    [InlineData("moons")]
    [InlineData("circles")]
    [InlineData("blobs")]
    public void Rule_IsContradicted(string data)
    {
        IReadOnlyList<string> order = Claim20Ranking.Order(data);
        Assert.NotEqual(Claim20Ranking.Rule, order);
        Assert.True(order.ToList().IndexOf("tanh") < order.ToList().IndexOf("relu"));
    }

    [Fact]
    public void Rule_HoldsInFullOnNoDataSet() => Assert.All(Claim20Ranking.Data, data => Assert.InRange(Claim20Ranking.Agreeing(data), 0, 14));

    [Fact]
    public void Sigmoid_IsLastEverywhere() => Assert.All(Claim20Ranking.Data, data => Assert.Equal("sigmoid", Claim20Ranking.Order(data)[^1]));
}
