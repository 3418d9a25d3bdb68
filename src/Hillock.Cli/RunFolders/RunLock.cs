using Hillock.Charts.CommandLine;

namespace Hillock.Cli.RunFolders;

/// <summary>Keeps a second process from writing the same run. The system takes it back when a process ends, however it ends.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _path;

    private RunLock(FileStream file, string path) => (_file, _path) = (file, path);

    /// <summary>Takes the lock.</summary>
    /// <exception cref="CommandException">Another process has it.</exception>
    public static RunLock Take(RunPaths paths)
    {
        try
        {
            return new RunLock(new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), paths.Lock);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(paths.Lock))
        {
            throw new CommandException(
                $"{paths.Folder}: another process is writing this run; wait for its end, or name another folder.", ExitCode.Failure, exception);
        }
    }

    public void Dispose()
    {
        // Deleted while it is held: who opens it now waits for nothing, and who had opened it before could not.
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(_path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // An empty file that stays is no lock.
        }

        _file.Dispose();
    }
}
