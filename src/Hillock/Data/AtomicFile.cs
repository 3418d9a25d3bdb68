#if HILLOCK_CHARTS

// The packages of charts and pictures compile this file into themselves, so that they need nothing but public members of whatever version of the
// library they meet.
namespace Hillock.Charts.CommandLine;
#elif HILLOCK_IMAGES
namespace Hillock.Images;
#else
namespace Hillock.Data;
#endif

/// <summary>
/// Writes a file so that it is either complete or untouched: the bytes go to a temporary file in the same folder, which
/// takes the target's name in <see cref="Commit"/>. Disposing without a commit leaves nothing behind.
/// A program that is killed leaves the temporary file, which the next one that writes the same file removes.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private readonly string _target;
    private readonly string? _temporary;
    private Stream? _stream;

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

        _target = RealPath.Of(path);
        string folder = System.IO.Path.GetDirectoryName(_target)!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(File.Exists(folder)
                ? $"Cannot write {path}: {folder} is a file, not a folder; choose another path."
                : $"Cannot write {path}: the folder {folder} does not exist; create it first.");
        }

        FileKind kind = FileKinds.Of(_target);
        if (kind == FileKind.Socket)
        {
            throw new IOException($"Cannot write {path}: it is a socket; choose another path.");
        }

        if (kind == FileKind.Pipe)
        {
            return; // opening it waits for its reader, and closing it ends what he reads
        }

        if (kind == FileKind.Device)
        {
            _stream = new NamedStream(_target, FileMode.Open, path);
            return;
        }

        RequireReplaceable(path, _target);
        RemoveRemains(folder, System.IO.Path.GetFileName(_target));
        _temporary = System.IO.Path.Combine(folder, $".{System.IO.Path.GetFileName(_target)}.{Guid.NewGuid():N}.tmp");
        try
        {
            _stream = new NamedStream(_temporary, FileMode.CreateNew, path);
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
            throw NamedStream.Named(exception, path, _temporary);
        }
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>Where the content is to be written.</summary>
    public Stream Stream => _stream ??= new NamedStream(_target, FileMode.Open, Path);

    /// <summary>Makes the content the file: flushes it to the disk and renames it over the target.</summary>
    /// <exception cref="IOException">The disk is full or the target cannot be replaced; the target is then as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The target may not be replaced.</exception>
    public void Commit()
    {
        NamedStream stream = (NamedStream)Stream;
        stream.Flush(flushToDisk: _temporary is not null);
        stream.Dispose();
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
            _stream?.Dispose();
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

    // What programs that died while they wrote this file have left of it. A program that still writes holds its own open for itself; one that is about to
    // has no such hold yet, but its file is not that old.
    private static void RemoveRemains(string folder, string name)
    {
        try
        {
            foreach (string file in Directory.EnumerateFiles(folder, $".{name}.*.tmp"))
            {
                ReadOnlySpan<char> found = System.IO.Path.GetFileName(file.AsSpan());
                if (found.StartsWith($".{name}.", StringComparison.Ordinal) && Guid.TryParseExact(found[(name.Length + 2)..^4], "N", out _)
                    && DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > Settled && IsFree(file))
                {
                    File.Delete(file);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder cannot be listed, or its file not be removed: this one can be written all the same.
        }
    }

    private static bool IsFree(string file)
    {
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A rename asks only whether the folder may be written to.
    private static void RequireReplaceable(string path, string target)
    {
        const UnixFileMode Writable = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        FileInfo file = new(target);
        if (file.Exists && (OperatingSystem.IsWindows() ? file.IsReadOnly : (file.UnixFileMode & Writable) == 0))
        {
            throw new UnauthorizedAccessException($"Cannot write {path}: it is read-only; allow writing to it, or choose another path.");
        }
    }

    /// <summary>A stream whose faults are told of the file that was asked for.</summary>
    private sealed class NamedStream(string opened, FileMode mode, string path) : Stream
    {
        private const int NoSpaceWindows = 112, DiskFullWindows = 39;

        // A class derived from FileStream would have spans copied to a rented array first.
        private readonly FileStream _file =
            new(opened, mode, FileAccess.Write, mode == FileMode.Open ? FileShare.ReadWrite : FileShare.None, 1 << 16);

        public override bool CanRead => false;

        public override bool CanSeek => _file.CanSeek;

        public override bool CanWrite => _file.CanWrite;

        public override long Length => _file.Length;

        public override long Position
        {
            get => _file.Position;
            set => Seek(value, SeekOrigin.Begin);
        }

        public override int Read(byte[] buffer, int offset, int count) => _file.Read(buffer, offset, count);

        // To go elsewhere writes what is waiting to be written.
        public override long Seek(long offset, SeekOrigin origin)
        {
            try
            {
                return _file.Seek(offset, origin);
            }
            catch (IOException exception)
            {
                throw Named(exception, path, opened);
            }
        }

        public override void SetLength(long value)
        {
            try
            {
                _file.SetLength(value);
            }
            catch (IOException exception)
            {
                throw Named(exception, path, opened);
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                _file.Write(buffer);
            }
            catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
            {
                throw Named(exception, path, opened);
            }
        }

        public override void WriteByte(byte value) => Write([value]);

        public override void Flush() => Flush(flushToDisk: false);

        public void Flush(bool flushToDisk)
        {
            try
            {
                _file.Flush(flushToDisk);
            }
            catch (Exception exception) when (exception is IOException or ArgumentOutOfRangeException)
            {
                throw Named(exception, path, opened);
            }
        }

        // A file that is longer than the system allows is an ArgumentOutOfRangeException.
        public static IOException Named(Exception exception, string path, string opened)
        {
            bool isFull = (exception.HResult & 0xFFFF) is NoSpaceWindows or DiskFullWindows
                || exception.Message.StartsWith("No space left", StringComparison.Ordinal);
            string cause = exception.Message.Split('\n')[0].Replace($" : '{opened}'", "", StringComparison.Ordinal)
                .Replace(opened, path, StringComparison.Ordinal);
            return new IOException($"Cannot write {path}: {(isFull ? "no space left; make room, or choose another path." : cause)}", exception);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
