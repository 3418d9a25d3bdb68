namespace Hillock.Images;

/// <summary>Keeps threads that read large pictures from having too many of them in memory at a time.</summary>
/// <param name="most">The pixels that may be in work at a time; a picture of more goes alone.</param>
internal sealed class PictureGate(long most)
{
    private readonly object _waiting = new();

    [ThreadStatic]
    private static Scope? s_scope; // the innermost one of the thread, of any gate

    private long _taken;

    /// <summary>The one that all readers share.</summary>
    internal static PictureGate Shared { get; } = new(Picture.DefaultMaximumPixels);

    /// <summary>The pixels that are counted.</summary>
    internal long Taken
    {
        get
        {
            lock (_waiting)
            {
                return _taken;
            }
        }
    }

    /// <summary>
    /// Has the picture that this thread reads next counted until the end of the scope, in which it is made smaller, or until the thread reads another one.
    /// </summary>
    internal IDisposable Hold() => s_scope = new Scope(this, s_scope);

    /// <summary>Waits until there is room for a picture. What the thread itself holds is given back first, so that it never waits for itself.</summary>
    internal void Enter(long pixels)
    {
        for (Scope? scope = s_scope; scope is not null; scope = scope.Outer)
        {
            if (scope.Gate == this)
            {
                scope.Release();
            }
        }

        lock (_waiting)
        {
            while (_taken > 0 && _taken + pixels > most)
            {
                Monitor.Wait(_waiting);
            }

            _taken += pixels;
        }
    }

    /// <summary>Gives the room back, now or at the end of the scope.</summary>
    internal void Leave(long pixels)
    {
        if (s_scope is { } scope && scope.Gate == this)
        {
            scope.Pixels = pixels;
        }
        else
        {
            Free(pixels);
        }
    }

    private void Free(long pixels)
    {
        lock (_waiting)
        {
            _taken -= pixels;
            Monitor.PulseAll(_waiting);
        }
    }

    private sealed class Scope(PictureGate gate, Scope? outer) : IDisposable
    {
        public PictureGate Gate => gate;

        public Scope? Outer => outer;

        public long Pixels { get; set; }

        public void Release()
        {
            if (Pixels > 0)
            {
                gate.Free(Pixels);
                Pixels = 0;
            }
        }

        public void Dispose()
        {
            Release();
            s_scope = outer;
        }
    }
}
