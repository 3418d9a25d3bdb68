using Hillock.Charts.CommandLine;
using Hillock.Data;

namespace Hillock.Cli.RunFolders;

/// <summary>Keeps a second process from writing the same run.</summary>
internal static class RunLock
{
    /// <summary>Takes the lock, which disposing gives back.</summary>
    /// <exception cref="CommandException">Another process has it, or the folder may not be written to.</exception>
    public static IDisposable Take(RunPaths paths)
    {
        try
        {
            return FileLock.TryTake(paths.Lock) ?? throw new CommandException(
                $"{paths.Folder}: another process is writing this run; wait for its end, or name another folder.", ExitCode.Failure);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new CommandException(
                $"--output {paths.Folder}: the folder may not be written to; allow writing to it, or name another.", ExitCode.Failure, exception);
        }
    }

    /// <summary>Makes the folder of a run.</summary>
    /// <exception cref="CommandException">It cannot be made there.</exception>
    public static void MakeFolder(RunPaths paths)
    {
        try
        {
            Directory.CreateDirectory(paths.Folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string where = Path.GetDirectoryName(Path.GetFullPath(Path.TrimEndingDirectorySeparator(paths.Folder))) ?? paths.Folder;
            throw new CommandException(
                $"--output {paths.Folder}: the folder cannot be made in {where}" +
                $"{(exception is UnauthorizedAccessException ? ", which may not be written to" : "")}; name another.", ExitCode.Failure, exception);
        }
    }
}
