namespace Hillock.Modules;

/// <summary>A pattern of paths: <c>*</c> and <c>?</c> within a step, <c>**</c> for any number of steps. What fits a module fits all below it.</summary>
/// <remarks>A walk through modules asks at each what is left of the pattern there, so that a module with many paths is looked at once for each step.</remarks>
internal sealed class ParameterPattern(string text)
{
    private readonly string[] _steps = text.Split('.');

    /// <summary>How many steps there are.</summary>
    internal int Length => _steps.Length;

    /// <summary>Whether a step stands for any number of a path's.</summary>
    internal bool IsAny(int step) => _steps[step] == "**";

    /// <summary>Whether a step fits one of a path.</summary>
    internal bool Fits(int step, string name) => Fits(_steps[step], name);

    private static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // Where the last star stands, and where in the name what follows it was tried last: an earlier star need not be tried again.
        int at = 0, i = 0, star = -1, tried = 0;
        while (i < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, tried) = (at++, i);
            }
            else if (at < pattern.Length && (pattern[at] == '?' || pattern[at] == name[i]))
            {
                at++;
                i++;
            }
            else if (star >= 0)
            {
                (at, i) = (star + 1, ++tried);
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].Trim('*').IsEmpty;
    }
}
