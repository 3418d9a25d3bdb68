using Hillock.Data;
using Hillock.Images;
using Xunit;

namespace Hillock.Tests.Images;

/// <summary>How many pixels may be in work at a time, over all threads.</summary>
public class PictureGateTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20), Short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Pictures_ThatAreTooManyTogether_WaitForEachOther()
    {
        PictureGate gate = new(100);
        gate.Enter(60);
        Task other = Entering(gate, 60);
        Assert.NotSame(other, await Task.WhenAny(other, Task.Delay(Short, TestContext.Current.CancellationToken)));
        gate.Leave(60);
        await other.WaitAsync(Long, TestContext.Current.CancellationToken);
        Assert.Equal(0, gate.Taken);
    }

    [Fact]
    public async Task Picture_OfMore_GoesAlone()
    {
        PictureGate gate = new(100);
        gate.Enter(1000);
        Task small = Entering(gate, 1);
        Assert.NotSame(small, await Task.WhenAny(small, Task.Delay(Short, TestContext.Current.CancellationToken)));
        gate.Leave(1000);
        await small.WaitAsync(Long, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Scope_CountsThePicture_UntilItsEndOrTheNextOne()
    {
        PictureGate gate = new(100);
        using (gate.Hold())
        {
            gate.Enter(60);
            gate.Leave(60);
            Assert.Equal(60, gate.Taken);
            gate.Enter(70); // its own picture is given back first
            Assert.Equal(70, gate.Taken);
            gate.Leave(70);
            using (gate.Hold())
            {
                gate.Enter(80); // and that of an outer scope
                gate.Leave(80);
                Assert.Equal(80, gate.Taken);
            }

            Assert.Equal(0, gate.Taken);
            gate.Enter(90);
            gate.Leave(90);
            Assert.Equal(90, gate.Taken);
        }

        Assert.Equal(0, gate.Taken);
    }

    /// <summary>A picture that cannot be decoded gives its room back: the same could be read for ever.</summary>
    [Fact]
    public void Fault_GivesTheRoomBack()
    {
        byte[] jpeg = PictureSamples.Bytes("gray.jpg");
        Random random = new(1);
        for (int i = 0; i < 200; i++)
        {
            byte[] file = [.. jpeg];
            file[random.Next(file.Length)] ^= 0xFF;
            try
            {
                Picture.Read(file);
            }
            catch (DataFormatException)
            {
            }
        }

        // Other tests may be reading; what they have goes back as well.
        Assert.True(SpinWait.SpinUntil(() => PictureGate.Shared.Taken == 0, Long));
    }

    private static Task Entering(PictureGate gate, long pixels) => Task.Run(() =>
    {
        gate.Enter(pixels);
        gate.Leave(pixels);
    });
}
