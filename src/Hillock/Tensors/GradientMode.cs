namespace Hillock.Tensors;

/// <summary>Whether operations of this thread record a graph.</summary>
internal static class GradientMode
{
    [ThreadStatic]
    private static bool Off;

    internal static bool Enabled
    {
        get => !Off;
        set => Off = !value;
    }
}
