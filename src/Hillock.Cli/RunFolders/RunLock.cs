using Hillock.Charts.CommandLine;
using Hillock.Data;

namespace Hillock.Cli.RunFolders;

/// <summary>Keeps a second process from writing the same run.</summary>
internal static class RunLock
{
    /// <summary>Takes the lock, which disposing gives back.</summary>
    /// <exception cref="CommandException">Another process has it.</exception>
    public static IDisposable Take(RunPaths paths) => FileLock.TryTake(paths.Lock) ??
        throw new CommandException(
            $"{paths.Folder}: another process is writing this run; wait for its end, or name another folder.", ExitCode.Failure);
}
