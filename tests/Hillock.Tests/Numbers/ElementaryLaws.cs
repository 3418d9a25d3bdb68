using Hillock.Functional;
using Hillock.Numbers;
using Hillock.Tests.Activations;
using Hillock.Tests.Oracle;
using Xunit;

namespace Hillock.Tests.Numbers;

/// <summary>The laws of <see cref="FunctionLaws"/> for the elementary functions that definitions are made of.</summary>
/// <remarks>The oracle's points include ±0, ±∞, NaN, the subnormals, and the neighbours of every under- and overflow.</remarks>
[Trait("Speed", "slow")]
public class ElementaryLaws
{
    public static TheoryData<string> Names => [.. ElementaryFunctions.All.Select(info => info.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Value_AtEveryOraclePoint_IsWithinOneUlp(string name) => FunctionLaws.ValueIsAccurate(ElementaryFunctions.Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivative_AtEveryOraclePoint_IsWithinTwoUlps(string name) => FunctionLaws.DerivativeIsAccurate(ElementaryFunctions.Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void SecondDerivative_AtEveryOraclePoint_IsWithinSixteenUlps(string name) =>
        FunctionLaws.SecondDerivativeIsAccurate(ElementaryFunctions.Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryWidth_GivesTheSameBits(string name) => FunctionLaws.EveryWidthGivesTheSameBits(ElementaryFunctions.Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPlaceInMemory_GivesTheSameBits(string name) => FunctionLaws.EveryPlaceGivesTheSameBits(ElementaryFunctions.Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryLength_WritesItsElementsAlone(string name) => FunctionLaws.EveryLengthWritesItsElementsAlone(ElementaryFunctions.Find(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void InPlace_EqualsApart(string name) => FunctionLaws.InPlaceEqualsApart(ElementaryFunctions.Find(name));
}
