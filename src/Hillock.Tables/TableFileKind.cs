namespace Hillock.Tables;

/// <summary>A kind of file that holds a table as columns.</summary>
public enum TableFileKind
{
    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>A file of Apache Arrow, which is also Feather of version 2.</summary>
    ArrowFile,

    /// <summary>A stream of Apache Arrow.</summary>
    ArrowStream,
}
