namespace Hillock.Data;

/// <summary>Where the files of data sets are kept.</summary>
internal static class DataCache
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "HILLOCK_CACHE";

    /// <summary>The folder of a data set.</summary>
    /// <param name="options">What the caller says.</param>
    /// <param name="set">The data set's own folder.</param>
    /// <exception cref="DirectoryNotFoundException">The system names no folder for caches.</exception>
    public static string Of(DownloadOptions options, string set) =>
        Path.GetFullPath(Path.Combine(Root(options.Cache, Environment.GetEnvironmentVariable), set));

    /// <summary>The folder of all data sets.</summary>
    /// <param name="given">What the caller says; null for nothing.</param>
    /// <param name="variable">Looks up an environment variable.</param>
    internal static string Root(string? given, Func<string, string?> variable)
    {
        if ((given ?? variable(Variable)) is { Length: > 0 } named)
        {
            return named;
        }

        return System() is { Length: > 0 } system ? Path.Combine(system, "hillock")
            : throw new DirectoryNotFoundException($"The system names no folder for caches; name one by DownloadOptions.Cache or by {Variable}.");

        string? System()
        {
            if (OperatingSystem.IsWindows())
            {
                return variable("LOCALAPPDATA") ?? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            }

            // The base directory specification: a path that is not absolute counts as none.
            if (!OperatingSystem.IsMacOS() && variable("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache))
            {
                return cache;
            }

            string home = variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return home.Length == 0 ? null : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches") : Path.Combine(home, ".cache");
        }
    }
}
