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

/// <summary>What stands behind a path that is to be written.</summary>
internal enum FileKind
{
    /// <summary>A file, or nothing yet.</summary>
    Plain,

    /// <summary>A terminal, <c>/dev/null</c> or their like.</summary>
    Device,

    /// <summary>A named pipe.</summary>
    Pipe,

    /// <summary>A socket, which takes no file.</summary>
    Socket,
}
