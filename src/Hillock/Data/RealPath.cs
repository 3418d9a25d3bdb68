#if HILLOCK_CHARTS

// The packages of charts, pictures and tables compile this file into themselves, as AtomicFile, which says why.
namespace Hillock.Charts.CommandLine;
#elif HILLOCK_IMAGES
namespace Hillock.Images;
#elif HILLOCK_TABLES
namespace Hillock.Tables;
#else
namespace Hillock.Data;
#endif

/// <summary>Where a path leads, through links of the file and of every folder above it.</summary>
internal static class RealPath
{
    private const int MostLinks = 40; // as Linux has it; more are a circle

    /// <summary>The path without links; what does not exist is left as it is written.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    public static string Of(string path)
    {
        string full = Path.GetFullPath(path);
        string real = Path.GetPathRoot(full)!;
        Stack<string> open = new();
        Push(open, full[real.Length..]);
        int links = 0;
        while (open.TryPop(out string? name))
        {
            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            real = Path.Combine(real, name);
            if (name == "." || IsStream(real) || LinkTarget(real) is not { } target)
            {
                real = name == "." ? Path.GetDirectoryName(real)! : real;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"Cannot follow {path}: its links lead in a circle; remove one of them.");
            }

            string root = Path.GetPathRoot(target)!;
            real = root.Length > 0 ? root : Path.GetDirectoryName(real)!;
            Push(open, target[root.Length..]);
        }

        return real;
    }

    /// <summary>Whether two paths lead to one file. Hard links are two files: writing puts a new file in the place of one.</summary>
    public static bool AreSame(string first, string second) => string.Equals(
        Of(first), Of(second),
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    // Links to pipes and terminals, whose targets are no paths.
    private static bool IsStream(string path) =>
        !OperatingSystem.IsWindows()
            && (path is "/dev/stdin" or "/dev/stdout" or "/dev/stderr" or "/dev/fd" || path.StartsWith("/dev/fd/", StringComparison.Ordinal)
                || path.StartsWith("/proc/", StringComparison.Ordinal));

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // opening it tells what is wrong
        }
    }

    private static void Push(Stack<string> open, string path)
    {
        foreach (string name in path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            open.Push(name);
        }
    }
}
