namespace Hillock.Images;

/// <summary>Keeps threads that read large pictures from having too many of them in memory at a time.</summary>
internal static class PictureGate
{
    /// <summary>The pixels that may be in work at a time; a picture of more goes alone.</summary>
    private const long Most = Picture.DefaultMaximumPixels;

    private static readonly object Waiting = new();
    private static long s_taken;

    [ThreadStatic]
    private static Scope? s_scope;

    /// <summary>Has the picture that this thread reads next counted until the end of the scope, in which it is made smaller.</summary>
    internal static IDisposable Hold() => s_scope = new Scope();

    /// <summary>Waits until there is room for a picture.</summary>
    internal static void Enter(long pixels)
    {
        s_scope?.Release();
        lock (Waiting)
        {
            while (s_taken > 0 && s_taken + pixels > Most)
            {
                Monitor.Wait(Waiting);
            }

            s_taken += pixels;
        }
    }

    /// <summary>Gives the room back, now or at the end of the scope.</summary>
    internal static void Leave(long pixels)
    {
        if (s_scope is { } scope)
        {
            scope.Pixels = pixels;
        }
        else
        {
            Free(pixels);
        }
    }

    private static void Free(long pixels)
    {
        lock (Waiting)
        {
            s_taken -= pixels;
            Monitor.PulseAll(Waiting);
        }
    }

    private sealed class Scope : IDisposable
    {
        public long Pixels { get; set; }

        public void Release()
        {
            if (Pixels > 0)
            {
                Free(Pixels);
                Pixels = 0;
            }
        }

        public void Dispose()
        {
            Release();
            s_scope = null;
        }
    }
}
