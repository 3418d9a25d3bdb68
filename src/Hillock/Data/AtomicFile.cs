#if HILLOCK_CHARTS

// The package of charts compiles this file into itself, so that it needs nothing but public members of whatever version of the library it meets.
namespace Hillock.Charts.CommandLine;
#else
namespace Hillock.Data;
#endif

/// <summary>
/// Writes a file so that it is either complete or untouched: the bytes go to a temporary file in the same folder, which
/// takes the target's name in <see cref="Commit"/>. Disposing without a commit leaves nothing behind.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly string _target;
    private readonly string? _temporary;

    /// <summary>Starts to write a file.</summary>
    /// <param name="path">The target; an existing file is replaced on commit, a symbolic link is followed.</param>
    /// <exception cref="IOException">The folder does not exist, the target is a folder, or the temporary file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public AtomicFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
        if (Directory.Exists(path))
        {
            throw new IOException($"Cannot write {path}: it is a folder; add a file name.");
        }

        _target = System.IO.Path.GetFullPath(path);
        if (File.Exists(_target) && !IsStandardStream(_target))
        {
            _target = File.ResolveLinkTarget(_target, returnFinalTarget: true)?.FullName ?? _target;
        }

        string folder = System.IO.Path.GetDirectoryName(_target)!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(File.Exists(folder)
                ? $"Cannot write {path}: {folder} is a file, not a folder; choose another path."
                : $"Cannot write {path}: the folder {folder} does not exist; create it first.");
        }

        if (IsDevice(_target))
        {
            Stream = new FileStream(_target, FileMode.Open, FileAccess.Write);
            return;
        }

        _temporary = System.IO.Path.Combine(folder, $".{System.IO.Path.GetFileName(_target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            Stream = new TemporaryStream(_temporary, path);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UnauthorizedAccessException(
                $"Cannot write {path}: the folder {folder} may not be written to; choose another path.", exception);
        }
        catch (FileNotFoundException exception)
        {
            // The folder is there, but of a kind that takes no files, such as /proc.
            throw new IOException($"Cannot write {path}: the folder {folder} takes no new files; choose another path.", exception);
        }
        catch (IOException exception)
        {
            throw new IOException($"Cannot write {path}: {exception.Message.Replace(_temporary, path, StringComparison.Ordinal)}", exception);
        }
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>Where the content is to be written.</summary>
    public Stream Stream { get; }

    /// <summary>Makes the content the file: flushes it to the disk and renames it over the target.</summary>
    /// <exception cref="IOException">The disk is full or the target cannot be replaced; the target is then as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The target may not be replaced.</exception>
    public void Commit()
    {
        if (_temporary is not null)
        {
            ((FileStream)Stream).Flush(flushToDisk: true);
        }

        Stream.Dispose();
        if (_temporary is not null)
        {
            if (!OperatingSystem.IsWindows() && File.Exists(_target))
            {
                File.SetUnixFileMode(_temporary, File.GetUnixFileMode(_target)); // who may read the file stays as it was
            }

            File.Move(_temporary, _target, overwrite: true);
        }
    }

    /// <summary>Ends the writing; without a preceding <see cref="Commit"/> the temporary file is deleted.</summary>
    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
        {
            // What could not be written is thrown away here; the fault was told when it was written, or by Commit.
        }
        finally
        {
            if (_temporary is not null)
            {
                File.Delete(_temporary); // does nothing once it was renamed
            }
        }
    }

    /// <summary>The temporary file, whose faults are told of the file that was asked for.</summary>
    private sealed class TemporaryStream(string temporary, string path) : FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16)
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            try
            {
                base.Write(buffer, offset, count);
            }
            catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
            {
                throw Named(exception);
            }
        }

        public override void Flush(bool flushToDisk)
        {
            try
            {
                base.Flush(flushToDisk);
            }
            catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
            {
                throw Named(exception);
            }
        }

        // A file that is longer than the system allows is an ArgumentOutOfRangeException.
        private IOException Named(Exception exception) =>
            new($"Cannot write {path}: {exception.Message.Split('\n')[0].Replace($" : '{Name}'", "", StringComparison.Ordinal)}", exception);
    }

    // Links to pipes, whose targets are no paths.
    private static bool IsStandardStream(string target) =>
        !OperatingSystem.IsWindows()
            && (target is "/dev/stdout" or "/dev/stderr" || target.StartsWith("/dev/fd/", StringComparison.Ordinal)
                || target.StartsWith("/proc/self/fd/", StringComparison.Ordinal));

    // A rename would put a plain file in the place of /dev/null or a terminal.
    private static bool IsDevice(string target) =>
        !OperatingSystem.IsWindows() && (target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal))
        && File.Exists(target);
}
