using Hillock.Charts.CommandLine;

namespace Hillock.Cli.RunFolders;

/// <summary>Keeps a second process from writing the same run. The system takes it back when a process ends, however it ends.</summary>
internal sealed class RunLock : IDisposable
{
    // How systems say that another process has a file: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION, EWOULDBLOCK of Linux and of macOS.
    private const int SharingViolation = unchecked((int)0x80070020), LockViolation = unchecked((int)0x80070021), LinuxWouldBlock = 11, MacWouldBlock = 35;

    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="CommandException">Another process has it.</exception>
    public static RunLock Take(RunPaths paths)
    {
        try
        {
            return new RunLock(new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception.HResult is SharingViolation or LockViolation or LinuxWouldBlock or MacWouldBlock)
        {
            throw new CommandException(
                $"{paths.Folder}: another process is writing this run; wait for its end, or name another folder.", ExitCode.Failure, exception);
        }
    }

    // The file stays: who opened it before it was deleted would hold another lock than who makes it anew.
    public void Dispose() => _file.Dispose();
}
