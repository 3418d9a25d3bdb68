namespace Hillock.Serialization.Zip;

/// <summary>A member of a zip archive, as the central directory describes it.</summary>
/// <param name="Name">Its name, with slashes.</param>
/// <param name="IsDeflated">Whether it is compressed; otherwise it is stored as it is.</param>
/// <param name="Crc">The check sum of its content.</param>
/// <param name="StoredSize">The bytes that it takes in the archive.</param>
/// <param name="Size">The bytes of its content.</param>
/// <param name="HeaderOffset">Where its own header starts.</param>
internal sealed record ZipEntry(string Name, bool IsDeflated, uint Crc, long StoredSize, long Size, long HeaderOffset)
{
    /// <summary>Where its bytes start, behind its own header.</summary>
    public long DataOffset { get; init; }

    /// <summary>The content's length where it is known for certain: not that of compressed content, which only says what it will be.</summary>
    public long? KnownSize => IsDeflated ? null : Size;
}
