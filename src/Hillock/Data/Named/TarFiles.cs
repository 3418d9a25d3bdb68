using System.Formats.Tar;
using System.Security.Cryptography;

namespace Hillock.Data;

/// <summary>Takes known files out of an archive. Nothing else is written: what an entry is called decides whether it is wanted, never where it goes.</summary>
internal static class TarFiles
{
    private const long MostBytes = 1L << 30, MostEntries = 10_000; // of entries that are passed over: the wanted ones have known lengths

    /// <summary>Unpacks files, each completely or not at all. A file that is there is replaced.</summary>
    /// <param name="archive">A tar archive, compressed by gzip or not.</param>
    /// <param name="folder">Where the files go, which is made.</param>
    /// <param name="files">The names of their entries, whose last part is the file's, with their lengths and SHA-256.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DataFormatException">The archive is damaged, lacks a file, or has another one under its name.</exception>
    public static void Extract(
        string archive, string folder, IReadOnlyDictionary<string, (long Length, string Sha256)> files, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        HashSet<string> missing = [.. files.Keys];
        try
        {
            using Stream stream = DataFile.OpenRead(archive);
            using TarReader reader = new(stream);
            long passed = 0, entries = 0;
            while (missing.Count > 0 && reader.GetNextEntry() is { } entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                if (!missing.Contains(name) || entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                {
                    passed += entry.Length;
                    if (++entries > MostEntries || passed > MostBytes)
                    {
                        throw Fault(archive, $"too much is in it besides {Path.GetFileName(missing.First())}");
                    }

                    continue;
                }

                Write(entry, name, archive, folder, files[name], cancellationToken);
                missing.Remove(name);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException and not DataFormatException)
        {
            throw Fault(archive, "it is no tar archive, or a damaged one", exception);
        }

        if (missing.Count > 0)
        {
            throw Fault(archive, $"there is no {missing.Order(StringComparer.Ordinal).First()} in it");
        }
    }

    private static void Write(
        TarEntry entry, string name, string archive, string folder, (long Length, string Sha256) expected, CancellationToken cancellationToken)
    {
        if (entry.Length != expected.Length || entry.DataStream is not { } content)
        {
            throw Fault(archive, FormattableString.Invariant($"{name} is expected to have {expected.Length} bytes but has {entry.Length}"));
        }

        using AtomicFile file = new(Path.Combine(folder, name[(name.LastIndexOf('/') + 1)..]));
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        for (int read = content.Read(buffer); read > 0; read = content.Read(buffer))
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            file.Stream.Write(buffer.AsSpan(0, read));
        }

        string found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (found != expected.Sha256)
        {
            throw Fault(archive, $"{name} is expected to have the SHA-256 {expected.Sha256} but has {found}");
        }

        file.Commit();
    }

    private static DataFormatException Fault(string archive, string problem, Exception? cause = null) =>
        new(archive, null, problem, "delete it, and it is fetched anew", cause);
}
