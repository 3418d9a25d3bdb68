using System.IO.Enumeration;

namespace Hillock.Modules;

/// <summary>A pattern of paths: <c>*</c> and <c>?</c> within a step, <c>**</c> for any number of steps. What fits a module fits all below it.</summary>
internal sealed class ParameterPattern(string text)
{
    private readonly string[] _steps = text.Split('.');

    /// <summary>Whether the pattern fits a path or a beginning of it.</summary>
    internal bool Fits(string path) => Fits(_steps, path.Split('.'));

    private static bool Fits(ReadOnlySpan<string> pattern, ReadOnlySpan<string> path)
    {
        if (pattern.IsEmpty)
        {
            return true;
        }

        if (pattern[0] == "**")
        {
            for (int skipped = 0; skipped <= path.Length; skipped++)
            {
                // At the end it stands for what is left, which is not nothing.
                if (pattern.Length == 1 ? path.Length > 0 : Fits(pattern[1..], path[skipped..]))
                {
                    return true;
                }
            }

            return false;
        }

        return !path.IsEmpty && FileSystemName.MatchesSimpleExpression(pattern[0], path[0], ignoreCase: false) && Fits(pattern[1..], path[1..]);
    }
}
