namespace Hillock.Tensors;

/// <summary>An open scope of a mode, and the one that it was opened in: ending one ends those opened in it, and ending one that is over does nothing.</summary>
internal sealed class ModeScope(ModeScope? outer, bool before)
{
    private readonly ModeScope? _outer = outer;

    /// <summary>Whether the mode was on where the scope was opened.</summary>
    internal bool Before => before;

    /// <summary>Ends the scope.</summary>
    /// <param name="innermost">The innermost open scope; afterwards the one that this was opened in.</param>
    /// <returns>Whether the scope was open.</returns>
    internal bool End(ref ModeScope? innermost)
    {
        ModeScope? scope = innermost;
        while (scope is not null && scope != this)
        {
            scope = scope._outer;
        }

        if (scope is null)
        {
            return false;
        }

        innermost = _outer;
        return true;
    }
}
