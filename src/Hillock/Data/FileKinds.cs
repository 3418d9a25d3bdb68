using System.Formats.Tar;

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

/// <summary>Finds out what stands behind a path without opening it: opening a named pipe waits for the other end.</summary>
internal static class FileKinds
{
    /// <summary>The kind; a rename would put a plain file in the place of a device or a pipe.</summary>
    /// <param name="path">A path without links.</param>
    public static FileKind Of(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return FileKind.Plain;
        }

        if (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
        {
            return FileKind.Device;
        }

        return new FileInfo(path).Length > 0 ? FileKind.Plain : Listed(path); // what is no plain file has no length
    }

    // The runtime tells the type of a file in one place only, the header of an archive. An empty file has nothing else to be archived.
    private static FileKind Listed(string path)
    {
        using MemoryStream archive = new();
        try
        {
            using TarWriter writer = new(archive, TarEntryFormat.Gnu, leaveOpen: true);
            writer.WriteEntry(path, "file");
        }
        catch (UnauthorizedAccessException)
        {
            return FileKind.Plain; // only the content of a plain file would be read
        }
        catch (IOException)
        {
            return FileKind.Socket; // the one kind that archives do not hold
        }

        archive.Position = 0;
        using TarReader reader = new(archive);
        return reader.GetNextEntry()?.EntryType switch
        {
            TarEntryType.Fifo => FileKind.Pipe,
            TarEntryType.CharacterDevice or TarEntryType.BlockDevice => FileKind.Device,
            _ => FileKind.Plain,
        };
    }
}
