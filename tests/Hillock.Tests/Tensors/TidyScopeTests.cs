using Hillock.Tensors;
using Xunit;

#pragma warning disable CA2012 // The tasks are never awaited: that they are refused is what is tested.

namespace Hillock.Tests.Tensors;

public class TidyScopeTests
{
    /// <summary>No field, no closure and no <c>await</c> can carry it to another thread or beyond its method.</summary>
    [Fact]
    public void Scope_LivesOnTheStack() => Assert.True(typeof(TidyScope).IsByRefLike);

    [Fact]
    public void Dispose_Twice_LeavesALaterScopeOpen()
    {
        TidyScope first = TensorPool.BeginTidy();
        TidyScope copy = first;
        first.Dispose();
        using TidyScope later = TensorPool.BeginTidy();
        Tensor x = Tensor.Ones(3000);
        first.Dispose();
        copy.Dispose();
        Assert.False(x.IsReleased);
        Tensor y = Tensor.Ones(3000);
        later.Dispose();
        Assert.True(x.IsReleased);
        Assert.True(y.IsReleased);
    }

    [Fact]
    public void Dispose_Twice_InAnOpenScope_LeavesThatOpen()
    {
        using TidyScope outer = TensorPool.BeginTidy();
        Tensor x = Tensor.Ones(3000);
        TidyScope inner = TensorPool.BeginTidy();
        inner.Dispose();
        inner.Dispose();
        Assert.False(x.IsReleased);
        Tensor y = Tensor.Ones(3000);
        outer.Dispose();
        Assert.True(x.IsReleased && y.IsReleased);
    }

    [Fact]
    public void Keep_AfterTheEnd_IsRefused()
    {
        TidyScope scope = TensorPool.BeginTidy();
        Tensor x = Tensor.Ones(3000);
        scope.Dispose();
        Tensor? later = null;
        using (TensorPool.BeginTidy())
        {
            later = Tensor.Ones(3000);
            try
            {
                scope.Keep(later);
                Assert.Fail("Keep of an ended scope was taken for that of a later one.");
            }
            catch (InvalidOperationException error)
            {
                Assert.Contains("before Dispose", error.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(later.IsReleased);
    }

    [Fact]
    public void Default_DoesNothing()
    {
        TidyScope none = default;
        Tensor x = none.Keep(Tensor.Ones(3));
        none.Dispose();
        Assert.False(x.IsReleased);
    }

    [Fact]
    public void Tidy_OfAnAsynchronousFunction_IsRefusedBeforeItStarts()
    {
        bool started = false;
        async Task Nothing()
        {
            started = true;
            await Task.Yield();
        }

        foreach (Action use in new Action[]
        {
            () => TensorPool.Tidy(Nothing),
            () => TensorPool.Tidy(async () =>
            {
                started = true;
                await Task.Yield();
                return Tensor.Ones(3);
            }),
            () => TensorPool.Tidy(async ValueTask<int> () =>
            {
                started = true;
                await Task.Yield();
                return 3;
            }),
            () => TensorPool.Tidy(() =>
            {
                started = true;
                return ValueTask.CompletedTask;
            }),
        })
        {
            NotSupportedException error = Assert.Throws<NotSupportedException>(use);
            Assert.Contains("await outside", error.Message, StringComparison.Ordinal);
        }

        Assert.False(started);
        Tensor x = Tensor.Ones(3000);
        Assert.Throws<NotSupportedException>(() => TensorPool.Tidy<object>(() => Task.CompletedTask));
        Assert.False(x.IsReleased);
    }
}
