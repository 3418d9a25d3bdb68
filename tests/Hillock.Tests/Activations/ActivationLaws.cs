using Hillock.Functional;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Activations;

/// <summary>What must hold for every function of the catalogue. A new definition is tested by having a file of the oracle.</summary>
[Trait("Speed", "slow")]
public class ActivationLaws
{
    public static TheoryData<string> Names => [.. ActivationCatalog.All.Select(info => info.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Definition_AgreesWithItsOracleFile(string name)
    {
        ActivationInfo info = Find(name);
        OracleFile file = LawSubject.Oracle(info);

        foreach (OracleSet set in file.Sets)
        {
            Assert.Equal(set.Parameters.Keys.Order(), info.Parameters.Select(parameter => parameter.Name).Order());
        }

        foreach (ActivationParameter parameter in info.Parameters.Where(parameter => parameter.Default is not null))
        {
            Assert.Equal(file.Sets[0].Parameters[parameter.Name], parameter.Default);
        }

        Assert.True(file.Columns.Count > 5 || !info.IsLearnable, "A learnable function needs the column of its parameter's derivative.");
        Assert.All(file.Aliases, alias => Assert.Same(info, ActivationCatalog.Find(alias)));
        Assert.NotNull(ActivationCatalog.Find(file.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_AtEveryOraclePoint_IsWithinOneUlp(string name) => FunctionLaws.ValueIsAccurate(Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivative_AtEveryOraclePoint_IsWithinTwoUlps(string name) => FunctionLaws.DerivativeIsAccurate(Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void SecondDerivative_AtEveryOraclePoint_IsWithinSixteenUlps(string name) => FunctionLaws.SecondDerivativeIsAccurate(Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryWidth_GivesTheSameBits(string name) => FunctionLaws.EveryWidthGivesTheSameBits(Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPlaceInMemory_GivesTheSameBits(string name) => FunctionLaws.EveryPlaceGivesTheSameBits(Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryLength_WritesItsElementsAlone(string name) => FunctionLaws.EveryLengthWritesItsElementsAlone(Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void InPlace_EqualsApart(string name) => FunctionLaws.InPlaceEqualsApart(Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_IsTheGradientTimesTheDerivative(string name) => FunctionLaws.BackwardIsTheProduct(Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Spans_ThatOverlapInPart_AreRefused(string name) => FunctionLaws.OverlapIsRefused(Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Autograd_GivesTheDerivativesBitForBit(string name) => FunctionLaws.ForBoth(Find(name), AutogradLaws.Check);

    [Theory]
    [MemberData(nameof(Names))]
    public void Autograd_AgreesWithDifferenceQuotients(string name) =>
        AutogradLaws.CheckDifferences(LawSubject.Both(Find(name)).Last());

    [Theory]
    [MemberData(nameof(Names))]
    public void LearnedParameter_HasTheOraclesDerivative(string name)
    {
        ActivationInfo info = Find(name);
        if (info.IsLearnable)
        {
            AutogradLaws.CheckParameter(info);
        }
    }

    private static ActivationInfo Find(string name) => ActivationCatalog.Find(name)!;
}
