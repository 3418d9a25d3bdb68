using Hillock.Autograd;
using Xunit;

namespace Hillock.Tests.Autograd;

public class GradientScopeTests
{
    [Fact]
    public void Dispose_Twice_LeavesALaterScopeOpen()
    {
        GradientScope first = Gradients.Disabled();
        GradientScope copy = first;
        Assert.False(Gradients.AreEnabled);
        first.Dispose();
        Assert.True(Gradients.AreEnabled);
        GradientScope later = Gradients.Disabled();
        first.Dispose();
        copy.Dispose();
        default(GradientScope).Dispose();
        Assert.False(Gradients.AreEnabled);
        using (Gradients.Enabled())
        {
            first.Dispose();
            Assert.True(Gradients.AreEnabled);
        }

        Assert.False(Gradients.AreEnabled);
        later.Dispose();
        Assert.True(Gradients.AreEnabled);
    }

    [Fact]
    public void Dispose_OfAnOuterScope_EndsTheInnerToo()
    {
        GradientScope outer = Gradients.Disabled();
        GradientScope inner = Gradients.Disabled();
        outer.Dispose();
        Assert.True(Gradients.AreEnabled);
        inner.Dispose();
        Assert.True(Gradients.AreEnabled);
    }
}
