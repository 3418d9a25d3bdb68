using System.Security.Cryptography;

namespace Hillock.Data;

/// <summary>Whether a file is the one that is meant: by its length and its SHA-256.</summary>
internal static class FileDigest
{
    /// <summary>Refuses a file that is another one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">Its length.</param>
    /// <param name="sha256">Its SHA-256 in small letters; null where none is known.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="DataFormatException">It is another one.</exception>
    public static async Task RequireAsync(string path, long length, string? sha256, CancellationToken cancellationToken)
    {
        if (await FaultAsync(path, length, sha256, cancellationToken).ConfigureAwait(false) is { } fault)
        {
            throw new DataFormatException(path, null, fault, "it is damaged or another file: delete it or put it elsewhere, and it is fetched anew");
        }
    }

    /// <summary>What is wrong with a file; null for nothing.</summary>
    public static async Task<string?> FaultAsync(string path, long length, string? sha256, CancellationToken cancellationToken)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            if (file.Length != length)
            {
                return FormattableString.Invariant($"{length} bytes are expected but it has {file.Length}");
            }

            if (sha256 is null)
            {
                return null;
            }

            string found = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
            return found == sha256 ? null : $"the SHA-256 {sha256} is expected but it has {found}";
        }
    }
}
