#if HILLOCK_CHARTS

// The package of charts compiles this file into itself, as AtomicFile, which says why.
namespace Hillock.Charts.CommandLine;
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
