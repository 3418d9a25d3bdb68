using System.Reflection;
using Hillock.Tests.Progress;
using Xunit.v3;

[assembly: UnderWay]

namespace Hillock.Tests.Progress;

/// <summary>Tells <see cref="TestsUnderWay"/> of every test of the assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class UnderWayAttribute : BeforeAfterTestAttribute
{
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => TestsUnderWay.Begin(test.TestCase.TestClass.Class);

    public override void After(MethodInfo methodUnderTest, IXunitTest test) => TestsUnderWay.End(test.TestCase.TestClass.Class);
}
