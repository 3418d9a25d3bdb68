namespace Hillock.Data;

/// <summary>A file that one process at a time has open. The system takes it back when the process ends, however it ends.</summary>
/// <remarks>The file stays: who opened it before it was deleted would hold another lock than who makes it anew.</remarks>
internal static class FileLock
{
    // How systems say that another process has a file: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION, EWOULDBLOCK of Linux and of macOS.
    private const int SharingViolation = unchecked((int)0x80070020), LockViolation = unchecked((int)0x80070021), LinuxWouldBlock = 11, MacWouldBlock = 35;

    /// <summary>Takes the lock, which disposing gives back.</summary>
    /// <param name="path">The file, which is made if it is not there.</param>
    /// <returns>The lock; null if another process has it.</returns>
    /// <exception cref="IOException">The file cannot be opened for another reason.</exception>
    internal static IDisposable? TryTake(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException exception) when (exception.HResult is SharingViolation or LockViolation or LinuxWouldBlock or MacWouldBlock)
        {
            return null;
        }
    }
}
